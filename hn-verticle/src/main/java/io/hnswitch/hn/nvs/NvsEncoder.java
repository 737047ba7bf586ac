package io.hnswitch.hn.nvs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Control messages to bytes; the layouts are those of {@link NvsDecoder}. */
final class NvsEncoder {

  private NvsEncoder() {}

  static byte[] encode(NvsMessage message, int minSize) {
    return switch (message) {
      case NvsMessage.Init m ->
          start(NvsType.INIT, minSize).putInt(m.versionMin()).putInt(m.versionMax()).array();
      case NvsMessage.InitComplete m ->
          start(NvsType.INIT_COMPLETE, minSize)
              .putInt(m.versionWord())
              .putInt((int) m.mdlChainMax())
              .putInt(m.status())
              .array();
      case NvsMessage.NdisConfig m ->
          start(NvsType.NDIS_CONFIG, minSize)
              .putInt((int) m.mtu())
              .putInt(0)
              .putLong(m.capabilities())
              .array();
      case NvsMessage.NdisVersion m -> words(NvsType.NDIS_VERSION, minSize, m.major(), m.minor());
      case NvsMessage.RxBufConnect m ->
          words(NvsType.RXBUF_CONNECT, minSize, m.gpadl(), NvsMessage.RXBUF_ID);
      case NvsMessage.RxBufConnected m -> rxBufConnected(m, minSize);
      case NvsMessage.RxBufRevoke _ -> revoke(NvsType.RXBUF_REVOKE, NvsMessage.RXBUF_ID, minSize);
      case NvsMessage.SendBufConnect m ->
          words(NvsType.SENDBUF_CONNECT, minSize, m.gpadl(), NvsMessage.SENDBUF_ID);
      case NvsMessage.SendBufConnected m ->
          words(NvsType.SENDBUF_CONNECTED, minSize, m.status(), (int) m.sectionSize());
      case NvsMessage.SendBufRevoke _ ->
          revoke(NvsType.SENDBUF_REVOKE, NvsMessage.SENDBUF_ID, minSize);
      case NvsMessage.VfAssociation m ->
          words(NvsType.VF_ASSOCIATION, minSize, m.allocated() ? 1 : 0, m.serial());
      case NvsMessage.SetDatapath m ->
          start(NvsType.SET_DATAPATH, minSize).putInt(m.activePath()).array();
      case NvsMessage.SubChannelRequest m ->
          words(NvsType.SUB_CHANNEL, minSize, m.operation(), (int) m.count());
      case NvsMessage.SubChannelResponse m ->
          words(NvsType.SUB_CHANNEL, minSize, m.status(), (int) m.count());
      case NvsMessage.SendTable m -> sendTable(m, minSize);
      case NvsMessage.OidQueryEx m ->
          words(NvsType.OID_QUERY_EX, minSize, m.objectHeader(), m.oid());
      case NvsMessage.OidQueryExComplete m ->
          words(NvsType.OID_QUERY_EX_COMPLETE, minSize, m.status(), (int) m.bytes());
    };
  }

  private static ByteBuffer start(NvsType type, int minSize) {
    return allocate(type, Math.max(type.bytesMin(), minSize));
  }

  private static ByteBuffer allocate(NvsType type, int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(type.wire());
  }

  private static byte[] words(NvsType type, int minSize, int first, int second) {
    return start(type, minSize).putInt(first).putInt(second).array();
  }

  private static byte[] revoke(NvsType type, int id, int minSize) {
    return start(type, minSize).putShort((short) id).array();
  }

  private static byte[] rxBufConnected(NvsMessage.RxBufConnected m, int minSize) {
    int size = NvsDecoder.SECTIONS + NvsDecoder.SECTION_BYTES * m.sections().size();
    var out = allocate(NvsType.RXBUF_CONNECTED, Math.max(size, minSize));
    out.putInt(m.status()).putInt(m.sections().size());
    for (var section : m.sections()) {
      out.putInt((int) section.offset())
          .putInt((int) section.slotSize())
          .putInt((int) section.slotCount())
          .putInt((int) section.endOffset());
    }
    return out.array();
  }

  private static byte[] sendTable(NvsMessage.SendTable m, int minSize) {
    int size = NvsDecoder.TABLE + NvsDecoder.TABLE_BYTES;
    var out = allocate(NvsType.SEND_TABLE, Math.max(size, minSize));
    out.putInt(NvsMessage.SendTable.ENTRIES).putInt(NvsDecoder.TABLE);
    for (int entry : m.entries()) {
      out.putInt(entry);
    }
    return out.array();
  }
}
