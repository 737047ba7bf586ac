package io.hnswitch.qdisc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.Captures;
import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PortPolicies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A shaper with an endpoint above and a recorder below; time is moved by hand. */
final class ShaperStand implements AutoCloseable {

  static final long MILLI = 1_000_000;
  static final long SECOND = 1000 * MILLI;
  static final int BURSTS = 40;
  private static final long SEED = 7;

  final Memory memory = Memory.reserve(64 << 20);
  final PortPolicies policies = new PortPolicies(memory, new Captures(memory));
  final Classifier classifier;
  final DeviceLedger ledger = new DeviceLedger("hn", this::held);
  final BurstPool pool = BurstPool.slabs(memory, BURSTS, 1 << 20, Runnable::run, () -> {});
  final List<Departure> gone = new ArrayList<>();
  final List<FrameBurst> kept = new ArrayList<>();
  final List<FrameBurst> passed = new ArrayList<>();
  private final CountingWitness witness = new CountingWitness(true);
  private final Shaper shaper;
  long now = 1_000;
  boolean keeps;
  int told;
  private long wait = Shaper.NEVER;
  private int sequence;

  /** A frame that has left: when, which flow, its number, its bytes on the wire. */
  record Departure(long at, int flow, int sequence, int wire) {}

  ShaperStand(long rate, long burst, int limit) {
    this(new QueueSpec.Shaped(rate, burst, limit));
  }

  ShaperStand(QueueSpec.Shaped spec) {
    this(spec, false);
  }

  /** With shares for NICs, as at a wire, or for conversations. */
  ShaperStand(QueueSpec.Shaped spec, boolean bySender) {
    classifier = bySender ? new BySender(memory, policies.senders()) : new ByFlow(memory, SEED);
    shaper =
        new Shaper(Runnable::run, classifier, ledger, spec, now, witness, this::out, () -> told++);
  }

  List<Share> shares() {
    return ((BySender) classifier).shares();
  }

  int held() {
    return shaper.held();
  }

  private void out(FrameBurst burst) {
    var slab = burst.slab();
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      int flow = memory.segment().get(Memory.BE16, slab.address(slot) + 34) & 0xffff;
      gone.add(new Departure(now, flow, slab.sequence(slot), classifier.wireBytes(slab, slot)));
    }
    ledger.out(burst.size());
    passed.add(burst);
    if (keeps) {
      kept.add(burst);
    } else {
      burst.release();
    }
  }

  private FrameBurst burst(List<Packet> packets) {
    var burst = peek(packets);
    for (int i = 0; i < burst.size(); i++) {
      burst.slab().mark(i, 1, sequence++);
    }
    return burst;
  }

  /** A burst with these packets that is not sent; whoever asks releases it. */
  FrameBurst peek(List<Packet> packets) {
    var burst = pool.take();
    long at = burst.slab().region() + 64;
    for (var packet : packets) {
      packet.add(burst.slab(), memory.segment(), at);
      at += packet.length() + 63 & -64;
    }
    return burst.seal();
  }

  void offer(Packet... packets) {
    offer(List.of(packets));
  }

  FrameBurst offer(List<Packet> packets) {
    ledger.in(packets.size());
    var burst = burst(packets);
    shaper.accept(burst, now);
    pump();
    return burst;
  }

  /** What was kept goes back. */
  void giveBack() {
    keeps = false;
    kept.forEach(FrameBurst::release);
    kept.clear();
  }

  void pump() {
    wait = shaper.pump(now);
    assertBalanced();
  }

  void configure(long rate, long burst, int limit) {
    shaper.configure(new QueueSpec.Shaped(rate, burst, limit), now);
    pump();
  }

  void unlimited() {
    shaper.unlimited();
    pump();
  }

  void drop(DropReason reason) {
    shaper.drop(reason);
    assertBalanced();
  }

  private void assertBalanced() {
    assertEquals(0, ledger.account().unaccounted());
  }

  /** Lets time pass, with a timer that is rounded up to a millisecond, as real ones are. */
  void elapse(long nanos) {
    long end = now + nanos;
    while (wait != Shaper.NEVER) {
      long at = now + (wait + MILLI - 1) / MILLI * MILLI;
      if (at > end) {
        break;
      }
      now = at;
      pump();
    }
    now = end;
  }

  /** When the next frame may go, or {@link Shaper#NEVER}. */
  long untilNext() {
    return wait;
  }

  long wire(int flow) {
    return gone.stream().filter(one -> one.flow() == flow).mapToLong(Departure::wire).sum();
  }

  long wire() {
    return gone.stream().mapToLong(Departure::wire).sum();
  }

  List<Integer> flows() {
    return gone.stream().map(Departure::flow).toList();
  }

  List<Integer> sequences() {
    return gone.stream().map(Departure::sequence).toList();
  }

  Map<String, Long> counters() {
    var view = new LinkedHashMap<String, Long>();
    shaper.countInto(view);
    return view;
  }

  @Override
  public void close() {
    witness.assertKnowsAll(ledger);
    memory.close();
  }
}
