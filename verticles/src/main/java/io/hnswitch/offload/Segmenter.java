package io.hnswitch.offload;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Cuts a TCP super-frame ({@link Frames#TSO4}, {@link Frames#TSO6}) in frames of bounded length.
 *
 * <p>When the bound leaves room for more than one segment, the pieces are smaller super-frames
 * whose payload is a whole multiple of the segment size; else they are plain segments. The last
 * piece has what is left. Tags, IP options, extension headers and TCP options stand in every piece.
 * As sending hardware and Linux's {@code tcp_gso_segment} do: the IPv4 identification counts wire
 * segments, FIN and PSH stay on the last piece, CWR on the first, the sequence number advances with
 * the payload.
 *
 * <p>A cursor for one thread: {@code begin}, then {@link #next()} until it is false. Nothing is
 * allocated. The frame must stay as it is until then and not overlap the destination.
 */
public final class Segmenter {

  private static final int CWR = 0x80;
  private static final int PSH = 0x08;
  private static final int FIN = 0x01;

  private final MemorySegment memory;
  private final FrameHeaders headers = new FrameHeaders();

  private long source;
  private long target;
  private long targetEnd;
  private boolean full;
  private int flags;
  private int segmentSize;
  private int pieceMax;
  private int headerLength;
  private int payload;
  private int done;
  private int identification;
  private int sequence;
  private int tcpFlags;
  private int pseudo;

  private long address;
  private int length;
  private long offload;

  /** How a cut can begin. */
  public enum Outcome {
    /** {@link #next()} gives the pieces. */
    READY,
    /** The frame is no super-frame. */
    NOT_A_SUPER_FRAME,
    /**
     * The headers are damaged, are not what the flags say, belong to a fragment or a source-routed
     * packet, the segment size is 0, or the checksum is neither partial nor known to be right.
     */
    MALFORMED,
    /** Not even one segment fits in the bound. */
    SEGMENT_TOO_LONG,
    /** The destination is too small for all pieces. */
    NO_ROOM
  }

  public Segmenter(Memory memory) {
    this.memory = memory.segment();
  }

  /**
   * Starts on a frame whose pieces are to stand one behind the other.
   *
   * @param frame address of the super-frame
   * @param frameLength its bytes
   * @param offload its offload word
   * @param frameMax bytes a piece may have at most, Ethernet header and tags included
   * @param full true when plain segments must leave with a full checksum; super-frames always leave
   *     with a partial one
   * @param destination address of the first piece
   * @param destinationBytes room there; {@link #bytes()} are needed
   */
  public Outcome begin(
      long frame,
      int frameLength,
      long offload,
      int frameMax,
      boolean full,
      long destination,
      long destinationBytes) {
    var outcome = begin(frame, frameLength, offload, frameMax, full);
    if (outcome == Outcome.READY) {
      if (bytes() > destinationBytes) {
        done = -1;
        return Outcome.NO_ROOM;
      }
      target = destination;
      targetEnd = destination + destinationBytes;
    }
    return outcome;
  }

  /** Starts on a frame whose pieces get their places from {@link #next(long)}. */
  public Outcome begin(long frame, int frameLength, long offload, int frameMax, boolean full) {
    done = -1;
    target = 0;
    targetEnd = 0;
    flags = Frames.flags(offload);
    if ((flags & Frames.TSO) == 0) {
      return Outcome.NOT_A_SUPER_FRAME;
    }
    segmentSize = Frames.segmentSize(offload);
    if ((flags & Frames.TSO) == Frames.TSO
        || (flags & (Frames.CSUM_PARTIAL | Frames.CSUM_VALID)) == 0
        || segmentSize == 0
        || frameLength > Frames.MAX_FRAME
        || headers.parseSuperFrame(memory, frame, frameLength).isMalformed()
        || !isWhatFlagsSay()) {
      return Outcome.MALFORMED;
    }
    headerLength = headers.payloadOffset();
    payload = headers.payloadLength();
    int room = frameMax - headerLength;
    int one = Math.min(payload, segmentSize);
    if (room < one) {
      return Outcome.SEGMENT_TOO_LONG;
    }
    pieceMax = payload <= room ? payload : room / segmentSize * segmentSize;
    source = frame;
    this.full = full;
    readTemplate();
    done = 0;
    return Outcome.READY;
  }

  /**
   * Starts on a frame that is to become plain segments with full checksums, whatever its segment
   * size is; the pieces get their places from {@link #next(long)}.
   */
  public Outcome beginPlain(long frame, int frameLength, long offload) {
    var outcome = begin(frame, frameLength, offload, Integer.MAX_VALUE, true);
    if (outcome == Outcome.READY) {
      pieceMax = Math.min(payload, segmentSize);
    }
    return outcome;
  }

  private boolean isWhatFlagsSay() {
    return headers.protocol() == FrameHeaders.TCP
        && !headers.isFragment()
        && !headers.isRouted()
        && headers.isIpv4() == ((flags & Frames.TSO4) != 0)
        && headers.end() - headers.l3Offset() - (headers.isIpv4() ? 0 : 40) <= 0xffff;
  }

  private void readTemplate() {
    if (headers.isIpv4()) {
      identification = memory.get(Memory.BE16, source + headers.l3Offset() + 4);
    }
    long tcp = source + headers.l4Offset();
    sequence = memory.get(Memory.BE32, tcp + 4);
    tcpFlags = memory.get(Memory.BYTE, tcp + 13);
    pseudo = Checksum.pseudo(memory, source, headers, 0);
  }

  /** How many pieces the whole super-frame makes. */
  public int pieces() {
    return payload == 0 ? 1 : (payload + pieceMax - 1) / pieceMax;
  }

  /** Bytes of all pieces together. */
  public long bytes() {
    return (long) pieces() * headerLength + payload;
  }

  /** Bytes of the longest piece: what {@link #next(long)} may write. */
  public int pieceLengthMax() {
    return headerLength + Math.min(payload, pieceMax);
  }

  /** Writes the next piece behind the one before; false when all are written. */
  public boolean next() {
    if (targetEnd - target < headerLength || !next(target)) {
      return false;
    }
    target += length;
    return true;
  }

  /**
   * Writes the next piece at an address of the caller's choice, where {@link #pieceLengthMax()}
   * bytes are free; false when all are written.
   */
  public boolean next(long at) {
    if (done < 0) {
      return false;
    }
    int bytes = Math.min(pieceMax, payload - done);
    boolean last = done + bytes == payload;
    address = at;
    length = headerLength + bytes;
    MemorySegment.copy(memory, source, memory, at, headerLength);
    MemorySegment.copy(memory, source + headerLength + done, memory, at + headerLength, bytes);
    writeIp(at + headers.l3Offset());
    writeTcp(at + headers.l4Offset(), last);
    writeChecksum(at, bytes);
    done = last ? -1 : done + bytes;
    return true;
  }

  private void writeIp(long ip) {
    int packet = length - headers.l3Offset();
    if (headers.isIpv4()) {
      memory.set(Memory.BE16, ip + 2, (short) packet);
      memory.set(Memory.BE16, ip + 4, (short) (identification + done / segmentSize));
      int sum = Checksum.ipv4Header(memory, ip, headers.l3HeaderLength());
      memory.set(Memory.BE16, ip + 10, (short) sum);
    } else {
      memory.set(Memory.BE16, ip + 4, (short) (packet - 40));
    }
  }

  private void writeTcp(long tcp, boolean last) {
    int off = (last ? 0 : FIN | PSH) | (done > 0 ? CWR : 0);
    memory.set(Memory.BE32, tcp + 4, sequence + done);
    memory.set(Memory.BYTE, tcp + 13, (byte) (tcpFlags & ~off));
  }

  private void writeChecksum(long frame, int bytes) {
    int l4 = headers.l4Offset();
    long field = frame + l4 + Checksum.TCP_FIELD;
    // One's complement: adding the length as a number adds it to the pseudo-header.
    int sum = Checksum.add(pseudo, length - l4);
    memory.set(Memory.BE16, field, (short) sum);
    boolean segments = bytes > segmentSize;
    if (full && !segments) {
      int rest = Checksum.sum(memory, frame + l4, length - l4);
      memory.set(Memory.BE16, field, (short) Checksum.finish(rest));
      offload = Frames.offload(Frames.CSUM_VALID, 0, 0, 0);
      return;
    }
    int kind = segments ? flags & (Frames.TSO | (done > 0 ? 0 : Frames.TSO_ECN)) : 0;
    offload =
        Frames.offload(
            Frames.CSUM_PARTIAL | kind, l4, Checksum.TCP_FIELD, segments ? segmentSize : 0);
  }

  /** Where the piece of the last {@link #next()} stands. */
  public long address() {
    return address;
  }

  /** Bytes of the piece of the last {@link #next()}. */
  public int length() {
    return length;
  }

  /** Offload word of the piece of the last {@link #next()}. */
  public long offload() {
    return offload;
  }
}
