package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.VfSpec;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts that take VFs away and give them back: over and over ({@code vf.revoke-storm}), or once,
 * when they are serviced ({@code fault.servicing}), and are away themselves for a while. The lab
 * goes on wanting the VF, so a storm makes no revisions, and ends with the VF attached.
 *
 * <p>Events, their subject a NIC: {@code hnswitch.vf.storm-began} and {@code .storm-ended}, with
 * {@code count}, {@code revoked}, {@code failed}; {@code hnswitch.nic.fault-began} and {@code
 * .fault-ended} when a host is serviced.
 */
final class RevokeStorms {

  private static final int COUNT = 10;
  private static final int COUNT_MAX = 100_000;
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration INTERVAL_MIN = Duration.ofMillis(10);
  private static final String STORM = "vf.revoke-storm";
  private static final String SERVICING = "fault.servicing";

  /** What people have measured at Azure. */
  private static final Duration SERVICING_TIME = Duration.ofSeconds(65);

  private static final Duration SERVICING_MIN = Duration.ofMillis(100);

  private final Bus bus;
  private final Timers timers;
  private final LabState state;
  private final ChangeGate gate;
  private final HostFaults hosts;
  private final Map<NicId, Storm> storms = new LinkedHashMap<>();

  RevokeStorms(Bus bus, Timers timers, LabState state, ChangeGate gate, HostFaults hosts) {
    this.hosts = hosts;
    this.bus = bus;
    this.timers = timers;
    this.state = state;
    this.gate = gate;
  }

  /** Begins one; the answer does not wait for its end. */
  Future<JsonObject> begin(Request request) {
    var nic = NicOperations.nic(state, request.text("nic"));
    var adapter = adapterOf(nic);
    int count = (int) request.number("count", 1, COUNT_MAX, COUNT);
    var interval = request.findText("interval").map(RevokeStorms::interval).orElse(INTERVAL);
    var how = how(request, "surprise");
    start(new Storm(nic, adapter, how, count, interval, Duration.ZERO, STORM));
    return Future.succeededFuture(
        new JsonObject()
            .put("nic", nic.id().toString())
            .put("how", ViewJson.slug(how))
            .put("count", count)
            .put("interval", ViewJson.duration(interval)));
  }

  private String adapterOf(NicSpec nic) {
    if (storms.containsKey(nic.id())) {
      var what = storms.get(nic.id()).operation;
      throw Problem.of(ProblemCode.STATE_CONFLICT, nic.id() + " has " + what + " already")
          .exception();
    }
    if (nic.vf() instanceof VfSpec.From(var adapter, var attach) && attach) {
      return adapter;
    }
    throw Problem.of(ProblemCode.STATE_CONFLICT, nic.id() + " has no VF that could be taken away")
        .exception();
  }

  private static AdapterControl.How how(Request request, String usual) {
    return switch (request.findText("how").orElse(usual)) {
      case "graceful" -> AdapterControl.How.GRACEFUL;
      case "surprise" -> AdapterControl.How.SURPRISE;
      default -> throw Names.invalid("/how", "how must be graceful or surprise");
    };
  }

  private void start(Storm storm) {
    storms.put(storm.nic, storm);
    storm.tell("began");
    storm.next();
  }

  /** {@code fault.servicing}; the answer does not wait for its end. */
  Future<JsonObject> service(Request request) {
    var nic = NicOperations.nic(state, request.text("nic"));
    var adapter = adapterOf(nic);
    var time =
        request
            .findText("for")
            .map(text -> HostFaults.duration("for", text, SERVICING_MIN))
            .orElse(SERVICING_TIME);
    var pause =
        request
            .findText("pause")
            .map(text -> HostFaults.duration("pause", text, Duration.ZERO))
            .orElse(Duration.ZERO);
    if (pause.compareTo(time) >= 0) {
      throw Names.invalid("/pause", "pause must be less than for");
    }
    var how = how(request, "graceful");
    start(new Storm(nic, adapter, how, 1, time.multipliedBy(2), pause, SERVICING));
    return Future.succeededFuture(
        new JsonObject()
            .put("nic", nic.id().toString())
            .put("how", ViewJson.slug(how))
            .put("for", ViewJson.duration(time))
            .put("pause", ViewJson.duration(pause)));
  }

  private static Duration interval(String text) {
    try {
      var interval = new DurationWord().convert(text);
      if (interval.compareTo(INTERVAL_MIN) >= 0) {
        return interval;
      }
    } catch (RuntimeException _) {
      // Said below.
    }
    throw Names.invalid("/interval", "interval must be 10ms or more, like 500ms or 2s");
  }

  /** Those that go on. */
  JsonArray faults() {
    var list = new JsonArray();
    storms.forEach(
        (nic, storm) ->
            list.add(
                new JsonObject()
                    .put("operation", storm.operation)
                    .put("object", nic.toString())
                    .put("leftMillis", storm.leftMillis())));
    return list;
  }

  /** Ends all; done when their VFs are attached again, or cannot be. */
  Future<Void> endAll() {
    return Future.join(List.copyOf(storms.values()).stream().map(Storm::end).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** One NIC's. */
  private final class Storm {

    private final NicId nic;
    private final NicSpec spec;
    private final String adapter;
    private final AdapterControl.How how;
    private final int count;
    private final Duration interval;
    private final Duration half;
    private final Duration pause;
    private final String operation;
    private long awaySince;
    private int revoked;
    private int failed;
    private boolean ending;
    private boolean away;
    private Timers.Timer timer = () -> {};
    private Future<?> step = Future.succeededFuture();

    Storm(
        NicSpec spec,
        String adapter,
        AdapterControl.How how,
        int count,
        Duration interval,
        Duration pause,
        String operation) {
      this.pause = pause;
      this.operation = operation;
      this.spec = spec;
      this.nic = spec.id();
      this.adapter = adapter;
      this.how = how;
      this.count = count;
      this.interval = interval;
      this.half = interval.dividedBy(2);
    }

    long leftMillis() {
      if (operation.equals(STORM)) {
        return interval.toMillis() * Math.max(0, count - revoked);
      }
      long gone = away ? Duration.ofNanos(timers.nanos() - awaySince).toMillis() : 0;
      return Math.max(0, half.toMillis() - gone);
    }

    void next() {
      if (ending || revoked >= count || state.here().nic(nic).isEmpty()) {
        over();
        return;
      }
      revoked++;
      step =
          gate.beside(
                  () ->
                      bus.request(
                          Addresses.adapter(adapter),
                          new AdapterControl.DetachVf(nic, how),
                          Outcome.Done.class,
                          LabDeployer.EJECT_PATIENCE))
              .onFailure(cause -> failed++)
              .onComplete(
                  done -> {
                    away = true;
                    awaySince = timers.nanos();
                    if (!ending) {
                      pause();
                      timer = timers.after(half, this::giveBack);
                    }
                  });
    }

    /** The host's end of the channel is away too, for the first part. */
    private void pause() {
      if (!pause.isZero() && !hosts.isStalled(nic)) {
        hosts.stall(nic, pause).onFailure(cause -> failed++);
      }
    }

    private void giveBack() {
      step =
          attach()
              .onComplete(
                  done -> {
                    if (!ending && revoked >= count) {
                      over();
                    } else if (!ending) {
                      timer = timers.after(half, this::next);
                    }
                  });
    }

    private Future<?> attach() {
      away = false;
      return gate.beside(
              () ->
                  bus.request(
                      Addresses.adapter(adapter),
                      new AdapterControl.AttachVf(nic, spec.mac()),
                      AdapterControl.Assigned.class))
          .onFailure(cause -> failed++);
    }

    Future<Void> end() {
      ending = true;
      timer.cancel();
      return step.transform(done -> away ? attach() : Future.succeededFuture())
          .<Void>mapEmpty()
          .onComplete(done -> over());
    }

    private void over() {
      if (storms.remove(nic, this)) {
        tell("ended");
      }
    }

    void tell(String word) {
      if (operation.equals(SERVICING)) {
        bus.publish("hnswitch.nic.fault-" + word, nic.toString(), Map.of("fault", SERVICING));
        return;
      }
      bus.publish(
          "hnswitch.vf.storm-" + word,
          nic.toString(),
          Map.of("count", count, "revoked", revoked, "failed", failed));
    }
  }
}
