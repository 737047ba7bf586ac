package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.host.HostOutcome;
import io.hnswitch.endpoint.host.HostStack;
import io.hnswitch.endpoint.host.SavedTime;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.metrics.Reading;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An endpoint that is a host in this process: its stack answers ARP, NDP, ICMP and UDP echo, and it
 * is the source and the sink of numbered flows.
 */
public final class HostEndpointVerticle extends DeviceVerticle {

  private static final String KIND = "host";
  private static final int BURSTS = 16;
  private static final int SLAB_BYTES = 256 << 10;
  private static final Duration TICK = Duration.ofSeconds(1);

  private final HostSettings settings;
  private final NicId nic;
  private final long mac;
  private final HostFlows flows;
  private final MemorySegment bytes;
  private Bus.FrameSender toNic;
  private BurstPool pool;
  private FrameWriter writer;
  private HostStack stack;
  private Arrivals arrivals;
  private OffloadCaps enabled = OffloadCaps.NONE;
  private int mtu = 1500;
  private StreamMarks marks;
  private boolean suspended;
  private boolean carrier;
  private Timers.Timer tick = () -> {};
  private Timers.Timer pace = () -> {};
  private boolean turnQueued;

  public HostEndpointVerticle(Lab lab, HostSettings settings) {
    super(lab, "endpoint " + settings.nic());
    this.settings = settings;
    this.suspended = settings.suspended();
    this.nic = settings.nic();
    this.mac = settings.config().mac().value();
    this.bytes = lab.memory().segment();
    this.flows = new HostFlows(lab.memory());
  }

  @Override
  protected Future<?> begin() {
    toNic = sender(Addresses.nicTransmit(nic));
    arrivals = lab().ledger().newArrivals();
    pool = BurstPool.slabs(lab().memory(), BURSTS, SLAB_BYTES, executor(), this::credits);
    marks = new StreamMarks(lab().newIngress());
    writer = new FrameWriter(lab().memory(), pool, marks, ledger(), this::send);
    stack = new HostStack(lab().memory(), settings.config(), writer);
    serve(Addresses.endpoint(nic), this::on);
    onFrames(Addresses.endpointReceive(nic), this::receive);
    return DONE;
  }

  @Override
  protected Future<?> end() {
    tick.cancel();
    pace.cancel();
    if (suspended) {
      lab().ledger().handOver(arrivals); // The guest is elsewhere, and what arrived with it.
    }
    flows.close();
    writer.flush();
    pool.close();
    return DONE;
  }

  @Override
  protected long held() {
    return writer.held();
  }

  private void send(FrameBurst burst) {
    burst.slab().receivedAt(timers().nanos());
    toNic.send(burst);
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure configure -> {
        enabled = configure.enabled();
        mtu = configure.mtu();
        boolean plugged = configure.carrier() && !carrier;
        carrier = configure.carrier();
        if (suspended) {
          // What it was before goes on, whatever the link does meanwhile.
        } else if (plugged) {
          plugged();
        } else if (!carrier) {
          tick.cancel();
          pace.cancel();
        }
        yield Future.succeededFuture(
            new EndpointControl.Configured(pool.region(), pool.regionBytes()));
      }
      case EndpointControl.Describe _ -> Future.succeededFuture(view());
      case EndpointControl.ReceiveFlow(var order) ->
          Future.succeededFuture(flows.expect(order, mtu));
      case EndpointControl.SendFlow(var order) -> {
        var outcome = flows.start(order, mtu, enabled, timers().nanos());
        queueTurn();
        yield Future.succeededFuture(outcome);
      }
      case EndpointControl.Migration about -> migrate(about);
      case EndpointControl.StartReplay _, EndpointControl.StopReplay _ ->
          Future.succeededFuture(
              Outcome.refused(Refusal.NOT_SUPPORTED, nic + " is a host and replays no file"));
      case EndpointControl.StopFlow(var id) -> Future.succeededFuture(flows.stop(id));
      case EndpointControl.ForgetFlow(var id) -> {
        flows.forget(id);
        yield DONE;
      }
      case EndpointControl.DescribeFlow(var id) ->
          Future.succeededFuture(
              flows
                  .describe(id)
                  .<Object>map(end -> end)
                  .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, nic + " has no flow " + id)));
    };
  }

  private Future<?> migrate(EndpointControl.Migration message) {
    return switch (message) {
      case EndpointControl.Suspend _ -> {
        suspended = true;
        tick.cancel();
        pace.cancel();
        writer.flush();
        yield DONE;
      }
      case EndpointControl.Resume _ -> {
        suspended = false;
        if (carrier) {
          tick.cancel();
          tick();
          queueTurn();
        }
        yield DONE;
      }
      case EndpointControl.Save _ -> Future.succeededFuture(new EndpointControl.Saved(save()));
      case EndpointControl.Restore(var state) -> Future.succeededFuture(restore(state));
      case EndpointControl.LeaveDevice _ -> DONE;
      case EndpointControl.OpenDoor _, EndpointControl.HandDevice _ ->
          Future.succeededFuture(
              Outcome.refused(Refusal.NOT_SUPPORTED, nic + " is a host and has no device"));
    };
  }

  private StateTree save() {
    var time = SavedTime.writing(timers().nanos());
    return StateTree.write(
        into ->
            into.text("kind", KIND)
                .number("writtenMillis", timers().epochMillis())
                .tree("stack", part -> stack.save(part, time))
                .tree("flows", part -> flows.save(part, time))
                .tree("marks", marks.save())
                .tree("arrivals", arrivals.save()));
  }

  private Outcome restore(StateTree state) {
    var from = state.reader();
    try {
      if (!from.text("kind").equals(KIND)) {
        throw from.wrong("kind", "not " + KIND);
      }
      var time =
          SavedTime.reading(timers().nanos(), from.count("writtenMillis"), timers().epochMillis());
      stack.restore(from.tree("stack"), time);
      flows.restore(from.tree("flows"), time);
      marks.restore(from.tree("marks"));
      arrivals.restore(from.tree("arrivals"));
      return Outcome.DONE;
    } catch (StateException e) {
      return Outcome.refused(Refusal.INVALID_VALUE, nic + ": " + e.getMessage());
    }
  }

  private void plugged() {
    stack.start(timers().nanos());
    writer.flush();
    tick.cancel();
    tick();
    turn();
  }

  /** Once a second, while there is something to wait for or to age. */
  private void tick() {
    tick =
        timers()
            .after(
                TICK,
                () -> {
                  stack.tick(timers().nanos());
                  writer.flush();
                  tick();
                });
  }

  /** Bursts came back: go on with what waited for them. */
  private void credits() {
    queueTurn();
  }

  private void queueTurn() {
    if (!turnQueued) {
      turnQueued = true;
      executor().execute(this::turn);
    }
  }

  /**
   * Lets every flow send what is due, a burst at most, then gives way to the others on the loop.
   */
  private void turn() {
    turnQueued = false;
    if (!carrier || suspended) {
      return;
    }
    long wait = flows.send(writer, timers());
    writer.flush();
    pace.cancel();
    if (wait == 0) {
      queueTurn();
    } else if (wait > 0) {
      pace = timers().after(Duration.ofNanos(wait), this::queueTurn);
    }
  }

  private void receive(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    long now = timers().nanos();
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      receive(slab, slot, now);
    }
    ledger().delivered(size);
    burst.release();
    writer.flush();
  }

  private void receive(FrameSlab slab, int slot, long now) {
    long frame = slab.address(slot);
    int length = slab.length(slot);
    long to = MacAddress.destination(bytes, frame);
    if (to == mac || MacAddress.isGroup(to)) {
      arrivals.arrived(slab.stream(slot), slab.sequence(slot));
    }
    if (slab.vlan(slot) != Frames.NO_VLAN) {
      return; // The host has no interface in any VLAN.
    }
    if (!flows.receive(frame, length, slab.offload(slot), now)) {
      stack.receive(frame, length, slab.offload(slot), now);
    }
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Endpoint(nic.toString(), "host", view().counters()));
  }

  private EndpointView view() {
    var counters = new HashMap<String, Long>();
    for (var outcome : HostOutcome.values()) {
      if (stack.count(outcome) > 0) {
        counters.put(outcome.slug(), stack.count(outcome));
      }
    }
    counters.put("sent", stack.sent());
    counters.put("no-room", stack.noRoom());
    return new EndpointView(
        nic,
        "host",
        Map.of("addresses", settings.config().addresses().toString()),
        arrivals.sums(),
        counters);
  }
}
