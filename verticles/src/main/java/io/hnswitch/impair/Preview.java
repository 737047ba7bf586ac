package io.hnswitch.impair;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a direction of a link would do to {@value #FRAMES} frames that come one after the other, in
 * time that is a number: an {@link Impairer} with memory and books of its own, so nothing else
 * notices. A frame leaves at the very nanosecond when it is due.
 */
public final class Preview {

  /** How many frames there are. */
  public static final int FRAMES = 200;

  /** The shortest frame, in bytes. */
  public static final int SIZE_MIN = 60;

  /** The longest frame, in bytes. */
  public static final int SIZE_MAX = 9018;

  public static final int SIZE_DEFAULT = 1000;

  /** Frames a second at most. */
  public static final long RATE_MAX = 1_000_000;

  public static final long RATE_DEFAULT = 1000;

  private static final long SECOND = 1_000_000_000L;
  private static final int SLAB = 4 * Memory.PAGE;
  private static final long BYTES = Places.BYTES + 2L * SLAB;

  /**
   * What became of a frame. With a copy dropped and another arrived it has both.
   *
   * @param sentNanos when it was sent; the first one at 0
   * @param arrivesNanos when it arrives, twice when it was duplicated, never when it was lost
   * @param dropped why it, or a copy, was
   * @param duplicated whether it was sent twice
   * @param reordered whether it, or a copy, overtook another frame
   * @param corrupted whether a bit of it, or of a copy, was turned over
   */
  public record Fate(
      long sentNanos,
      List<Long> arrivesNanos,
      Optional<DropReason> dropped,
      boolean duplicated,
      boolean reordered,
      boolean corrupted) {

    public Fate {
      arrivesNanos = List.copyOf(arrivesNanos);
    }

    public boolean isLost() {
      return arrivesNanos.isEmpty();
    }
  }

  private final Memory memory = Memory.reserve(BYTES);
  private final BurstPool pool = BurstPool.slabs(memory, 1, SLAB, Runnable::run, () -> {});
  private final DeviceLedger ledger = new DeviceLedger("preview", this::held);
  private final List<List<Long>> arrivals = new ArrayList<>();
  private final int size;
  private final Impairer impairer;
  private long now;

  private Preview(Effect effect, RandomGenerator random, int size) {
    this.size = size;
    impairer =
        new Impairer(
            memory, Runnable::run, random, ledger, true, DropWitness.NONE, this::arrive, () -> {});
    impairer.configure(effect, 0);
  }

  /**
   * Plays it.
   *
   * @param random as the direction's would be when it begins
   * @param size bytes of each frame, {@value #SIZE_MIN} to {@value #SIZE_MAX}
   * @param rate frames a second, 1 to {@value #RATE_MAX}
   * @return a fate for each frame, in the order in which they were sent
   * @throws IllegalArgumentException when one of these is out of its range
   */
  public static List<Fate> of(Effect effect, RandomGenerator random, int size, long rate) {
    if (size < SIZE_MIN || size > SIZE_MAX || rate < 1 || rate > RATE_MAX) {
      throw new IllegalArgumentException("no such preview: size=" + size + ", rate=" + rate);
    }
    var preview = new Preview(effect, random, size);
    try {
      return preview.play(SECOND / rate);
    } finally {
      preview.close();
    }
  }

  private List<Fate> play(long interval) {
    var before = new ArrayList<Counts>();
    for (int i = 0; i < FRAMES; i++) {
      elapse(i * interval);
      before.add(counts());
      send(i);
    }
    before.add(counts());
    elapse(Long.MAX_VALUE);
    var fates = new ArrayList<Fate>();
    for (int i = 0; i < FRAMES; i++) {
      fates.add(before.get(i).to(before.get(i + 1), i * interval, arrivals.get(i)));
    }
    return List.copyOf(fates);
  }

  /** What the impairer has counted at a moment. */
  private record Counts(long lost, long full, long duplicated, long reordered, long corrupted) {

    private Fate to(Counts after, long sentNanos, List<Long> arrivesNanos) {
      Optional<DropReason> dropped = Optional.empty();
      if (after.lost > lost) {
        dropped = Optional.of(DropReason.IMPAIR_LOSS);
      } else if (after.full > full) {
        dropped = Optional.of(DropReason.IMPAIR_QUEUE_FULL);
      }
      return new Fate(
          sentNanos,
          arrivesNanos,
          dropped,
          after.duplicated > duplicated,
          after.reordered > reordered,
          after.corrupted > corrupted);
    }
  }

  private Counts counts() {
    return new Counts(
        impairer.count(ImpairAction.LOST),
        impairer.count(ImpairAction.QUEUE_FULL),
        impairer.count(ImpairAction.DUPLICATED),
        impairer.count(ImpairAction.REORDERED),
        impairer.count(ImpairAction.CORRUPTED));
  }

  private void send(int number) {
    arrivals.add(new ArrayList<>());
    var burst = pool.take();
    var slab = burst.slab();
    long at = slab.region() + Memory.PAGE;
    memory.segment().asSlice(at, size).fill((byte) 0);
    slab.mark(slab.add(at, size, 0), 1, number);
    ledger.in(1);
    impairer.accept(burst.seal(), 0, now);
  }

  private void arrive(FrameBurst burst, int tag) {
    for (int i = 0; i < burst.size(); i++) {
      arrivals.get(burst.slab().sequence(burst.slot(i))).add(now);
    }
    ledger.out(burst.size());
    burst.release();
  }

  /** Lets time pass until an end, or until nothing waits any more. */
  private void elapse(long end) {
    long wait = impairer.pump(now);
    while (wait != Impairer.NEVER && wait <= end - now) {
      now += wait;
      wait = impairer.pump(now);
    }
    now = end;
  }

  private long held() {
    return impairer.waiting();
  }

  private void close() {
    impairer.close();
    pool.close();
    memory.close();
  }

  /** The least delay, the one in the middle, and the largest, of all that arrives. */
  public record Delays(long minNanos, long medianNanos, long maxNanos) {

    /** Those of frames and their copies; nothing when none arrives. */
    public static Optional<Delays> of(List<Fate> fates) {
      long[] all =
          fates.stream()
              .flatMapToLong(
                  fate ->
                      fate.arrivesNanos().stream().mapToLong(arrives -> arrives - fate.sentNanos()))
              .sorted()
              .toArray();
      return all.length == 0
          ? Optional.empty()
          : Optional.of(new Delays(all[0], all[all.length / 2], all[all.length - 1]));
    }
  }
}
