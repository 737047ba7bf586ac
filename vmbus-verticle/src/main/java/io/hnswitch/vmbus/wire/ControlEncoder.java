package io.hnswitch.vmbus.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;

/** Makes the bytes of control messages; little-endian, reserved fields zero. */
final class ControlEncoder {

  private ControlEncoder() {}

  static byte[] encode(ControlMessage message) {
    var to = ByteBuffer.allocate(bytes(message)).order(ByteOrder.LITTLE_ENDIAN);
    to.putInt(0, message.type().wire());
    to.position(ControlType.HEADER_BYTES);
    switch (message) {
      case ControlMessage.Offer m -> offer(to, m);
      case ControlMessage.Rescind(var channel) -> to.putInt(channel.value());
      case ControlMessage.RequestOffers _,
          ControlMessage.AllOffersDelivered _,
          ControlMessage.Unload _,
          ControlMessage.UnloadComplete _ -> {
        // Only a header.
      }
      case ControlMessage.Open m -> {
        to.putInt(m.channel().value()).putInt(m.openId()).putInt(m.ring().value());
        to.putInt(m.targetVp()).putInt(m.downstreamPage()).put(m.userData().bytes());
      }
      case ControlMessage.OpenResult m ->
          to.putInt(m.channel().value()).putInt(m.openId()).putInt(m.status());
      case ControlMessage.Close(var channel) -> to.putInt(channel.value());
      case ControlMessage.GpadlHeader m -> {
        to.putInt(m.channel().value()).putInt(m.gpadl().value());
        to.putShort((short) m.bufferBytes()).putShort((short) m.ranges());
        words(to, m.words());
      }
      case ControlMessage.GpadlBody m -> {
        to.putInt(m.number()).putInt(m.gpadl().value());
        words(to, m.words());
      }
      case ControlMessage.GpadlCreated m ->
          to.putInt(m.channel().value()).putInt(m.gpadl().value()).putInt(m.status());
      case ControlMessage.GpadlTeardown m ->
          to.putInt(m.channel().value()).putInt(m.gpadl().value());
      case ControlMessage.GpadlTorndown(var gpadl) -> to.putInt(gpadl.value());
      case ControlMessage.RelidReleased(var channel) -> to.putInt(channel.value());
      case ControlMessage.InitiateContact m -> {
        to.putInt(m.version()).putInt(m.targetVp()).putLong(m.interruptPageOrTarget());
        to.putLong(m.hostToGuestMonitor()).putLong(m.guestToHostMonitor());
      }
      case ControlMessage.VersionResponse m -> {
        to.put((byte) (m.supported() ? 1 : 0)).put((byte) m.state()).putShort((short) 0);
        to.putInt(m.versionOrConnection());
      }
    }
    return to.array();
  }

  private static int bytes(ControlMessage message) {
    int bytes =
        switch (message) {
          case ControlMessage.GpadlHeader m -> m.type().bytesMin() + 8 * m.words().size();
          case ControlMessage.GpadlBody m -> m.type().bytesMin() + 8 * m.words().size();
          case ControlMessage.VersionResponse _ -> 16;
          case ControlMessage m -> m.type().bytesMin();
        };
    if (bytes > ControlType.BYTES_MAX) {
      throw new IllegalArgumentException(message.type() + " too long: bytes=" + bytes);
    }
    return bytes;
  }

  private static void offer(ByteBuffer to, ControlMessage.Offer m) {
    guid(to, m.interfaceId());
    guid(to, m.instanceId());
    to.position(56);
    to.putShort((short) m.flags()).putShort((short) m.mmioMegabytes());
    to.put(m.userData().bytes());
    to.putShort((short) m.subIndex()).putShort((short) 0);
    to.putInt(m.channel().value());
    to.put((byte) Math.max(0, m.monitorId())).put((byte) (m.monitorId() >= 0 ? 1 : 0));
    to.putShort((short) (m.dedicated() ? 1 : 0)).putInt(m.connectionId());
  }

  private static void words(ByteBuffer to, List<Long> words) {
    for (long word : words) {
      to.putLong(word);
    }
  }

  /** A GUID: the first three fields little-endian, the last eight bytes in order. */
  static void guid(ByteBuffer to, UUID id) {
    long high = id.getMostSignificantBits();
    to.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    to.putLong(Long.reverseBytes(id.getLeastSignificantBits()));
  }
}
