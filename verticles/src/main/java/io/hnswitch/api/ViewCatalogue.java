package io.hnswitch.api;

import static io.hnswitch.api.Define.LAB_BRIEF;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.map;
import static io.hnswitch.api.Shape.object;

import java.util.List;

/** The view: all that the lists of the other catalogues tell, by id and in one object. */
final class ViewCatalogue {

  private static final Shape PATH = object("txFramesPerSecond", WHOLE, "rxFramesPerSecond", WHOLE);

  private static final Shape PATHS = object("synthetic?", PATH, "vf?", PATH);

  private static final Shape RATE =
      object(
          "path?",
          TEXT,
          "txFramesPerSecond",
          WHOLE,
          "txBitsPerSecond",
          WHOLE,
          "rxFramesPerSecond",
          WHOLE,
          "rxBitsPerSecond",
          WHOLE,
          "paths",
          PATHS);

  private static final Shape VIEW =
      object(
          "info",
          object("node", TEXT, "version", TEXT, "lab", LAB_BRIEF, "startedMillis", WHOLE),
          "nics",
          map(item(NicCatalogue.ALL, "nic.list")),
          "pairs",
          map(item(VfCatalogue.ALL, "pair.list")),
          "vfs",
          map(item(VfCatalogue.ALL, "vf.list")),
          "adapters",
          map(item(VfCatalogue.ALL, "adapter.list")),
          "switches",
          map(item(SwitchCatalogue.ALL, "switch.list").without("fdb")),
          "flows",
          map(item(TrafficCatalogue.ALL, "flow.list")),
          "endpoints",
          map(item(SwitchCatalogue.ALL, "endpoint.list")),
          "captures",
          map(item(TrafficCatalogue.ALL, "capture.list")),
          "ledger",
          reply(SwitchCatalogue.ALL, "ledger.get").without("devices"),
          "rates",
          map(RATE),
          "paths",
          PATHS,
          "events",
          object("last", TEXT, "total", WHOLE),
          "revision",
          WHOLE);

  static final List<Operation> ALL =
      List.of(
          read("view.get", "/view", "All of the lab by id, as the ticks of the view go on from.")
              .replies(object("run", TEXT, "sequence", WHOLE, "at", TEXT, "view", VIEW)));

  private ViewCatalogue() {}

  private static Shape item(List<Operation> catalogue, String name) {
    return reply(catalogue, name).item();
  }

  private static Shape reply(List<Operation> catalogue, String name) {
    return catalogue.stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow()
        .reply();
  }
}
