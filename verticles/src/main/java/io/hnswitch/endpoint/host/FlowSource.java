package io.hnswitch.endpoint.host;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.state.StateTree;
import java.lang.foreign.MemorySegment;

/**
 * Writes the frames of a numbered UDP flow (layout: {@link FlowFrame}). All frames are copies of a
 * template that differ in sequence, time and checksum; the checksum is the template's sum plus
 * those of the two numbers, so its cost does not depend on the length.
 */
public final class FlowSource implements AutoCloseable {

  /** Frames that can be due at once. */
  public static final int CATCH_UP_MAX = 1024;

  /** Up to here a loop copies faster than a bulk copy starts. */
  private static final int LOOP_BYTES = 256;

  private final FlowSpec spec;
  private final Memory owner;
  private final MemorySegment memory;
  private final long template;
  private final int length;
  private final int checksumAt;
  private final int sequenceAt;
  private final int timeAt;
  private final boolean small;
  private final boolean partial;
  private final long offload;
  private final int templateSum;
  private final long[] words;
  private final long lastWord;
  private final Pace pace;

  private long sequence;
  private long time;
  private int timeSum;
  private boolean closed;

  /**
   * Lays the template out.
   *
   * @param memory where it stands until {@link #close()}
   * @param partial true when the frames may leave with {@link Frames#CSUM_PARTIAL}, that is when
   *     the egress has transmit checksum offload
   */
  public FlowSource(FlowSpec spec, Memory memory, boolean partial) {
    this.spec = spec;
    this.partial = partial;
    owner = memory;
    this.memory = memory.segment();
    length = spec.frameBytes();
    small = spec.isShort();
    int payload = spec.payloadOffset();
    checksumAt = payload - 2;
    sequenceAt = payload + (small ? 6 : 8);
    timeAt = payload + (small ? 10 : 16);
    template = memory.allocateZeroed(length);
    templateSum = writeTemplate(payload);
    words = new long[length > LOOP_BYTES ? 0 : (length - 1) / 8];
    for (int i = 0; i < words.length; i++) {
      words[i] = this.memory.get(Memory.LE64, template + 8L * i);
    }
    // The last eight bytes overlap the word before, so no size needs a loop over single bytes.
    lastWord = this.memory.get(Memory.LE64, template + length - 8);
    offload =
        partial
            ? Frames.offload(Frames.CSUM_PARTIAL, payload - 8, Checksum.UDP_FIELD, 0)
            : Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
    timeSum = templateSum;
    pace = new Pace(spec.rate(), CATCH_UP_MAX);
  }

  /** Writes everything constant and returns its sum with the pseudo-header. */
  private int writeTemplate(int payload) {
    long ip = template + Frames.ETHERNET_HEADER;
    long udp = template + payload - 8;
    int udpBytes = length - payload + 8;
    MacAddress.writeRaw(memory, template, spec.destinationMac().value());
    MacAddress.writeRaw(memory, template + 6, spec.sourceMac().value());
    memory.set(Memory.BE16, udp, (short) spec.sourcePort());
    memory.set(Memory.BE16, udp + 2, (short) spec.destinationPort());
    memory.set(Memory.BE16, udp + 4, (short) udpBytes);
    memory.set(Memory.BE32, udp + 8, small ? FlowFrame.SHORT_MAGIC : FlowFrame.LONG_MAGIC);
    if (small) {
      memory.set(Memory.BE16, udp + 12, (short) spec.id());
    } else {
      memory.set(Memory.BE32, udp + 12, spec.id());
    }
    int pseudo = spec.source().isV4() ? writeIpv4(ip, udpBytes) : writeIpv6(ip, udpBytes);
    int sum = Checksum.add(pseudo, Checksum.sum(memory, udp, udpBytes));
    if (partial) {
      memory.set(Memory.BE16, template + checksumAt, (short) pseudo);
    }
    return sum;
  }

  private int writeIpv4(long ip, int udpBytes) {
    memory.set(Memory.BE16, template + 12, (short) FrameHeaders.IPV4);
    memory.set(Memory.BE16, ip, (short) 0x4500);
    memory.set(Memory.BE16, ip + 2, (short) (20 + udpBytes));
    memory.set(Memory.BE16, ip + 6, (short) 0x4000); // never fragmented, so the id may stay 0
    memory.set(Memory.BE16, ip + 8, (short) (64 << 8 | FrameHeaders.UDP));
    memory.set(Memory.BE32, ip + 12, (int) spec.source().low());
    memory.set(Memory.BE32, ip + 16, (int) spec.destination().low());
    memory.set(Memory.BE16, ip + 10, (short) Checksum.ipv4Header(memory, ip, 20));
    return Checksum.pseudoIpv4(memory, ip, FrameHeaders.UDP, udpBytes);
  }

  private int writeIpv6(long ip, int udpBytes) {
    memory.set(Memory.BE16, template + 12, (short) FrameHeaders.IPV6);
    memory.set(Memory.BE32, ip, 0x6000_0000);
    memory.set(Memory.BE16, ip + 4, (short) udpBytes);
    memory.set(Memory.BE16, ip + 6, (short) (FrameHeaders.UDP << 8 | 64));
    memory.set(Memory.BE64, ip + 8, spec.source().high());
    memory.set(Memory.BE64, ip + 16, spec.source().low());
    memory.set(Memory.BE64, ip + 24, spec.destination().high());
    memory.set(Memory.BE64, ip + 32, spec.destination().low());
    return Checksum.pseudoIpv6(memory, ip, FrameHeaders.UDP, udpBytes);
  }

  /** Starts the pace: the first frame is due now. */
  public void start(long now) {
    pace.start(now);
  }

  /**
   * How many frames are due now, at most {@link #CATCH_UP_MAX} and what is left of the count. A
   * delay of more than that many frames is not made up for.
   */
  public int due(long now) {
    int due = pace.due(now);
    return spec.isBounded() ? (int) Math.min(due, spec.count() - sequence) : due;
  }

  /** Nanoseconds until the next frame is due; 0 when one is. */
  public long waitNanos(long now) {
    return pace.waitNanos(now);
  }

  /** Sets the time that the next frames carry; once for a batch. */
  public void batch(long now) {
    time = now;
    timeSum = Checksum.add(templateSum, Checksum.sumOf(now));
  }

  /**
   * Writes the next frame, with the time of the last {@link #batch}, and counts it as sent.
   *
   * @param frame address where {@link #length()} bytes are free
   */
  public void write(long frame) {
    copyTemplate(frame);
    long number = sequence++;
    if (small) {
      number &= 0xffff_ffffL;
      memory.set(Memory.BE32, frame + sequenceAt, (int) number);
    } else {
      memory.set(Memory.BE64, frame + sequenceAt, number);
    }
    memory.set(Memory.BE64, frame + timeAt, time);
    if (!partial) {
      int sum = Checksum.finish(Checksum.add(timeSum, Checksum.sumOf(number)));
      memory.set(Memory.BE16, frame + checksumAt, (short) (sum == 0 ? 0xffff : sum));
    }
    pace.sent(1);
  }

  private void copyTemplate(long frame) {
    if (length > LOOP_BYTES) {
      MemorySegment.copy(memory, template, memory, frame, length);
      return;
    }
    // Every frame has these seven words; straight code is twice as fast as a loop over so few.
    memory.set(Memory.LE64, frame, words[0]);
    memory.set(Memory.LE64, frame + 8, words[1]);
    memory.set(Memory.LE64, frame + 16, words[2]);
    memory.set(Memory.LE64, frame + 24, words[3]);
    memory.set(Memory.LE64, frame + 32, words[4]);
    memory.set(Memory.LE64, frame + 40, words[5]);
    memory.set(Memory.LE64, frame + 48, words[6]);
    for (int i = 7; i < words.length; i++) {
      memory.set(Memory.LE64, frame + 8L * i, words[i]);
    }
    memory.set(Memory.LE64, frame + length - 8, lastWord);
  }

  /**
   * Writes frames through a sink until {@code frames} are written or it has no room.
   *
   * @param now the time the frames carry
   * @return how many were written
   */
  public int send(FrameSink sink, int frames, long now) {
    batch(now);
    for (int i = 0; i < frames; i++) {
      long frame = sink.claim(length);
      if (frame == 0) {
        return i;
      }
      write(frame);
      sink.commit(length, offload);
    }
    return frames;
  }

  /** Bytes of each frame. */
  public int length() {
    return length;
  }

  /** Offload word of each frame. */
  public long offload() {
    return offload;
  }

  /** Frames written. */
  public long sent() {
    return sequence;
  }

  /** Frames that were due and never asked for, because the caller came too late. */
  public long forgiven() {
    return pace.forgiven();
  }

  /** True when the count is reached. */
  public boolean isDone() {
    return spec.isBounded() && sequence >= spec.count();
  }

  public FlowSpec spec() {
    return spec;
  }

  public void save(StateTree.Writer into, SavedTime time) {
    into.truth("partial", partial)
        .number("sequence", sequence)
        .tree("pace", course -> pace.save(course, time));
  }

  /** Goes on with the next number of another one of the same flow. */
  public void restore(StateTree.Reader from, SavedTime time) {
    sequence = from.count("sequence");
    pace.restore(from.tree("pace"), time);
  }

  /** Gives the template's memory back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owner.release(template, length);
    }
  }
}
