package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.Memory;
import io.hnswitch.lab.UdpAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@code struct sockaddr_in} and {@code sockaddr_in6} of Linux.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>2</td><td>family, in the machine's order: 2 or 10</td></tr>
 * <tr><td>2</td><td>2</td><td>port, big endian</td></tr>
 * <tr><td>4</td><td>4</td><td>IPv4 address; IPv6: flow information</td></tr>
 * <tr><td>8</td><td>16</td><td>IPv6 address; IPv4: 8 bytes of 0</td></tr>
 * <tr><td>24</td><td>4</td><td>IPv6: scope</td></tr>
 * </table>
 */
final class SocketAddressFlyweight {

  static final int INET = 2;
  static final int INET6 = 10;
  static final int INET_BYTES = 16;
  static final int INET6_BYTES = 28;

  private static final ValueLayout.OfShort NATIVE = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final int PORT = 2;
  private static final int ADDRESS_V4 = 4;
  private static final int ADDRESS_V6 = 8;

  private SocketAddressFlyweight() {}

  static int family(UdpAddress address) {
    return address.ip().isV4() ? INET : INET6;
  }

  static int bytes(UdpAddress address) {
    return address.ip().isV4() ? INET_BYTES : INET6_BYTES;
  }

  /** Writes an address; gives its bytes. */
  static int write(MemorySegment memory, long at, UdpAddress address) {
    int bytes = bytes(address);
    memory.asSlice(at, bytes).fill((byte) 0);
    memory.set(NATIVE, at, (short) family(address));
    memory.set(Memory.BE16, at + PORT, (short) address.port());
    var ip = MemorySegment.ofArray(address.ip().inet().getAddress());
    MemorySegment.copy(ip, 0, memory, at + ipOffset(address), ip.byteSize());
    return bytes;
  }

  private static int ipOffset(UdpAddress address) {
    return address.ip().isV4() ? ADDRESS_V4 : ADDRESS_V6;
  }

  /** Whether two addresses have the same family and IP address, whatever their ports are. */
  static boolean sameHost(MemorySegment memory, long one, long other) {
    short family = memory.get(NATIVE, one);
    if (family != memory.get(NATIVE, other)) {
      return false;
    }
    return family == INET
        ? word(memory, one + ADDRESS_V4) == word(memory, other + ADDRESS_V4)
        : memory.get(Memory.BE64, one + ADDRESS_V6) == memory.get(Memory.BE64, other + ADDRESS_V6)
            && memory.get(Memory.BE64, one + ADDRESS_V6 + 8)
                == memory.get(Memory.BE64, other + ADDRESS_V6 + 8);
  }

  private static int word(MemorySegment memory, long at) {
    return memory.get(Memory.BE32, at);
  }

  /** In a segment of its own, for calls that are rare. */
  static byte[] bytesOf(UdpAddress address) {
    var bytes = new byte[INET6_BYTES];
    int length = write(MemorySegment.ofArray(bytes), 0, address);
    return Arrays.copyOf(bytes, length);
  }
}
