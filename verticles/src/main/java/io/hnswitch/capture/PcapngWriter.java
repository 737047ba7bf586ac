package io.hnswitch.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes captured frames as pcapng (draft-ietf-opsawg-pcapng): one section, an interface for each
 * NIC and path and each wire, an enhanced packet block for each frame with its direction and a
 * comment, and in the end statistics. Little-endian; times in microseconds.
 */
public final class PcapngWriter {

  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int INTERFACE = 1;
  private static final int STATISTICS = 5;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER = 0x1A2B3C4D;
  private static final short VERSION = 1;
  private static final long LENGTH_UNKNOWN = -1;
  private static final short ETHERNET = 1;
  private static final short OPTION_END = 0;
  private static final short OPTION_COMMENT = 1;
  private static final short OPTION_NAME = 2;
  private static final short OPTION_APPLICATION = 4;
  private static final short OPTION_FLAGS = 2;
  private static final short OPTION_DROPCOUNT = 4;
  private static final short OPTION_RECEIVED = 4;
  private static final short OPTION_DROPPED = 5;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;
  private static final int FRAME = 12;
  private static final int PACKET_FIXED = 20;
  private static final int FLAGS_BYTES = 8;
  private static final int LONG_BYTES = 12;
  private static final int END_BYTES = 4;

  private PcapngWriter() {}

  /**
   * A frame to write.
   *
   * @param on number of its interface
   * @param micros when, in microseconds since 1970
   * @param lost frames between the one before it and this that nobody has any more
   * @param comment a line about it
   */
  public record Packet(
      int on,
      long micros,
      boolean transmitted,
      int length,
      byte[] bytes,
      long lost,
      String comment) {}

  /** What a file begins with: the section and its interfaces. */
  public static byte[] begin(List<String> interfaces, int snaplen) {
    var name = text(OPTION_APPLICATION, "hnswitch");
    var section = body(16 + name.length + END_BYTES);
    section.putInt(BYTE_ORDER).putShort(VERSION).putShort((short) 0).putLong(LENGTH_UNKNOWN);
    section.put(name);
    var all = new ArrayList<byte[]>();
    all.add(block(SECTION_HEADER, section));
    interfaces.forEach(of -> all.add(description(of, snaplen)));
    return join(all);
  }

  private static byte[] description(String of, int snaplen) {
    var name = text(OPTION_NAME, of);
    var body = body(8 + name.length + END_BYTES);
    body.putShort(ETHERNET).putShort((short) 0).putInt(snaplen).put(name);
    return block(INTERFACE, body);
  }

  /** The blocks of frames, in their order. */
  public static byte[] packets(List<Packet> packets) {
    return join(packets.stream().map(PcapngWriter::packet).toList());
  }

  private static byte[] packet(Packet packet) {
    var bytes = packet.bytes();
    var comment = text(OPTION_COMMENT, packet.comment());
    int lost = packet.lost() == 0 ? 0 : LONG_BYTES;
    var body =
        body(PACKET_FIXED + padded(bytes.length) + FLAGS_BYTES + lost + comment.length + END_BYTES);
    body.putInt(packet.on());
    body.putInt((int) (packet.micros() >>> 32)).putInt((int) packet.micros());
    body.putInt(bytes.length).putInt(packet.length());
    body.put(bytes).position(PACKET_FIXED + padded(bytes.length));
    body.put(comment);
    body.putShort(OPTION_FLAGS).putShort((short) 4);
    body.putInt(packet.transmitted() ? OUTBOUND : INBOUND);
    if (lost > 0) {
      body.putShort(OPTION_DROPCOUNT).putShort((short) 8).putLong(packet.lost());
    }
    body.putShort(OPTION_END).putShort((short) 0);
    return block(ENHANCED_PACKET, body);
  }

  /**
   * What an interface had in all.
   *
   * @param micros when that was
   * @param received frames captured there
   * @param lost frames that were captured and are not in the file
   */
  public static byte[] statistics(int on, long micros, long received, long lost, String comment) {
    var text = text(OPTION_COMMENT, comment);
    var body = body(12 + text.length + 2 * LONG_BYTES + END_BYTES);
    body.putInt(on).putInt((int) (micros >>> 32)).putInt((int) micros);
    body.put(text);
    body.putShort(OPTION_RECEIVED).putShort((short) 8).putLong(received);
    body.putShort(OPTION_DROPPED).putShort((short) 8).putLong(lost);
    return block(STATISTICS, body);
  }

  /** One option with a text. */
  private static byte[] text(short code, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var option = body(4 + padded(bytes.length));
    option.putShort(code).putShort((short) bytes.length).put(bytes);
    return option.array();
  }

  private static int padded(int bytes) {
    return bytes + 3 & -4;
  }

  /** Zeros, so that what is not written ends the options. */
  private static ByteBuffer body(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] block(int type, ByteBuffer body) {
    int length = body.capacity() + FRAME;
    var block = body(length).putInt(type).putInt(length).put(body.array()).putInt(length);
    return block.array();
  }

  private static byte[] join(List<byte[]> parts) {
    var all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return all.array();
  }
}
