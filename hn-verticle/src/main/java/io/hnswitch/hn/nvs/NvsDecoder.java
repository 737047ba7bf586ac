package io.hnswitch.hn.nvs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/**
 * Bytes to control messages. Most are a type and two words:
 *
 * <pre>
 * offset size field
 *      0    4 type
 *      4    4 first word  (version, status, handle, path, ...)
 *      8    4 second word (version, count, buffer id u16, serial, ...)
 * </pre>
 *
 * INIT_COMPLETE and NDIS_CONFIG have more, RXBUF_CONNECTED and SEND_TABLE lists.
 */
final class NvsDecoder {

  /** Where the sections of RXBUF_CONNECTED begin. */
  static final int SECTIONS = 12;

  static final int SECTION_BYTES = 16;

  /** Where we put the entries of SEND_TABLE; other senders name their own place. */
  static final int TABLE = 12;

  static final int TABLE_BYTES = 4 * NvsMessage.SendTable.ENTRIES;

  /** Where the table is with hosts up to version 6.0 that fill in a wrong offset. */
  private static final int TABLE_WORKAROUND = 40;

  private NvsDecoder() {}

  static Parsed<NvsMessage> decode(Direction direction, NvsVersion version, byte[] bytes) {
    if (bytes.length < 4) {
      return Parsed.malformed(Fault.TOO_SHORT, "length", bytes.length);
    }
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long number = u32(in, 0);
    var known = NvsType.ofWire((int) number);
    if (known.isEmpty()) {
      return Parsed.malformed(Fault.UNKNOWN_TYPE, "type", number);
    }
    var type = known.get();
    if (!type.travels(direction)) {
      return Parsed.malformed(Fault.WRONG_DIRECTION, "type", number);
    }
    if (!type.isNegotiation()) {
      if (version == null) {
        return Parsed.malformed(Fault.BEFORE_INIT, "type", number);
      }
      if (!version.atLeast(type.since())) {
        return Parsed.malformed(Fault.NOT_IN_VERSION, "type", number);
      }
    }
    if (bytes.length < type.bytesMin()) {
      return Parsed.malformed(Fault.TOO_SHORT, "length", bytes.length);
    }
    return body(type, direction, version, in);
  }

  private static Parsed<NvsMessage> body(
      NvsType type, Direction direction, NvsVersion version, ByteBuffer in) {
    return switch (type) {
      case INIT -> Parsed.ok(new NvsMessage.Init(in.getInt(4), in.getInt(8)));
      case INIT_COMPLETE ->
          Parsed.ok(new NvsMessage.InitComplete(in.getInt(4), u32(in, 8), in.getInt(12)));
      case NDIS_VERSION -> Parsed.ok(new NvsMessage.NdisVersion(in.getInt(4), in.getInt(8)));
      case NDIS_CONFIG -> Parsed.ok(new NvsMessage.NdisConfig(u32(in, 4), in.getLong(12)));
      case RXBUF_CONNECT ->
          buffer(in, 8, NvsMessage.RXBUF_ID, new NvsMessage.RxBufConnect(in.getInt(4)));
      case RXBUF_CONNECTED -> rxBufConnected(in);
      case RXBUF_REVOKE -> buffer(in, 4, NvsMessage.RXBUF_ID, new NvsMessage.RxBufRevoke());
      case SENDBUF_CONNECT ->
          buffer(in, 8, NvsMessage.SENDBUF_ID, new NvsMessage.SendBufConnect(in.getInt(4)));
      case SENDBUF_CONNECTED ->
          Parsed.ok(new NvsMessage.SendBufConnected(in.getInt(4), u32(in, 8)));
      case SENDBUF_REVOKE -> buffer(in, 4, NvsMessage.SENDBUF_ID, new NvsMessage.SendBufRevoke());
      case RNDIS, RNDIS_COMPLETE -> Parsed.malformed(Fault.NOT_CONTROL, "type", type.wire());
      case VF_ASSOCIATION -> vfAssociation(in);
      case SET_DATAPATH -> Parsed.ok(new NvsMessage.SetDatapath(in.getInt(4)));
      case OID_QUERY_EX -> Parsed.ok(new NvsMessage.OidQueryEx(in.getInt(4), in.getInt(8)));
      case OID_QUERY_EX_COMPLETE ->
          Parsed.ok(new NvsMessage.OidQueryExComplete(in.getInt(4), u32(in, 8)));
      case SUB_CHANNEL ->
          Parsed.ok(
              direction == Direction.GUEST_TO_HOST
                  ? new NvsMessage.SubChannelRequest(in.getInt(4), u32(in, 8))
                  : new NvsMessage.SubChannelResponse(in.getInt(4), u32(in, 8)));
      case SEND_TABLE -> sendTable(version, in);
    };
  }

  private static Parsed<NvsMessage> buffer(ByteBuffer in, int at, int id, NvsMessage message) {
    int found = in.getShort(at) & 0xffff;
    return found == id ? Parsed.ok(message) : Parsed.malformed(Fault.BAD_VALUE, "buffer id", found);
  }

  private static Parsed<NvsMessage> rxBufConnected(ByteBuffer in) {
    long count = u32(in, 8);
    if (SECTIONS + SECTION_BYTES * count > in.capacity()) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "section count", count);
    }
    var sections = new ArrayList<NvsMessage.RxBufConnected.Section>();
    for (int i = 0; i < count; i++) {
      int at = SECTIONS + SECTION_BYTES * i;
      sections.add(
          new NvsMessage.RxBufConnected.Section(
              u32(in, at), u32(in, at + 4), u32(in, at + 8), u32(in, at + 12)));
    }
    return Parsed.ok(new NvsMessage.RxBufConnected(in.getInt(4), sections));
  }

  private static Parsed<NvsMessage> vfAssociation(ByteBuffer in) {
    long allocated = u32(in, 4);
    return allocated > 1
        ? Parsed.malformed(Fault.BAD_VALUE, "allocated", allocated)
        : Parsed.ok(new NvsMessage.VfAssociation(allocated == 1, in.getInt(8)));
  }

  private static Parsed<NvsMessage> sendTable(NvsVersion version, ByteBuffer in) {
    long count = u32(in, 4);
    if (count != NvsMessage.SendTable.ENTRIES) {
      return Parsed.malformed(Fault.BAD_VALUE, "entry count", count);
    }
    long offset = u32(in, 8);
    boolean offsetUnreliable = !version.atLeast(NvsVersion.V6_1);
    if (offsetUnreliable && in.capacity() >= TABLE_WORKAROUND + TABLE_BYTES) {
      offset = TABLE_WORKAROUND;
    }
    if (offset < TABLE || offset + TABLE_BYTES > in.capacity()) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "table offset", offset);
    }
    var entries = new ArrayList<Integer>();
    for (int i = 0; i < NvsMessage.SendTable.ENTRIES; i++) {
      entries.add(in.getInt((int) offset + 4 * i));
    }
    return Parsed.ok(new NvsMessage.SendTable(entries));
  }

  private static long u32(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }
}
