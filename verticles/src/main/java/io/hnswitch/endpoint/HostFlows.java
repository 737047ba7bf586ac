package io.hnswitch.endpoint;

import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.host.FlowFrame;
import io.hnswitch.endpoint.host.FlowReport;
import io.hnswitch.endpoint.host.FlowSink;
import io.hnswitch.endpoint.host.FlowSource;
import io.hnswitch.endpoint.host.FlowSpec;
import io.hnswitch.endpoint.host.FrameSink;
import io.hnswitch.endpoint.host.SavedTime;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The measured flows of one in-process host: those it sends and those it receives. */
final class HostFlows {

  /** Nothing is to be sent until something changes. */
  static final long IDLE = -1;

  private static final int EPHEMERAL = 49152;
  private static final int UDP_HEADER = 8;

  private final Memory memory;
  private final FlowFrame frame;
  private final Map<String, Sending> sending = new HashMap<>();
  private final Map<String, FlowSink> receiving = new HashMap<>();
  private final List<Sending> active = new ArrayList<>();
  private FlowSink[] sinks = new FlowSink[16];
  private int sinkCount;

  private static final class Sending {
    private final FlowSource source;
    private boolean stopped;

    Sending(FlowSource source) {
      this.source = source;
    }
  }

  HostFlows(Memory memory) {
    this.memory = memory;
    this.frame = new FlowFrame(memory);
  }

  /**
   * Counts what arrives of a flow; of one that is echoed, nothing arrives here to stay. One that is
   * counted already goes on being counted.
   */
  Outcome expect(FlowOrder order, int mtu) {
    if (!order.echo()) {
      FlowSpec spec;
      try {
        spec = spec(order, mtu);
      } catch (IllegalArgumentException e) {
        return invalid(order, e);
      }
      var before = receiving.get(order.id());
      if (before == null || !before.spec().equals(spec)) {
        add(order.id(), new FlowSink(spec));
      }
    }
    return Outcome.DONE;
  }

  private static Outcome invalid(FlowOrder order, IllegalArgumentException cause) {
    return Outcome.refused(Refusal.INVALID_VALUE, "flow " + order.id() + ": " + cause.getMessage());
  }

  private void add(String id, FlowSink sink) {
    receiving.put(id, sink);
    gather();
  }

  private void gather() {
    sinks = receiving.values().toArray(new FlowSink[0]);
    sinkCount = sinks.length;
  }

  /** Starts sending. */
  Outcome start(FlowOrder order, int mtu, OffloadCaps enabled, long now) {
    if (sending.containsKey(order.id())) {
      return Outcome.refused(
          Refusal.STATE_CONFLICT, order.from() + " sends flow " + order.id() + " already");
    }
    FlowSpec spec;
    try {
      spec = spec(order, mtu);
    } catch (IllegalArgumentException e) {
      return invalid(order, e);
    }
    var tx = spec.source().isV4() ? Offload.TXCSUM : Offload.TXCSUM_IPV6;
    var fresh = new Sending(new FlowSource(spec, memory, enabled.has(tx)));
    fresh.source.start(now);
    sending.put(order.id(), fresh);
    active.add(fresh);
    if (order.echo()) {
      add(order.id(), new FlowSink(returning(spec)));
    }
    return Outcome.DONE;
  }

  private static FlowSpec spec(FlowOrder order, int mtu) {
    var from = IpAddress.parse(order.fromIp());
    int headers = 14 + (from.isV4() ? 20 : 40) + UDP_HEADER;
    long rate = order.pps() > FlowSpec.RATE_MAX ? 0 : order.pps();
    return new FlowSpec(
        order.number(),
        order.fromMac(),
        order.toMac(),
        from,
        IpAddress.parse(order.toIp()),
        EPHEMERAL + order.number() % 16384,
        order.udp(),
        Math.max(from.isV4() ? 60 : 80, headers + order.size()),
        mtu,
        order.count(),
        rate);
  }

  /** The flow as its echo comes back. */
  private static FlowSpec returning(FlowSpec spec) {
    return new FlowSpec(
        spec.id(),
        spec.destinationMac(),
        spec.sourceMac(),
        spec.destination(),
        spec.source(),
        spec.destinationPort(),
        spec.sourcePort(),
        spec.frameBytes(),
        spec.mtu(),
        spec.count(),
        spec.rate());
  }

  /** Sends no more of a flow; that it is not known is fine. */
  Outcome stop(String id) {
    var flow = sending.get(id);
    if (flow != null) {
      flow.stopped = true;
      active.remove(flow);
    }
    return Outcome.DONE;
  }

  /** The name is free again. */
  void forget(String id) {
    stop(id);
    var flow = sending.remove(id);
    if (flow != null) {
      flow.source.close();
    }
    receiving.remove(id);
    gather();
  }

  Optional<FlowEnd> describe(String id) {
    var flow = sending.get(id);
    var sink = receiving.get(id);
    if (flow == null && sink == null) {
      return Optional.empty();
    }
    long sent = flow == null ? 0 : flow.source.sent();
    boolean running = flow != null && !flow.stopped && !flow.source.isDone();
    var report =
        sink == null ? new FlowReport(sent, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) : sink.report(sent);
    return Optional.of(
        new FlowEnd(
            id,
            running,
            sent,
            report.received(),
            sink == null ? 0 : sink.missing(),
            report.duplicated(),
            report.reordered(),
            report.latencyMinNanos(),
            report.latencyP50Nanos(),
            report.latencyP90Nanos(),
            report.latencyP99Nanos(),
            report.latencyMaxNanos(),
            report.largestGapNanos()));
  }

  /**
   * Lets every flow send what is due, at most a burst. A flow that found no room is the first one
   * the next time, so credits that come back one by one go round.
   *
   * @return nanoseconds until more is due, 0 for at once, {@link #IDLE} for never or when the sink
   *     had no room
   */
  long send(FrameSink out, Timers timers) {
    long soonest = IDLE;
    for (int i = active.size() - 1; i >= 0; i--) {
      var source = active.get(i).source;
      long now = timers.nanos();
      int due = Math.min(source.due(now), FrameSlab.CAPACITY);
      if (due > 0 && source.send(out, due, now) < due) {
        Collections.rotate(active, active.size() - 1 - i);
        return IDLE;
      }
      if (source.isDone()) {
        active.remove(i);
        continue;
      }
      long wait = Math.max(0, source.waitNanos(now));
      soonest = soonest == IDLE ? wait : Math.min(soonest, wait);
    }
    return soonest;
  }

  /** Takes a frame of a flow; false when it is not one that is expected here. */
  boolean receive(long address, int length, long offload, long now) {
    if (sinkCount == 0 || !frame.read(address, length)) {
      return false;
    }
    for (int i = 0; i < sinkCount; i++) {
      if (sinks[i].receive(frame, offload, now)) {
        return true;
      }
    }
    return false;
  }

  void save(StateTree.Writer into, SavedTime time) {
    var out = new ArrayList<StateTree>();
    sending.forEach(
        (id, flow) ->
            out.add(
                StateTree.write(
                    one -> {
                      FlowTrees.save(id, flow.source.spec(), one);
                      one.truth("stopped", flow.stopped);
                      flow.source.save(one, time);
                    })));
    var in = new ArrayList<StateTree>();
    receiving.forEach(
        (id, sink) ->
            in.add(
                StateTree.write(
                    one -> {
                      FlowTrees.save(id, sink.spec(), one);
                      sink.save(one, time);
                    })));
    into.trees("sending", out).trees("receiving", in);
  }

  /** Goes on with the flows of another one; only before the first. */
  void restore(StateTree.Reader from, SavedTime time) {
    for (var one : from.trees("sending", FlowTrees.FLOWS_MAX)) {
      var spec = FlowTrees.spec(one);
      boolean stopped = one.truth("stopped");
      var flow = new Sending(new FlowSource(spec, memory, one.truth("partial")));
      sending.put(one.text("id"), flow);
      flow.source.restore(one, time);
      flow.stopped = stopped;
      if (!stopped && !flow.source.isDone()) {
        active.add(flow);
      }
    }
    for (var one : from.trees("receiving", FlowTrees.FLOWS_MAX)) {
      var sink = new FlowSink(FlowTrees.spec(one));
      sink.restore(one, time);
      receiving.put(one.text("id"), sink);
    }
    gather();
  }

  void close() {
    sending.values().forEach(flow -> flow.source.close());
    sending.clear();
    active.clear();
  }
}
