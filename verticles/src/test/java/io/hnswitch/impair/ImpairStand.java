package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** An impairer, a maker of numbered frames, and who takes what leaves; time is a number. */
final class ImpairStand implements AutoCloseable {

  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000_000_000;

  /** A frame that has left. */
  record Gone(long at, int sequence, int length, int tag, long sum, long offload) {}

  final Memory memory = Memory.reserve(256L << 20);
  final List<Gone> gone = new ArrayList<>();
  final ArrayDeque<FrameBurst> kept = new ArrayDeque<>();
  final BurstPool pool = BurstPool.slabs(memory, 16, 1 << 20, Runnable::run, () -> {});
  final Impairer impairer;
  final DeviceLedger ledger;
  final CountingWitness witness = new CountingWitness(false);
  boolean keeps;
  long now;
  private long wait = Impairer.NEVER;
  private int sequence;

  ImpairStand(Impairment what) {
    this(what, 42);
  }

  ImpairStand(Impairment what, long seed) {
    ledger = new DeviceLedger("link", this::held);
    impairer =
        new Impairer(
            memory,
            Runnable::run,
            new Seeds(seed).of("link core forward"),
            ledger,
            false,
            witness,
            this::leaves,
            () -> {});
    impairer.configure(what.effect(), now);
  }

  private long held() {
    return impairer.waiting();
  }

  private void leaves(FrameBurst burst, int tag) {
    var slab = burst.slab();
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      long sum = 0;
      for (int k = 0; k < slab.length(slot); k++) {
        sum += Integer.bitCount(memory.segment().get(Memory.BYTE, slab.address(slot) + k) & 0xff);
      }
      gone.add(new Gone(now, slab.sequence(slot), slab.length(slot), tag, sum, slab.offload(slot)));
    }
    ledger.out(burst.size());
    if (keeps) {
      kept.add(burst);
    } else {
      burst.release();
    }
  }

  void giveBack() {
    keeps = false;
    kept.forEach(FrameBurst::release);
    kept.clear();
    pump();
  }

  /** One burst with so many frames. */
  void offer(int frames, int length) {
    offer(frames, length, 0);
  }

  void offer(int frames, int length, int tag) {
    var burst = pool.take();
    var slab = burst.slab();
    long at = slab.region() + 64;
    for (int i = 0; i < frames; i++) {
      memory.segment().asSlice(at, length).fill((byte) 0);
      int slot = slab.add(at, length, 0);
      slab.mark(slot, 1, sequence++);
      at += length + Frames.HEADROOM + 63 & -64;
    }
    ledger.in(frames);
    impairer.accept(burst.seal(), tag, now);
    pump();
  }

  /** So many frames, one each so long. */
  void stream(int frames, long every, int length) {
    for (int i = 0; i < frames; i++) {
      offer(1, length);
      elapse(every);
    }
  }

  void configure(Impairment what) {
    impairer.configure(what.effect(), now);
    pump();
  }

  void pump() {
    wait = impairer.pump(now);
    assertEquals(0, ledger.account().unaccounted(), "nothing is unaccounted for");
  }

  /** Lets time pass; every frame leaves exactly when it is due. */
  void elapse(long nanos) {
    long end = now + nanos;
    while (wait != Impairer.NEVER && now + wait <= end) {
      now += wait;
      pump();
    }
    if (wait != Impairer.NEVER) {
      wait -= end - now;
    }
    now = end;
  }

  void drain() {
    elapse(1000 * SECOND);
    assertEquals(0, impairer.waiting());
  }

  List<Integer> sequences() {
    return gone.stream().map(Gone::sequence).toList();
  }

  long dropped(DropReason reason) {
    return ledger.dropped(reason);
  }

  @Override
  public void close() {
    impairer.drop(DropReason.SHUTDOWN);
    giveBack();
    assertEquals(0, pool.outstanding(), "every burst is back");
    assertEquals(0, ledger.account().unaccounted());
    witness.assertKnowsAll(ledger);
    memory.close();
  }
}
