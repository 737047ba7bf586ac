package io.hnswitch.vmbus.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads control messages; every size is checked before a field is read. */
final class ControlDecoder {

  private ControlDecoder() {}

  static ControlParse decode(byte[] bytes) {
    if (bytes.length > ControlType.BYTES_MAX || bytes.length < ControlType.HEADER_BYTES) {
      return new ControlParse.Malformed("payload size", bytes.length);
    }
    var from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int wire = from.getInt(0);
    var type = ControlType.of(wire);
    if (type.isEmpty()) {
      return new ControlParse.Unknown(wire);
    }
    if (bytes.length < type.get().bytesMin()) {
      return new ControlParse.Malformed(type.get() + " size", bytes.length);
    }
    from.position(ControlType.HEADER_BYTES);
    return read(type.get(), from);
  }

  private static ControlParse read(ControlType type, ByteBuffer from) {
    return switch (type) {
      case OFFER -> offer(from);
      case RESCIND -> ok(new ControlMessage.Rescind(channel(from)));
      case REQUEST_OFFERS -> ok(new ControlMessage.RequestOffers());
      case ALL_OFFERS_DELIVERED -> ok(new ControlMessage.AllOffersDelivered());
      case OPEN -> ok(open(from));
      case OPEN_RESULT ->
          ok(new ControlMessage.OpenResult(channel(from), from.getInt(), from.getInt()));
      case CLOSE -> ok(new ControlMessage.Close(channel(from)));
      case GPADL_HEADER -> gpadlHeader(from);
      case GPADL_BODY -> gpadlBody(from);
      case GPADL_CREATED ->
          ok(new ControlMessage.GpadlCreated(channel(from), gpadl(from), from.getInt()));
      case GPADL_TEARDOWN -> ok(new ControlMessage.GpadlTeardown(channel(from), gpadl(from)));
      case GPADL_TORNDOWN -> ok(new ControlMessage.GpadlTorndown(gpadl(from)));
      case RELID_RELEASED -> ok(new ControlMessage.RelidReleased(channel(from)));
      case INITIATE_CONTACT ->
          ok(
              new ControlMessage.InitiateContact(
                  from.getInt(), from.getInt(), from.getLong(), from.getLong(), from.getLong()));
      case VERSION_RESPONSE -> versionResponse(from);
      case UNLOAD -> ok(new ControlMessage.Unload());
      case UNLOAD_COMPLETE -> ok(new ControlMessage.UnloadComplete());
    };
  }

  private static ControlParse ok(ControlMessage message) {
    return new ControlParse.Ok(message);
  }

  private static ChannelId channel(ByteBuffer from) {
    return new ChannelId(from.getInt());
  }

  private static GpadlId gpadl(ByteBuffer from) {
    return new GpadlId(from.getInt());
  }

  private static ControlParse offer(ByteBuffer from) {
    var interfaceId = guid(from);
    var instanceId = guid(from);
    boolean monitored = (from.get(189) & 1) != 0;
    int monitorId = from.get(188) & 0xff;
    if (monitored && monitorId > 127) {
      return new ControlParse.Malformed("OFFER monitor id", monitorId);
    }
    return ok(
        new ControlMessage.Offer(
            interfaceId,
            instanceId,
            from.getShort(56) & 0xffff,
            from.getShort(58) & 0xffff,
            userData(from, 60),
            from.getShort(180) & 0xffff,
            new ChannelId(from.getInt(184)),
            monitored ? monitorId : -1,
            (from.getShort(190) & 1) != 0,
            from.getInt(192)));
  }

  private static ControlMessage open(ByteBuffer from) {
    return new ControlMessage.Open(
        channel(from),
        from.getInt(),
        gpadl(from),
        from.getInt(),
        from.getInt(),
        userData(from, 28));
  }

  private static ControlParse gpadlHeader(ByteBuffer from) {
    var channel = channel(from);
    var gpadl = gpadl(from);
    int bufferBytes = from.getShort() & 0xffff;
    int ranges = from.getShort() & 0xffff;
    if (bufferBytes == 0 || bufferBytes % 8 != 0) {
      return new ControlParse.Malformed("GPADL_HEADER range buffer length", bufferBytes);
    }
    return ok(new ControlMessage.GpadlHeader(channel, gpadl, bufferBytes, ranges, words(from)));
  }

  private static ControlParse gpadlBody(ByteBuffer from) {
    return ok(new ControlMessage.GpadlBody(from.getInt(), gpadl(from), words(from)));
  }

  private static ControlParse versionResponse(ByteBuffer from) {
    boolean supported = from.get(8) != 0;
    // FreeBSD reads the first byte only, so an answer may end there.
    int state = from.limit() > 9 ? from.get(9) & 0xff : 0;
    int word = from.limit() >= 16 ? from.getInt(12) : 0;
    return ok(new ControlMessage.VersionResponse(supported, state, word));
  }

  private static List<Long> words(ByteBuffer from) {
    var words = new ArrayList<Long>(from.remaining() / 8);
    while (from.remaining() >= 8) {
      words.add(from.getLong());
    }
    return words;
  }

  private static UserData userData(ByteBuffer from, int at) {
    var bytes = new byte[UserData.BYTES_MAX];
    from.get(at, bytes);
    return UserData.of(bytes);
  }

  private static UUID guid(ByteBuffer from) {
    long high = (long) from.getInt() << 32;
    high |= (from.getShort() & 0xffffL) << 16;
    high |= from.getShort() & 0xffffL;
    return new UUID(high, Long.reverseBytes(from.getLong()));
  }
}
