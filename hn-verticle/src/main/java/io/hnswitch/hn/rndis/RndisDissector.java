package io.hnswitch.hn.rndis;

import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.HexDump;
import io.hnswitch.hn.nvs.Parsed;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** Prints an RNDIS message as one line; never fails, whatever the bytes. */
public final class RndisDissector {

  private RndisDissector() {}

  /**
   * One line without a newline.
   *
   * @param length bytes readable; nothing behind is read
   */
  public static String line(Direction direction, MemorySegment m, long at, int length) {
    if (length >= 4 && m.get(Memory.LE32, at) == RndisType.PACKET.wire()) {
      return packet(direction, m, at, length);
    }
    return switch (RndisMessage.decode(direction, m, at, length)) {
      case Parsed.Ok<RndisMessage>(var message) -> "rndis " + text(message);
      case Parsed.Malformed<RndisMessage> malformed -> "rndis malformed " + malformed;
    };
  }

  /** The line, a newline and the bytes. */
  public static String withHex(Direction direction, MemorySegment m, long at, int length) {
    return line(direction, m, at, length) + "\n" + HexDump.of(m, at, length);
  }

  private static String text(RndisMessage message) {
    return switch (message) {
      case RndisMessage.Query m -> "Query" + request(m.requestId(), m.oid(), m.info());
      case RndisMessage.Set m -> "Set" + request(m.requestId(), m.oid(), m.info());
      case RndisMessage.IndicateStatus m ->
          "IndicateStatus[status=" + RndisStatus.text(m.status()) + ", buffer=" + m.buffer() + "]";
      case RndisMessage.Initialize _,
          RndisMessage.InitializeComplete _,
          RndisMessage.Halt _,
          RndisMessage.QueryComplete _,
          RndisMessage.SetComplete _,
          RndisMessage.Reset _,
          RndisMessage.ResetComplete _,
          RndisMessage.Keepalive _,
          RndisMessage.KeepaliveComplete _ ->
          message.toString();
    };
  }

  private static String request(int id, int oid, Octets info) {
    var name = Oid.ofWire(oid).map(Oid::name).orElseGet(() -> hex(oid));
    return "[requestId=" + id + ", oid=" + name + ", info=" + info + "]";
  }

  private static String packet(Direction direction, MemorySegment m, long at, int length) {
    int way = direction == Direction.GUEST_TO_HOST ? RndisPacket.TO_HOST : RndisPacket.TO_GUEST;
    var reader = new RndisPacketReader();
    int error = reader.read(m, at, length, way);
    if (error != 0) {
      return "rndis PACKET malformed " + RndisError.of(error) + " in " + length + " bytes";
    }
    var text = new StringBuilder("rndis PACKET length ").append(reader.messageLength());
    text.append(", data ").append(reader.dataOffset()).append('+').append(reader.dataLength());
    long start = at + (m.get(Memory.LE32, at + 28) & 0xffff_ffffL) + RndisPacket.OFFSET_BASE;
    long end = start + (m.get(Memory.LE32, at + 32) & 0xffff_ffffL);
    for (long p = start; p < end; p += m.get(Memory.LE32, p)) {
      text.append(", ").append(element(way, m, p));
    }
    return text.toString();
  }

  /** One element of a list the reader has accepted. */
  private static String element(int way, MemorySegment m, long p) {
    int type = m.get(Memory.LE32, p + 4);
    int size = m.get(Memory.LE32, p);
    int offset = m.get(Memory.LE32, p + 8);
    int word = size - offset >= 4 ? m.get(Memory.LE32, p + offset) : 0;
    return switch (type) {
      case RndisPacket.CHECKSUM -> way == RndisPacket.TO_HOST ? request(word) : result(word);
      case RndisPacket.LSO ->
          "lso mss "
              + (word & 0xfffff)
              + " tcp@"
              + LsoHeaders.lsoTcpOffset(word)
              + ((word & RndisPacket.LSO_IPV6) != 0 ? " ipv6" : " ipv4");
      case RndisPacket.VLAN -> vlan(RndisPacket.vlanTag(word));
      case RndisPacket.HASH_VALUE -> "hash " + hex(word);
      case RndisPacket.HASH_INFO -> "hash info " + hex(word);
      case RndisPacket.PACKET_ID ->
          "packet id " + (word >>> 16) + " flags " + hex(word >>> 8 & 0xff);
      case RndisPacket.LEDGER ->
          "ledger "
              + Integer.toUnsignedString(word)
              + "/"
              + Integer.toUnsignedString(m.get(Memory.LE32, p + offset + 4));
      default -> "ppi " + hex(type) + " size " + size;
    };
  }

  private static String vlan(int tag) {
    return "vlan " + (tag & 0xfff) + " prio " + (tag >>> 13) + ((tag & 0x1000) != 0 ? " dei" : "");
  }

  private static String request(int word) {
    return "sum"
        + flag(word, RndisPacket.TX_IPV4, " ipv4")
        + flag(word, RndisPacket.TX_IPV6, " ipv6")
        + flag(word, RndisPacket.TX_TCP, " tcp")
        + flag(word, RndisPacket.TX_UDP, " udp")
        + flag(word, RndisPacket.TX_IP_HEADER, " ip-header")
        + " @"
        + (word >>> 16 & RndisPacket.OFFSET_MAX);
  }

  private static String result(int word) {
    return "sum"
        + flag(word, RndisPacket.RX_TCP_FAILED, " tcp-failed")
        + flag(word, RndisPacket.RX_UDP_FAILED, " udp-failed")
        + flag(word, RndisPacket.RX_IP_FAILED, " ip-failed")
        + flag(word, RndisPacket.RX_TCP_GOOD, " tcp-good")
        + flag(word, RndisPacket.RX_UDP_GOOD, " udp-good")
        + flag(word, RndisPacket.RX_IP_GOOD, " ip-good")
        + flag(word, RndisPacket.RX_LOOPBACK, " loopback");
  }

  private static String flag(int word, int bit, String name) {
    return (word & bit) != 0 ? name : "";
  }

  private static String hex(int word) {
    return String.format(Locale.ROOT, "0x%x", word);
  }
}
