package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.impair.Chance;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Faults of the host's end of a NIC's channel, for a time: {@code fault.stall} and {@code
 * fault.lose-control}. They are of a channel: a NIC that is made anew has none.
 *
 * <p>Events, their subject a NIC: {@code hnswitch.nic.fault-began} and {@code .fault-ended}, with
 * {@code fault}, which is the name of the operation.
 */
final class HostFaults {

  static final String STALL = "fault.stall";
  static final String LOSE = "fault.lose-control";

  private static final Duration STALL_TIME = Duration.ofSeconds(5);
  private static final Duration LOSE_TIME = Duration.ofSeconds(60);
  private static final Duration TIME_MIN = Duration.ofMillis(1);
  private static final Duration TIME_MAX = Duration.ofHours(24);
  private static final int NEXT_MAX = 1000;

  private final Bus bus;
  private final Timers timers;
  private final LabState state;
  private final Map<Key, Fault> faults = new LinkedHashMap<>();

  private record Key(String operation, NicId nic) {}

  private record Fault(NetvspControl begin, NetvspControl end, long until, Timers.Timer timer) {}

  HostFaults(Bus bus, Timers timers, LabState state) {
    this.bus = bus;
    this.timers = timers;
    this.state = state;
  }

  /** {@code fault.stall}. */
  Future<JsonObject> stall(Request request) {
    var nic = NicOperations.nic(state, request.text("nic")).id();
    var time = time(request, STALL_TIME);
    return stall(nic, time).map(done -> answer(nic, time));
  }

  /** The host's end of a channel reads nothing for a time. */
  Future<Outcome.Done> stall(NicId nic, Duration time) {
    return begin(
        new Key(STALL, nic), new NetvspControl.Stall(true), new NetvspControl.Stall(false), time);
  }

  boolean isStalled(NicId nic) {
    return faults.containsKey(new Key(STALL, nic));
  }

  /** {@code fault.lose-control}. */
  Future<JsonObject> lose(Request request) {
    var nic = NicOperations.nic(state, request.text("nic")).id();
    var time = time(request, LOSE_TIME);
    int next = (int) request.number("next", 0, NEXT_MAX, 0);
    double chance = request.findText("chance").map(HostFaults::chance).orElse(0.0);
    if (next == 0 && chance == 0) {
      throw Names.invalid("/chance", "say chance, like 10%, or next, the number of messages");
    }
    return begin(
            new Key(LOSE, nic),
            new NetvspControl.LoseControl(chance, next),
            new NetvspControl.LoseControl(0, 0),
            time)
        .map(done -> answer(nic, time).put("next", next).put("chance", chance));
  }

  private static double chance(String text) {
    try {
      return Chance.parse(text).value();
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/chance", "chance " + e.getMessage());
    }
  }

  static Duration time(Request request, Duration usual) {
    return request.findText("for").map(HostFaults::time).orElse(usual);
  }

  private static Duration time(String text) {
    return duration("for", text, TIME_MIN);
  }

  /** A time that a fault lasts. */
  static Duration duration(String key, String text, Duration least) {
    try {
      var time = new DurationWord().convert(text);
      if (time.compareTo(least) >= 0 && time.compareTo(TIME_MAX) <= 0) {
        return time;
      }
    } catch (RuntimeException _) {
      // Said below.
    }
    throw Names.invalid("/" + key, key + " must be up to 24 hours, like 500ms or 65s");
  }

  private static JsonObject answer(NicId nic, Duration time) {
    return new JsonObject().put("nic", nic.toString()).put("for", ViewJson.duration(time));
  }

  private Future<Outcome.Done> begin(
      Key key, NetvspControl begin, NetvspControl end, Duration time) {
    if (faults.containsKey(key)) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, key.nic() + " has this fault already")
          .exception();
    }
    var timer = timers.after(time, () -> end(key));
    faults.put(key, new Fault(begin, end, timers.nanos() + time.toNanos(), timer));
    tell(key, "began");
    return apply(key.nic(), begin).onFailure(cause -> end(key));
  }

  private Future<Outcome.Done> apply(NicId nic, NetvspControl what) {
    return bus.request(Addresses.netvsp(nic), what, Outcome.Done.class);
  }

  private Future<?> end(Key key) {
    var fault = faults.remove(key);
    if (fault == null) {
      return Future.succeededFuture();
    }
    fault.timer().cancel();
    tell(key, "ended");
    // One that is gone has no faults.
    return apply(key.nic(), fault.end()).otherwiseEmpty();
  }

  private void tell(Key key, String word) {
    bus.publish(
        "hnswitch.nic.fault-" + word, key.nic().toString(), Map.of("fault", key.operation()));
  }

  /** A device was made: when it is the host's end of a channel, that has no faults yet. */
  Future<Void> made(Device device) {
    if (!(device instanceof Device.Netvsp(var nic, _))) {
      return Future.succeededFuture();
    }
    return Future.join(
            List.copyOf(faults.keySet()).stream()
                .filter(key -> key.nic().equals(nic.id()))
                .map(this::end)
                .toList())
        .mapEmpty();
  }

  /** Those that go on. Who has lost as many messages as were to be lost is none. */
  Future<JsonArray> faults() {
    var over = new ArrayList<Future<?>>();
    for (var entry : Map.copyOf(faults).entrySet()) {
      if (entry.getValue().begin() instanceof NetvspControl.LoseControl(var chance, _)
          && chance == 0) {
        over.add(endIfLost(entry.getKey()));
      }
    }
    return Future.join(over).otherwiseEmpty().map(done -> list());
  }

  private Future<?> endIfLost(Key key) {
    return bus.request(Addresses.netvsp(key.nic()), new NetvspControl.Describe(), NetvspView.class)
        .compose(
            view ->
                view.counters().get("control-to-lose") == 0 ? end(key) : Future.succeededFuture());
  }

  private JsonArray list() {
    var list = new JsonArray();
    faults.forEach(
        (key, fault) ->
            list.add(
                new JsonObject()
                    .put("operation", key.operation())
                    .put("object", key.nic().toString())
                    .put(
                        "leftMillis",
                        Math.max(0, Duration.ofNanos(fault.until() - timers.nanos()).toMillis()))));
    return list;
  }

  /** Ends all. */
  Future<Void> endAll() {
    return Future.join(List.copyOf(faults.keySet()).stream().map(this::end).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
