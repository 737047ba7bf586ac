package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import java.lang.foreign.MemorySegment;

/**
 * A cursor that recognises frames of numbered flows: untagged Ethernet, IPv4 without options or
 * IPv6 without extension headers, UDP, and this payload in network order:
 *
 * <table>
 * <caption>Flow header</caption>
 * <tr><th>offset</th><th>size</th><th>field</th><th>meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>magic</td><td>0x686e464c, "hnFL"</td></tr>
 * <tr><td>4</td><td>4</td><td>flow</td><td>id of the flow</td></tr>
 * <tr><td>8</td><td>8</td><td>sequence</td><td>number of the frame, from 0</td></tr>
 * <tr><td>16</td><td>8</td><td>time</td><td>when it was sent, ns of the sender's clock</td></tr>
 * </table>
 *
 * <p>A frame of 60 bytes over IPv4 has 18 bytes of payload, too few for that. Frames with less than
 * 24 carry the short form: magic 0x686e4673 ("hnFs", 4), flow (2), the low 32 bits of the sequence
 * (4), time (8). The receiver knows the missing bits from the frames before.
 */
public final class FlowFrame {

  static final int LONG_BYTES = 24;
  static final int SHORT_BYTES = 18;
  static final int LONG_MAGIC = 0x686e464c;
  static final int SHORT_MAGIC = 0x686e4673;

  private static final int IPV4_PAYLOAD = 42;
  private static final int IPV6_PAYLOAD = 62;

  private final MemorySegment memory;
  private long frame;
  private int payload;
  private int flow;
  private long sequence;
  private long time;
  private boolean small;

  public FlowFrame(Memory memory) {
    this.memory = memory.segment();
  }

  /** Looks at a frame; false when it is not of a flow, whatever else it may be. */
  public boolean read(long address, int length) {
    frame = address;
    if (length < IPV4_PAYLOAD + SHORT_BYTES) {
      return false;
    }
    // Few reads of eight bytes, each within the shortest frame: type, version, ToS, two words; then
    // IPv4's fragment word, TTL and protocol, or IPv6's next header and hop limit.
    long first = memory.get(Memory.BE64, address + 12);
    long second = memory.get(Memory.BE64, address + 20);
    int type = (int) (first >>> 48);
    int udpBytes;
    if (type == FrameHeaders.IPV4) {
      payload = IPV4_PAYLOAD;
      udpBytes = ((int) (first >>> 16) & 0xffff) - 20;
      if ((first >>> 40 & 0xff) != 0x45
          || (second >>> 32 & 0xff) != FrameHeaders.UDP
          || (second >>> 48 & 0x3fff) != 0) {
        return false;
      }
    } else if (type == FrameHeaders.IPV6) {
      payload = IPV6_PAYLOAD;
      udpBytes = (int) first & 0xffff;
      if ((first >>> 40 & 0xf0) != 0x60 || second >>> 56 != FrameHeaders.UDP) {
        return false;
      }
    } else {
      return false;
    }
    int bytes = udpBytes - 8;
    return bytes >= SHORT_BYTES
        && payload + bytes <= length
        && readPayload(address + payload, udpBytes);
  }

  private boolean readPayload(long at, int udpBytes) {
    long head = memory.get(Memory.BE64, at - 4); // UDP length and checksum, the flow's magic
    if (head >>> 48 != udpBytes) {
      return false;
    }
    int magic = (int) head;
    boolean fitsLong = udpBytes - 8 >= LONG_BYTES;
    if (magic == LONG_MAGIC && fitsLong) {
      small = false;
      flow = memory.get(Memory.BE32, at + 4);
      sequence = memory.get(Memory.BE64, at + 8);
      time = memory.get(Memory.BE64, at + 16);
      return true;
    }
    if (magic == SHORT_MAGIC && !fitsLong) {
      small = true;
      long numbers = memory.get(Memory.BE64, at + 4);
      flow = (int) (numbers >>> 48);
      sequence = numbers >>> 16 & 0xffff_ffffL;
      time = memory.get(Memory.BE64, at + 10);
      return true;
    }
    return false;
  }

  /**
   * Id of the flow the last {@link #read} found; the caller's key to the right {@link FlowSink}.
   */
  public int flow() {
    return flow;
  }

  /** The sequence number; of short frames the low 32 bits. */
  long sequence() {
    return sequence;
  }

  /** When the frame was sent. */
  long time() {
    return time;
  }

  /** True when only 32 bits of the sequence are known. */
  boolean isShort() {
    return small;
  }

  long destinationMac() {
    return MacAddress.destination(memory, frame);
  }

  /** Verifies the IPv4 header checksum. */
  boolean isHeaderIntact() {
    return payload == IPV6_PAYLOAD || Checksum.sum(memory, frame + 14, 20) == 0xffff;
  }

  /** Verifies the UDP checksum, which frames of a flow always have. */
  boolean isPayloadIntact() {
    long udp = frame + payload - 8;
    int bytes = memory.get(Memory.BE16, udp + 4) & 0xffff;
    if (memory.get(Memory.BE16, udp + 6) == 0) {
      return false;
    }
    int pseudo =
        payload == IPV4_PAYLOAD
            ? Checksum.pseudoIpv4(memory, frame + 14, FrameHeaders.UDP, bytes)
            : Checksum.pseudoIpv6(memory, frame + 14, FrameHeaders.UDP, bytes);
    return Checksum.add(pseudo, Checksum.sum(memory, udp, bytes)) == 0xffff;
  }
}
