package io.hnswitch.launch;

import io.hnswitch.lab.LabWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Labs of in-process hosts: real files, and what chance makes of them. */
final class RandomLab {

  /** Two switches, an adapter that can do little, guests that are counted. */
  private static final String COUNTED =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: counted, labels: { purpose: undo } }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: { aging: 60s }, sw1: {} }
        adapters:
          pf0: { switch: sw0, vfs: 8, offloads: [rxcsum, txcsum], offer-delay: 200ms }
        profiles:
          plain: { switch: sw0, offloads: [rxcsum, txcsum], vf: { adapter: pf0, attach: true } }
        guests:
          load: { count: 3, nics: { hn0: { profile: plain, endpoint: { host: { ip: 10.0.0.11/24 } } } } }
          other:
            nics:
              hn0: { switch: sw1, mtu: 9000, endpoint: { host: { ip: 10.0.1.1/24 } } }
              hn1: { switch: sw0, queue: { rate: 10Mbit } }
        links: { up: { endpoints: ["load-1:hn0", sw0], impair: { forward: { delay: 3ms } } } }
        flows:
          f1: { from: "load-1:hn0", to: "load-3:hn0", rate: 20pps }
      """;

  private RandomLab() {}

  /** Another lab, often only a little different. */
  static JsonObject after(JsonObject lab, Random random) {
    var next = lab.copy();
    if (spec(next, "guests").isEmpty() || random.nextInt(5) == 0) {
      next = file(random);
    }
    for (int n = random.nextInt(3); n >= 0; n--) {
      mutate(next, random);
    }
    return next;
  }

  private static JsonObject file(Random random) {
    var text =
        switch (random.nextInt(3)) {
          case 0 -> demo();
          case 1 -> Labs.TWO.replace("echo: false", "rate: 20pps");
          default -> COUNTED;
        };
    return new JsonObject(LabWriter.json(Labs.parse(text)));
  }

  /** The file that ships, with flows that leave time for other things. */
  private static String demo() {
    try {
      return Files.readString(shipped("conf/demo.yaml"))
          .replaceAll("rate: [0-9]+pps", "rate: 20pps");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path shipped(String name) {
    return Path.of("..").resolve(name);
  }

  private static JsonObject spec(JsonObject lab, String kind) {
    return lab.getJsonObject("spec").getJsonObject(kind);
  }

  private static void mutate(JsonObject lab, Random random) {
    var nics = nics(lab);
    if (nics.isEmpty()) {
      return;
    }
    var nic = nics.get(random.nextInt(nics.size()));
    switch (random.nextInt(19)) {
      case 0 -> nic.put("mtu", List.of(1500, 1400, 9000).get(random.nextInt(3)));
      case 1 ->
          nic.put(
              "offloads",
              random.nextBoolean() ? List.of("rxcsum") : List.of("lro", "tso4", "txcsum"));
      case 2 -> nic.put("up", !nic.getBoolean("up"));
      case 3, 4 -> {
        if (nic.getValue("vf") instanceof JsonObject vf) {
          vf.put("attach", !vf.getBoolean("attach"));
        }
      }
      case 5 -> nic.put("channels", 1 + random.nextInt(3));
      case 6 -> {
        int number = 1 + random.nextInt(9);
        one(spec(lab, "switches"), random).put("aging", number + "0s");
        impair(lab, number);
      }
      case 7 -> {
        if (!spec(lab, "adapters").isEmpty()) {
          one(spec(lab, "adapters"), random).put("vfs", 2 + random.nextInt(6));
        }
      }
      case 8 -> spec(lab, "tunables").put("hw.hn.vf_transparent", random.nextInt(2));
      case 9 -> spec(lab, "tunables").put("hw.hn.vf_xpnt_attwait", 2 + random.nextInt(2));
      case 10 -> {
        if (!spec(lab, "flows").isEmpty()) {
          one(spec(lab, "flows"), random).put("rate", (10 + random.nextInt(20)) + "pps");
        }
      }
      case 11 ->
          nic.put(
              "queue",
              random.nextBoolean()
                  ? "none"
                  : new JsonObject().put("rate", (1 + random.nextInt(50)) + "Mbit"));
      case 12 -> nic.put("vlan", random.nextBoolean() ? "none" : vlan(random));
      case 13 -> nic.put("guards", random.nextBoolean() ? "none" : new JsonArray().add("dhcp"));
      case 14 -> nic.put("storm", random.nextBoolean() ? "none" : "1000pps");
      case 15 -> nic.put("acl", new JsonArray().add(rule(random)));
      case 16 ->
          nic.put(
              "bandwidth",
              random.nextBoolean()
                  ? "none"
                  : new JsonObject().put("max", (1 + random.nextInt(9)) + "Gbit"));
      case 17 -> {
        if (nic.getValue("endpoint") instanceof JsonObject endpoint) {
          endpoint.put(
              "host", new JsonObject().put("ip", "10.0.0." + (100 + random.nextInt(100)) + "/24"));
        }
      }
      default -> removeGuest(lab, random);
    }
  }

  private static JsonObject vlan(Random random) {
    return new JsonObject().put("mode", "access").put("id", 1 + random.nextInt(4));
  }

  private static JsonObject rule(Random random) {
    return new JsonObject()
        .put("direction", random.nextBoolean() ? "inbound" : "outbound")
        .put("action", random.nextBoolean() ? "deny" : "count")
        .put("protocol", "tcp")
        .put("remote-port", 1 + random.nextInt(1000));
  }

  private static void impair(JsonObject lab, int millis) {
    var links = spec(lab, "links");
    for (var link : links.fieldNames()) {
      var direction = millis % 2 == 0 ? "both" : "reverse";
      var does = new JsonObject().put(direction, new JsonObject().put("delay", millis + "ms"));
      links.getJsonObject(link).put("impair", does);
    }
  }

  private static void removeGuest(JsonObject lab, Random random) {
    var names = List.copyOf(spec(lab, "guests").fieldNames());
    var name = names.get(random.nextInt(names.size()));
    spec(lab, "guests").remove(name);
    var links = spec(lab, "links");
    for (var link : List.copyOf(links.fieldNames())) {
      if (links.getJsonObject(link).encode().contains("\"" + name + ":")) {
        links.remove(link);
      }
    }
    var flows = spec(lab, "flows");
    for (var flow : List.copyOf(flows.fieldNames())) {
      if (flows.getJsonObject(flow).encode().contains("\"" + name + ":")) {
        flows.remove(flow);
      }
    }
  }

  private static JsonObject one(JsonObject objects, Random random) {
    var names = List.copyOf(objects.fieldNames());
    return objects.getJsonObject(names.get(random.nextInt(names.size())));
  }

  private static List<JsonObject> nics(JsonObject lab) {
    var nics = new ArrayList<JsonObject>();
    var guests = spec(lab, "guests");
    for (var guest : guests.fieldNames()) {
      var own = guests.getJsonObject(guest).getJsonObject("nics");
      own.fieldNames().forEach(nic -> nics.add(own.getJsonObject(nic)));
    }
    return nics;
  }
}
