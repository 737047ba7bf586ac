package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.id.NicId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes captured frames as pcapng: one section, an interface for each path of the NIC, and an
 * enhanced packet block for each frame, with its direction. Little-endian; times in microseconds.
 */
public final class PcapngWriter {

  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER = 0x1A2B3C4D;
  private static final short VERSION = 1;
  private static final long LENGTH_UNKNOWN = -1;
  private static final short ETHERNET = 1;
  private static final short OPTION_END = 0;
  private static final short OPTION_NAME = 2;
  private static final short OPTION_APPLICATION = 4;
  private static final short OPTION_FLAGS = 2;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;
  private static final int FRAME = 12;
  private static final int PACKET_FIXED = 20;
  private static final int FLAGS_BYTES = 12;

  private PcapngWriter() {}

  /** What a file begins with: the section and its two interfaces. */
  public static byte[] begin(NicId nic) {
    var name = text(OPTION_APPLICATION, "hnswitch");
    var section = body(16 + name.length);
    section.putInt(BYTE_ORDER).putShort(VERSION).putShort((short) 0).putLong(LENGTH_UNKNOWN);
    section.put(name);
    return join(
        List.of(
            block(SECTION_HEADER, section),
            description(nic + " synthetic"),
            description(nic + " vf")));
  }

  private static byte[] description(String of) {
    var name = text(OPTION_NAME, of);
    var body = body(8 + name.length);
    body.putShort(ETHERNET).putShort((short) 0).putInt(FrameRing.SNAP_MAX).put(name);
    return block(INTERFACE, body);
  }

  /** The blocks of frames, in their order. */
  public static byte[] packets(List<CapturedFrame> frames) {
    return join(frames.stream().map(PcapngWriter::packet).toList());
  }

  private static byte[] packet(CapturedFrame frame) {
    var bytes = frame.bytes();
    var body = body(PACKET_FIXED + padded(bytes.length) + FLAGS_BYTES);
    body.putInt(frame.path() == Datapath.VF ? 1 : 0);
    body.putInt((int) (frame.micros() >>> 32)).putInt((int) frame.micros());
    body.putInt(bytes.length).putInt(frame.length());
    body.put(bytes).position(PACKET_FIXED + padded(bytes.length));
    body.putShort(OPTION_FLAGS).putShort((short) 4);
    body.putInt(frame.transmitted() ? OUTBOUND : INBOUND);
    body.putShort(OPTION_END).putShort((short) 0);
    return block(ENHANCED_PACKET, body);
  }

  /** One option with a text, and the end of the options. */
  private static byte[] text(short code, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var option = body(4 + padded(bytes.length) + 4);
    option.putShort(code).putShort((short) bytes.length).put(bytes);
    return option.array();
  }

  private static int padded(int bytes) {
    return bytes + 3 & -4;
  }

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
