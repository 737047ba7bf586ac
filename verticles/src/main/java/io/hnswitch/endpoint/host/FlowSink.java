package io.hnswitch.endpoint.host;

import io.hnswitch.frame.Frames;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * Counts what arrives of one numbered flow.
 *
 * <ul>
 *   <li><b>received</b>: distinct sequence numbers that arrived intact.
 *   <li><b>duplicated</b>: intact arrivals of a number that had arrived before.
 *   <li><b>reordered</b>: received numbers that arrived after a higher one.
 *   <li><b>lost</b>: sent minus received, see {@link #report}. While the flow runs this includes
 *       what is on its way.
 *   <li><b>too late</b>: arrivals of a number {@value SequenceWindow#SIZE} or more below the
 *       highest. Nobody knows whether they came before; they are neither received nor duplicated
 *       nor reordered.
 *   <li><b>damaged</b>: arrivals with a wrong checksum, or a number the flow cannot have. They
 *       count as nothing else.
 *   <li><b>latency</b>: arrival time minus the time in the frame, of received frames, to three
 *       digits, at most {@value #LATENCY_MAX_NANOS}. Both ends must share a clock; arrivals from
 *       the future count as <b>skewed</b> and have no latency.
 *   <li><b>largest gap</b>: the longest time between two intact arrivals, the dark time of a
 *       switch-over.
 * </ul>
 *
 * <p>Nothing is allocated per frame.
 */
public final class FlowSink {

  /** The largest latency told apart: one minute. */
  public static final long LATENCY_MAX_NANOS = 60_000_000_000L;

  /** A number this far above the highest is not believed. */
  static final long JUMP_MAX = 1L << 31;

  private final FlowSpec spec;
  private final long mac;
  private final SequenceWindow window = new SequenceWindow();
  private final Histogram latency = new Histogram(1, LATENCY_MAX_NANOS, 3);

  private long received;
  private long duplicated;
  private long reordered;
  private long tooLate;
  private long damaged;
  private long skewed;
  private long latencyMin = Long.MAX_VALUE;
  private long latencyMax;
  private long lastLatency = -1;
  private long lastLatencies;
  private boolean arrived;
  private long arrivedAt;
  private long largestGap;

  public FlowSink(FlowSpec spec) {
    this.spec = spec;
    mac = spec.destinationMac().value();
  }

  /**
   * Takes a frame.
   *
   * @param frame a cursor whose last {@link FlowFrame#read} was true
   * @param offload offload word of the frame: with {@link Frames#CSUM_VALID} or {@link
   *     Frames#CSUM_PARTIAL} the UDP checksum is not verified
   * @param now when it arrived, in nanoseconds of the sender's clock
   * @return false when the frame is of another flow or for another station, and not counted
   */
  public boolean receive(FlowFrame frame, long offload, long now) {
    if (frame.flow() != spec.id()
        || frame.isShort() != spec.isShort()
        || frame.destinationMac() != mac) {
      return false;
    }
    int known = Frames.CSUM_VALID | Frames.CSUM_PARTIAL;
    boolean trusted = (Frames.flags(offload) & known) != 0;
    long sequence = frame.isShort() ? extended(frame.sequence()) : frame.sequence();
    if (!frame.isHeaderIntact() || !trusted && !frame.isPayloadIntact() || !isPossible(sequence)) {
      damaged++;
      return true;
    }
    arrive(now);
    count(sequence, frame.time(), now);
    return true;
  }

  /** The number nearest to the highest so far that has these low 32 bits. */
  private long extended(long low) {
    long highest = Math.max(0, window.highest());
    return highest + (int) (low - highest);
  }

  private boolean isPossible(long sequence) {
    return sequence >= 0
        && (!spec.isBounded() || sequence < spec.count())
        && sequence - window.highest() < JUMP_MAX;
  }

  private void arrive(long now) {
    if (arrived) {
      largestGap = Math.max(largestGap, now - arrivedAt);
    }
    arrived = true;
    arrivedAt = now;
  }

  private void count(long sequence, long time, long now) {
    switch (window.note(sequence)) {
      case NEWEST -> {
        received++;
        measure(now - time);
      }
      case LATE -> {
        received++;
        reordered++;
        measure(now - time);
      }
      case AGAIN -> duplicated++;
      case FORGOTTEN -> tooLate++;
    }
  }

  private void measure(long nanos) {
    if (nanos < 0) {
      skewed++;
      return;
    }
    long bounded = Math.min(nanos, LATENCY_MAX_NANOS);
    if (bounded != lastLatency) {
      recordLast();
      lastLatency = bounded;
      latencyMin = Math.min(latencyMin, bounded);
      latencyMax = Math.max(latencyMax, bounded);
    }
    lastLatencies++;
  }

  /** Frames of one burst have one latency: they are recorded together. */
  private void recordLast() {
    if (lastLatencies > 0) {
      latency.recordValueWithCount(lastLatency, lastLatencies);
      lastLatencies = 0;
    }
  }

  public void save(StateTree.Writer into, SavedTime time) {
    recordLast();
    var coded = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
    latency.encodeIntoByteBuffer(coded);
    var histogram =
        Base64.getEncoder().encodeToString(Arrays.copyOf(coded.array(), coded.position()));
    into.tree("window", window::save)
        .text("latency", histogram)
        .number("received", received)
        .number("duplicated", duplicated)
        .number("reordered", reordered)
        .number("tooLate", tooLate)
        .number("damaged", damaged)
        .number("skewed", skewed)
        .number("latencyMin", latencyMin)
        .number("latencyMax", latencyMax)
        .truth("arrived", arrived)
        .number("silent", arrived ? time.age(arrivedAt) : 0)
        .number("largestGap", largestGap);
  }

  /** Goes on counting where another one of the same flow stood. */
  public void restore(StateTree.Reader from, SavedTime time) {
    window.restore(from.tree("window"));
    latency.add(histogram(from));
    received = from.count("received");
    duplicated = from.count("duplicated");
    reordered = from.count("reordered");
    tooLate = from.count("tooLate");
    damaged = from.count("damaged");
    skewed = from.count("skewed");
    latencyMin = from.count("latencyMin");
    latencyMax = from.number("latencyMax", 0, LATENCY_MAX_NANOS);
    arrived = from.truth("arrived");
    arrivedAt = time.at(from.number("silent", 0, SavedTime.AGE_MAX));
    largestGap = from.count("largestGap");
  }

  private static Histogram histogram(StateTree.Reader from) {
    try {
      var bytes = Base64.getDecoder().decode(from.text("latency"));
      var other = Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), LATENCY_MAX_NANOS);
      if (other.getTotalCount() > 0 && other.getMaxValue() > 2 * LATENCY_MAX_NANOS) {
        throw from.wrong("latency", "longer than a latency can be");
      }
      return other;
    } catch (StateException e) {
      throw e;
    } catch (RuntimeException e) { // Whatever the decoder finds wrong with bytes of somebody else.
      throw from.wrong("latency", "no histogram");
    }
  }

  public long received() {
    return received;
  }

  /** Frames below the highest that arrived which have not arrived themselves. */
  public long missing() {
    return Math.max(0, window.highest() + 1 - received - tooLate);
  }

  public long duplicated() {
    return duplicated;
  }

  public long reordered() {
    return reordered;
  }

  public long tooLate() {
    return tooLate;
  }

  public long damaged() {
    return damaged;
  }

  public long skewed() {
    return skewed;
  }

  /** Nanoseconds since the last intact arrival; 0 before the first. */
  public long silentNanos(long now) {
    return arrived ? Math.max(0, now - arrivedAt) : 0;
  }

  public FlowSpec spec() {
    return spec;
  }

  /**
   * What became of the flow so far.
   *
   * @param sent frames the source wrote
   */
  public FlowReport report(long sent) {
    recordLast();
    boolean none = latency.getTotalCount() == 0;
    return new FlowReport(
        sent,
        received,
        Math.max(0, sent - received),
        duplicated,
        reordered,
        none ? 0 : latencyMin,
        percentile(50),
        percentile(90),
        percentile(99),
        latencyMax,
        largestGap);
  }

  /** Between the exact smallest and largest latency, which the histogram rounds. */
  private long percentile(double percent) {
    if (latency.getTotalCount() == 0) {
      return 0;
    }
    long value = latency.getValueAtPercentile(percent);
    return Math.clamp(value, latencyMin, latencyMax);
  }
}
