package io.hnswitch.hn.rndis;

import java.nio.ByteBuffer;

/** Control messages to bytes; the layouts are those of {@link RndisDecoder}. */
final class RndisEncoder {

  private static final int INITIALIZE_COMPLETE_BYTES = 52;

  private RndisEncoder() {}

  static byte[] encode(RndisMessage message) {
    return switch (message) {
      case RndisMessage.Initialize m ->
          start(RndisType.INITIALIZE, 0)
              .putInt(m.requestId())
              .putInt(m.major())
              .putInt(m.minor())
              .putInt((int) m.transferMax())
              .array();
      case RndisMessage.InitializeComplete m -> initializeComplete(m);
      case RndisMessage.Halt m -> start(RndisType.HALT, 0).putInt(m.requestId()).array();
      case RndisMessage.Query m -> request(RndisType.QUERY, m.requestId(), m.oid(), m.info());
      case RndisMessage.QueryComplete m ->
          start(RndisType.QUERY_COMPLETE, m.info().size())
              .putInt(m.requestId())
              .putInt(m.status())
              .putInt(m.info().size())
              .putInt(RndisDecoder.QUERY_COMPLETE_INFO - RndisDecoder.OFFSET_BASE)
              .put(m.info().toArray())
              .array();
      case RndisMessage.Set m -> request(RndisType.SET, m.requestId(), m.oid(), m.info());
      case RndisMessage.SetComplete m ->
          start(RndisType.SET_COMPLETE, 0).putInt(m.requestId()).putInt(m.status()).array();
      case RndisMessage.Reset _ -> start(RndisType.RESET, 0).array();
      case RndisMessage.ResetComplete m ->
          start(RndisType.RESET_COMPLETE, 0).putInt(m.status()).putInt(m.addressingReset()).array();
      case RndisMessage.IndicateStatus m -> indicateStatus(m);
      case RndisMessage.Keepalive m -> start(RndisType.KEEPALIVE, 0).putInt(m.requestId()).array();
      case RndisMessage.KeepaliveComplete m ->
          start(RndisType.KEEPALIVE_COMPLETE, 0).putInt(m.requestId()).putInt(m.status()).array();
    };
  }

  private static ByteBuffer start(RndisType type, int dataBytes) {
    return allocate(type, type.bytesMin() + dataBytes);
  }

  private static ByteBuffer allocate(RndisType type, int size) {
    return Octets.little(new byte[size]).putInt(type.wire()).putInt(size);
  }

  /** The info offset is that of the place behind the header even without info: hosts insist. */
  private static byte[] request(RndisType type, int requestId, int oid, Octets info) {
    return start(type, info.size())
        .putInt(requestId)
        .putInt(oid)
        .putInt(info.size())
        .putInt(RndisDecoder.REQUEST_INFO - RndisDecoder.OFFSET_BASE)
        .putInt(0)
        .put(info.toArray())
        .array();
  }

  private static byte[] initializeComplete(RndisMessage.InitializeComplete m) {
    return allocate(RndisType.INITIALIZE_COMPLETE, INITIALIZE_COMPLETE_BYTES)
        .putInt(m.requestId())
        .putInt(m.status())
        .putInt(m.major())
        .putInt(m.minor())
        .putInt(m.deviceFlags())
        .putInt(m.medium())
        .putInt((int) m.packetsMax())
        .putInt((int) m.transferMax())
        .putInt(m.alignmentExponent())
        .array();
  }

  private static byte[] indicateStatus(RndisMessage.IndicateStatus m) {
    int offset = RndisDecoder.INDICATE_BUFFER - RndisDecoder.OFFSET_BASE;
    return start(RndisType.INDICATE_STATUS, m.buffer().size())
        .putInt(m.status())
        .putInt(m.buffer().size())
        .putInt(m.buffer().isEmpty() ? 0 : offset)
        .put(m.buffer().toArray())
        .array();
  }
}
