package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Parsed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * An RNDIS control message: u32 type, u32 length of the whole, then mostly a request id and a body,
 * all little-endian. Ids, OIDs and status words are 32 opaque bits in an {@code int}; sizes are
 * unsigned and therefore {@code long}.
 */
public sealed interface RndisMessage {

  /** 2: opens the session, version 1.0. */
  record Initialize(int requestId, int major, int minor, long transferMax) implements RndisMessage {
    private static final int TRANSFER_MAX = 2048;

    public Initialize(int requestId) {
      this(requestId, 1, 0, TRANSFER_MAX);
    }
  }

  /**
   * 0x80000002: the session is open, or not.
   *
   * @param packetsMax RNDIS packets in one transfer
   * @param transferMax bytes of one transfer
   * @param alignmentExponent packets in a transfer begin at multiples of 2 to this power; 0 to 12
   */
  record InitializeComplete(
      int requestId,
      int status,
      int major,
      int minor,
      int deviceFlags,
      int medium,
      long packetsMax,
      long transferMax,
      int alignmentExponent)
      implements RndisMessage {

    /** A larger exponent is refused: nobody aligns to more than a page. */
    public static final int EXPONENT_MAX = 12;

    /** What the modelled host answers: 8 packets, no practical limit of size, 8-byte alignment. */
    public static InitializeComplete accepting(int requestId) {
      return new InitializeComplete(requestId, 0, 1, 0, 1, 0, 8, 0xefff_ffffL, 3);
    }

    public boolean isSuccess() {
      return status == RndisStatus.SUCCESS.wire();
    }

    /** Bytes, a power of two, at least 4. */
    public int alignment() {
      return Math.max(4, 1 << alignmentExponent);
    }
  }

  /** 3: closes the session; answered by nothing but the NVS acknowledgement. */
  record Halt(int requestId) implements RndisMessage {}

  /** 4: asks for an OID; {@code info} is input to it and mostly empty. */
  record Query(int requestId, int oid, Octets info) implements RndisMessage {
    public Query(int requestId, Oid oid, Octets info) {
      this(requestId, oid.wire(), info);
    }
  }

  /** 0x80000004: the answer. */
  record QueryComplete(int requestId, int status, Octets info) implements RndisMessage {

    /**
     * The answer of a guest's request, cut to what was asked for.
     *
     * @param least bytes needed
     * @param most bytes asked for; what follows is dropped
     */
    public Parsed<Octets> answer(int least, int most) {
      if (status != RndisStatus.SUCCESS.wire()) {
        return Parsed.malformed(Fault.REFUSED, "status", Integer.toUnsignedLong(status));
      }
      return info.size() < least
          ? Parsed.malformed(Fault.TOO_SHORT, "info length", info.size())
          : Parsed.ok(info.first(most));
    }
  }

  /** 5: changes an OID to {@code info}. */
  record Set(int requestId, int oid, Octets info) implements RndisMessage {
    public Set(int requestId, Oid oid, Octets info) {
      this(requestId, oid.wire(), info);
    }
  }

  /** 0x80000005: the answer. */
  record SetComplete(int requestId, int status) implements RndisMessage {}

  /** 6: has no id. */
  record Reset() implements RndisMessage {}

  /** 0x80000006: has no id either. */
  record ResetComplete(int status, int addressingReset) implements RndisMessage {}

  /** 7: something changed; {@code buffer} is empty when it was absent or out of range. */
  record IndicateStatus(int status, Octets buffer) implements RndisMessage {
    public IndicateStatus(RndisStatus status, Octets buffer) {
      this(status.wire(), buffer);
    }
  }

  /** 8: asks for a sign of life. */
  record Keepalive(int requestId) implements RndisMessage {}

  /** 0x80000008: the sign of life. */
  record KeepaliveComplete(int requestId, int status) implements RndisMessage {}

  /** The bytes of the message; their count is its length field. */
  default byte[] encode() {
    return RndisEncoder.encode(this);
  }

  /**
   * Reads a control message.
   *
   * @param bytes what was received, from the first byte of the message; may be longer than it
   */
  static Parsed<RndisMessage> decode(Direction direction, byte[] bytes) {
    return RndisDecoder.decode(direction, bytes);
  }

  /** As above, from memory: copied first, so that the sender cannot change what was checked. */
  static Parsed<RndisMessage> decode(
      Direction direction, MemorySegment memory, long at, int length) {
    return RndisDecoder.decode(direction, copy(memory, at, length));
  }

  /**
   * The completion with which a host refuses a QUERY or SET whose data {@link #decode} rejected.
   *
   * @return empty when the bytes are neither, or too short to hold a request id
   */
  static Optional<RndisMessage> refusal(byte[] bytes, RndisStatus status) {
    return RndisDecoder.refusal(bytes, status);
  }

  private static byte[] copy(MemorySegment memory, long at, int length) {
    var bytes = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
    return bytes;
  }
}
