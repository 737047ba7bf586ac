package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Parsed;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Bytes to control messages.
 *
 * <pre>
 * offset  QUERY, SET     QUERY_COMPLETE  INDICATE_STATUS  others
 *      0  type           type            type             type
 *      4  length         length          length           length
 *      8  request id     request id      status           request id
 *     12  OID            status          buffer length    status or own fields
 *     16  info length    info length     buffer offset
 *     20  info offset    info offset     buffer ...
 *     24  0              info ...
 *     28  info ...
 * </pre>
 *
 * The offsets in messages count from offset 8.
 */
final class RndisDecoder {

  static final int OFFSET_BASE = 8;
  static final int REQUEST_INFO = 28;
  static final int QUERY_COMPLETE_INFO = 24;
  static final int INDICATE_BUFFER = 20;

  private RndisDecoder() {}

  static Parsed<RndisMessage> decode(Direction direction, byte[] bytes) {
    if (bytes.length < 8) {
      return Parsed.malformed(Fault.TOO_SHORT, "received", bytes.length);
    }
    var in = Octets.little(bytes);
    var known = RndisType.ofWire(in.getInt(0));
    if (known.isEmpty()) {
      return Parsed.malformed(Fault.UNKNOWN_TYPE, "type", u32(in, 0));
    }
    var type = known.get();
    if (!type.travels(direction)) {
      return Parsed.malformed(Fault.WRONG_DIRECTION, "type", u32(in, 0));
    }
    if (bytes.length < type.bytesMin()) {
      return Parsed.malformed(Fault.TOO_SHORT, "received", bytes.length);
    }
    long length = u32(in, 4);
    if (length < type.bytesMin() || length > bytes.length) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "length", length);
    }
    return body(type, in);
  }

  private static Parsed<RndisMessage> body(RndisType type, ByteBuffer in) {
    int id = in.getInt(8);
    return switch (type) {
      case PACKET -> Parsed.malformed(Fault.NOT_CONTROL, "type", type.wire());
      case INITIALIZE ->
          Parsed.ok(new RndisMessage.Initialize(id, in.getInt(12), in.getInt(16), u32(in, 20)));
      case INITIALIZE_COMPLETE -> initializeComplete(in);
      case HALT -> Parsed.ok(new RndisMessage.Halt(id));
      case QUERY ->
          info(in, REQUEST_INFO) instanceof Octets info
              ? Parsed.ok(new RndisMessage.Query(id, in.getInt(12), info))
              : infoOutside(in);
      case QUERY_COMPLETE -> queryComplete(in);
      case SET ->
          info(in, REQUEST_INFO) instanceof Octets info
              ? Parsed.ok(new RndisMessage.Set(id, in.getInt(12), info))
              : infoOutside(in);
      case SET_COMPLETE -> Parsed.ok(new RndisMessage.SetComplete(id, in.getInt(12)));
      case RESET -> Parsed.ok(new RndisMessage.Reset());
      case RESET_COMPLETE -> Parsed.ok(new RndisMessage.ResetComplete(id, in.getInt(12)));
      case INDICATE_STATUS -> Parsed.ok(indicateStatus(in));
      case KEEPALIVE -> Parsed.ok(new RndisMessage.Keepalive(id));
      case KEEPALIVE_COMPLETE -> Parsed.ok(new RndisMessage.KeepaliveComplete(id, in.getInt(12)));
    };
  }

  private static Parsed<RndisMessage> initializeComplete(ByteBuffer in) {
    long exponent = u32(in, 40);
    boolean success = in.getInt(12) == RndisStatus.SUCCESS.wire();
    if (success && exponent > RndisMessage.InitializeComplete.EXPONENT_MAX) {
      return Parsed.malformed(Fault.BAD_VALUE, "alignment exponent", exponent);
    }
    return Parsed.ok(
        new RndisMessage.InitializeComplete(
            in.getInt(8),
            in.getInt(12),
            in.getInt(16),
            in.getInt(20),
            in.getInt(24),
            in.getInt(28),
            u32(in, 32),
            u32(in, 36),
            success ? (int) exponent : 0));
  }

  /** Length 0 or offset 0 is an answer without data, wherever the other field points. */
  private static Parsed<RndisMessage> queryComplete(ByteBuffer in) {
    boolean empty = in.getInt(16) == 0 || in.getInt(20) == 0;
    if (empty) {
      return Parsed.ok(new RndisMessage.QueryComplete(in.getInt(8), in.getInt(12), Octets.NONE));
    }
    return info(in, QUERY_COMPLETE_INFO) instanceof Octets info
        ? Parsed.ok(new RndisMessage.QueryComplete(in.getInt(8), in.getInt(12), info))
        : infoOutside(in);
  }

  /** The event counts even when its data cannot be read. */
  private static RndisMessage indicateStatus(ByteBuffer in) {
    boolean empty = in.getInt(12) == 0;
    var buffer = empty ? Octets.NONE : slice(in, u32(in, 16), u32(in, 12), INDICATE_BUFFER);
    return new RndisMessage.IndicateStatus(in.getInt(8), buffer == null ? Octets.NONE : buffer);
  }

  private static Octets info(ByteBuffer in, int startMin) {
    return slice(in, u32(in, 20), u32(in, 16), startMin);
  }

  /** The bytes at an offset of the wire, or null when they are not all behind the header. */
  private static Octets slice(ByteBuffer in, long offset, long length, int startMin) {
    long start = offset + OFFSET_BASE;
    if (start < startMin || start + length > in.capacity()) {
      return null;
    }
    var bytes = new byte[(int) length];
    in.get((int) start, bytes);
    return Octets.of(bytes);
  }

  private static Parsed<RndisMessage> infoOutside(ByteBuffer in) {
    long offset = u32(in, 20);
    return offset + OFFSET_BASE < QUERY_COMPLETE_INFO
        ? Parsed.malformed(Fault.BAD_BOUNDS, "info offset", offset)
        : Parsed.malformed(Fault.BAD_BOUNDS, "info end", offset + OFFSET_BASE + u32(in, 16));
  }

  static Optional<RndisMessage> refusal(byte[] bytes, RndisStatus status) {
    if (bytes.length < 12) {
      return Optional.empty();
    }
    var in = Octets.little(bytes);
    int id = in.getInt(8);
    int type = in.getInt(0);
    if (type == RndisType.QUERY.wire()) {
      return Optional.of(new RndisMessage.QueryComplete(id, status.wire(), Octets.NONE));
    }
    return type == RndisType.SET.wire()
        ? Optional.of(new RndisMessage.SetComplete(id, status.wire()))
        : Optional.empty();
  }

  private static long u32(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }
}
