package io.hnswitch.console.metrics;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.metrics.Reading.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes samples of what all devices of a lab measure at one moment. */
final class LabSamples {

  /** As {@link io.hnswitch.control.PairView} has them. */
  private static final List<String> STATES =
      List.of(
          "synthetic",
          "waiting",
          "ready",
          "switching",
          "vf-active",
          "leaving",
          "failed",
          "not-transparent",
          "rxvf");

  private static final String RX = "rx";
  private static final String TX = "tx";
  private static final String TO_HOST = "to-host";
  private static final String FORWARD = "forward";
  private static final String REVERSE = "reverse";
  private static final String WAITING = "waiting";
  private static final String TO_GUEST = "to-guest";

  private final DropBook drops = new DropBook();

  /**
   * A lab at one moment.
   *
   * @param accounts of all devices that ever were
   */
  record Moment(
      List<Reading> readings,
      List<DeviceLedger.Account> accounts,
      SwitchOverBook.Counted switchOvers) {}

  /** The samples of a moment; moments are shown one after the other. */
  Samples of(Moment moment) {
    var into = new Samples();
    var places = new HashMap<String, String>();
    var switches = new ArrayList<String>();
    for (var reading : moment.readings()) {
      switch (reading) {
        case Reading.Switch(var name, _, _, _) -> {
          switches.add(name);
          places.put("switch " + name, name);
        }
        case Reading.Host(var nic, var at, _, _) ->
            List.of("hn ", "netvsp ", "endpoint ").forEach(end -> places.put(end + nic, at));
        case Reading.Adapter(var name, var at) -> places.put("adapter " + name, at);
        case Reading.Nic _,
            Reading.Pair _,
            Reading.Link _,
            Reading.Outside _,
            Reading.Endpoint _,
            Reading.Capture _,
            Reading.Mirror _ -> {}
      }
    }
    for (var reading : moment.readings()) {
      if (reading instanceof Reading.Outside link && places.containsKey(at(link))) {
        places.put("link " + link.link(), places.get(at(link)));
      }
    }
    moment.readings().forEach(reading -> show(reading, places, into));
    drops(moment.accounts(), places, switches, into);
    moment.switchOvers().show(into);
    return into;
  }

  private static String at(Reading.Outside link) {
    return "adapter " + link.adapter();
  }

  private static void show(Reading reading, Map<String, String> places, Samples into) {
    switch (reading) {
      case Reading.Switch(var name, var ports, var entries, var moves) -> {
        into.add(Metric.FDB_ENTRIES, entries, name);
        into.add(Metric.FDB_MOVES, moves, name);
        for (var port : ports) {
          var path = port.uplink() ? Datapath.VF : Datapath.SYNTHETIC;
          traffic(into, name, port.name(), path, port.received(), port.sent());
        }
      }
      case Reading.Nic nic -> show(nic, places, into);
      case Reading.Host(var nic, _, var waiting, var credits) -> {
        into.add(Metric.CHANNEL_QUEUE, waiting, nic.toString(), TO_GUEST);
        into.add(Metric.CHANNEL_CREDIT, credits, nic.toString(), TO_HOST);
      }
      case Reading.Pair(var nic, var state) ->
          STATES.forEach(
              one -> into.add(Metric.PAIR_STATE, one.equals(state) ? 1 : 0, nic.toString(), one));
      case Reading.Adapter _ -> {}
      case Reading.Outside link -> show(link, into);
      case Reading.Endpoint(var owner, var kind, var counters) ->
          counters.forEach(
              (counter, count) -> into.add(Metric.ENDPOINT_COUNTER, count, owner, kind, counter));
      case Reading.Capture(var id, long kept, long skipped, long overwritten, long bytes) -> {
        into.add(Metric.CAPTURE_FRAMES, kept, id, "kept");
        into.add(Metric.CAPTURE_FRAMES, skipped, id, "skipped");
        into.add(Metric.CAPTURE_FRAMES, overwritten, id, "overwritten");
        into.add(Metric.CAPTURE_BYTES, bytes, id);
      }
      case Reading.Mirror(var at, var name, var copied, long skipped, long dropped) -> {
        into.add(Metric.MIRROR_FRAMES, copied.frames(), at, name, "copied");
        into.add(Metric.MIRROR_FRAMES, skipped, at, name, "skipped");
        into.add(Metric.MIRROR_FRAMES, dropped, at, name, "dropped");
        into.add(Metric.MIRROR_BYTES, copied.bytes(), at, name);
      }
      case Reading.Link(var name, var direction, var actions) ->
          actions.forEach(
              (action, frames) -> {
                if (action.equals(WAITING)) {
                  into.add(Metric.IMPAIR_WAITING, frames, name, direction);
                } else {
                  into.add(Metric.IMPAIR_ACTIONS, frames, name, direction, action);
                }
              });
    }
  }

  private static void show(Reading.Outside link, Samples into) {
    var name = link.link();
    into.add(Metric.LINK_UP, link.up() ? 1 : 0, name);
    into.add(Metric.LINK_FRAMES, link.sent().frames(), name, FORWARD);
    into.add(Metric.LINK_FRAMES, link.received().frames(), name, REVERSE);
    into.add(Metric.LINK_BYTES, link.sent().bytes(), name, FORWARD);
    into.add(Metric.LINK_BYTES, link.received().bytes(), name, REVERSE);
    link.counters()
        .forEach((counter, count) -> into.add(Metric.LINK_COUNTER, count, name, counter));
  }

  private static void show(Reading.Nic nic, Map<String, String> places, Samples into) {
    var id = nic.nic().toString();
    for (var path : Datapath.values()) {
      into.add(Metric.NIC_PATH, path == nic.path() ? 1 : 0, id, word(path));
    }
    into.add(Metric.CHANNEL_QUEUE, nic.waiting(), id, TO_HOST);
    into.add(Metric.CHANNEL_CREDIT, nic.credits(), id, TO_GUEST);
    var at = places.get("hn " + id);
    if (at != null) {
      // What the guest sends comes in.
      traffic(into, at, id, Datapath.VF, nic.sentByVf(), nic.receivedByVf());
    }
  }

  private static void traffic(
      Samples into, String at, String port, Datapath path, Traffic received, Traffic sent) {
    into.add(Metric.PORT_FRAMES, received.frames(), at, port, RX, word(path));
    into.add(Metric.PORT_FRAMES, sent.frames(), at, port, TX, word(path));
    into.add(Metric.PORT_BYTES, received.bytes(), at, port, RX, word(path));
    into.add(Metric.PORT_BYTES, sent.bytes(), at, port, TX, word(path));
  }

  private static String word(Datapath path) {
    return path.name().toLowerCase(Locale.ROOT);
  }

  private void drops(
      List<DeviceLedger.Account> accounts,
      Map<String, String> places,
      List<String> switches,
      Samples into) {
    long discarded = 0;
    for (var account : accounts) {
      discarded += account.dropped().getOrDefault(DropReason.BUS_DISCARDED, 0L);
      if (account.device().startsWith("vf ")) {
        var adapter = account.device().substring("vf ".length()).replaceFirst("/.*", "");
        var at = places.get("adapter " + adapter);
        if (at != null) {
          places.put(account.device(), at);
        }
      }
    }
    drops.read(accounts, places);
    drops.keep(switches);
    drops.show(switches, into);
    into.add(Metric.BUS_DISCARDED, discarded);
  }
}
