package io.hnswitch.endpoint.qemu;

import io.hnswitch.lab.SocketPlace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@code struct sockaddr_un}, {@code sockaddr_in} and {@code sockaddr_in6} of Linux.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>2</td><td>family, in the machine's order: 1, 2 or 10</td></tr>
 * <tr><td>2</td><td>to the end</td><td>Unix: the path and a 0</td></tr>
 * <tr><td>2</td><td>2</td><td>port, big endian</td></tr>
 * <tr><td>4</td><td>4</td><td>IPv4 address; IPv6: flow information</td></tr>
 * <tr><td>8</td><td>16</td><td>IPv6 address; IPv4: 8 bytes of 0</td></tr>
 * <tr><td>24</td><td>4</td><td>IPv6: scope</td></tr>
 * </table>
 */
final class SocketAddresses {

  static final int UNIX = 1;

  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final int PORT = 2;
  private static final int ADDRESS_V4 = 4;
  private static final int ADDRESS_V6 = 8;
  private static final ValueLayout.OfShort NATIVE = ValueLayout.JAVA_SHORT_UNALIGNED;

  private SocketAddresses() {}

  static int family(SocketPlace place) {
    return switch (place) {
      case SocketPlace.Unix _ -> UNIX;
      case SocketPlace.Port port -> port.ip().isV4() ? INET : INET6;
    };
  }

  static byte[] bytes(SocketPlace place) {
    return switch (place) {
      case SocketPlace.Unix(var path) -> {
        var name = path.getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[PORT + name.length + 1];
        System.arraycopy(name, 0, bytes, PORT, name.length);
        yield withFamily(bytes, place);
      }
      case SocketPlace.Port(var ip, var port) -> {
        var bytes = new byte[ip.isV4() ? INET_BYTES : INET6_BYTES];
        bytes[PORT] = (byte) (port >>> 8);
        bytes[PORT + 1] = (byte) port;
        var address = ip.inet().getAddress();
        System.arraycopy(address, 0, bytes, ip.isV4() ? ADDRESS_V4 : ADDRESS_V6, address.length);
        yield withFamily(bytes, place);
      }
    };
  }

  private static byte[] withFamily(byte[] bytes, SocketPlace place) {
    MemorySegment.ofArray(bytes).set(NATIVE, 0, (short) family(place));
    return bytes;
  }

  /** The place with the port that the system has chosen, from what it says of a bound socket. */
  static SocketPlace chosen(SocketPlace wanted, byte[] bound) {
    return switch (wanted) {
      case SocketPlace.Unix unix -> unix;
      case SocketPlace.Port port -> {
        if (!Arrays.equals(Arrays.copyOf(bound, PORT), Arrays.copyOf(bytes(wanted), PORT))) {
          throw new IllegalStateException("a socket of another family: " + Arrays.toString(bound));
        }
        yield new SocketPlace.Port(port.ip(), (bound[PORT] & 0xff) << 8 | bound[PORT + 1] & 0xff);
      }
    };
  }
}
