package io.hnswitch.policy;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import java.lang.foreign.MemorySegment;

/**
 * A frame as a test thinks of it, and as bytes.
 *
 * @param tag out of band, or {@link Frames#NO_VLAN}
 * @param etherType of the frame when it is no IP packet
 * @param from source address; null for a frame that is no IP packet
 * @param protocol of IP
 * @param sourcePort of TCP or UDP; the type of an ICMP message
 */
public record SampleFrame(
    long destination,
    long source,
    int tag,
    int etherType,
    IpAddress from,
    IpAddress to,
    int protocol,
    int sourcePort,
    int destinationPort) {

  public static final int LENGTH = 96;

  /** A frame of some other type. */
  public static SampleFrame of(long destination, long source, int tag, int etherType) {
    return new SampleFrame(destination, source, tag, etherType, null, null, 0, 0, 0);
  }

  public boolean isIp() {
    return from != null;
  }

  public int type() {
    return !isIp() ? etherType : from.isV4() ? 0x0800 : 0x86dd;
  }

  /** Writes {@link #LENGTH} bytes. */
  public void write(MemorySegment m, long at) {
    m.asSlice(at, LENGTH).fill((byte) 0);
    MacAddress.writeRaw(m, at, destination);
    MacAddress.writeRaw(m, at + 6, source);
    m.set(Memory.BE16, at + 12, (short) type());
    if (!isIp()) {
      return;
    }
    long ip = at + 14;
    long transport;
    if (from.isV4()) {
      m.set(Memory.BYTE, ip, (byte) 0x45);
      m.set(Memory.BE16, ip + 2, (short) (LENGTH - 14));
      m.set(Memory.BYTE, ip + 8, (byte) 64);
      m.set(Memory.BYTE, ip + 9, (byte) protocol);
      m.set(Memory.BE32, ip + 12, (int) from.low());
      m.set(Memory.BE32, ip + 16, (int) to.low());
      transport = ip + 20;
    } else {
      m.set(Memory.BYTE, ip, (byte) 0x60);
      m.set(Memory.BE16, ip + 4, (short) (LENGTH - 54));
      m.set(Memory.BYTE, ip + 6, (byte) protocol);
      m.set(Memory.BYTE, ip + 7, (byte) 64);
      m.set(Memory.BE64, ip + 8, from.high());
      m.set(Memory.BE64, ip + 16, from.low());
      m.set(Memory.BE64, ip + 24, to.high());
      m.set(Memory.BE64, ip + 32, to.low());
      transport = ip + 40;
    }
    if (hasPorts()) {
      m.set(Memory.BE16, transport, (short) sourcePort);
      m.set(Memory.BE16, transport + 2, (short) destinationPort);
    } else {
      m.set(Memory.BYTE, transport, (byte) sourcePort);
    }
  }

  public boolean hasPorts() {
    return isIp() && (protocol == 6 || protocol == 17);
  }
}
