package io.hnswitch.rss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hnswitch.testing.IpFrames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microsoft's verification vectors and some more. */
class ToeplitzTest {

  private static final Toeplitz DEFAULT = new Toeplitz(RssKey.WELL_KNOWN);

  private static int hash(Toeplitz toeplitz, String hex) {
    var bytes = IpFrames.hex(hex);
    return toeplitz.hash(IpFrames.memory(bytes), 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "161.142.100.80, 1766, 66.9.149.187, 2794, 323e8fc2, 51ccc178",
    "65.69.140.83, 4739, 199.92.111.2, 14230, d718262a, c626b0ea",
    "12.22.207.184, 38024, 24.19.198.95, 12898, d2d0a5de, 5c2b394a",
    "209.142.163.6, 2217, 38.27.205.30, 48228, 82989176, afc7327f",
    "202.188.127.2, 1303, 153.39.163.191, 44251, 5d1809c5, 10e828a2",
    "3ffe:2501:200:3::1, 1766, 3ffe:2501:200:1fff::7, 2794, 2cc18cd5, 40207d3d",
    "ff02::1, 4739, 3ffe:501:8::260:97ff:fe40:efab, 14230, 0f0c461c, dde51bbf",
    "fe80::200:f8ff:fe21:67cf, 38024, 3ffe:1900:4545:3:200:f8ff:fe21:67cf, 44251, 4b61e985,"
        + " 02d1feef"
  })
  void hashesTheVerificationVectors(
      String destination, int to, String source, int from, String addresses, String withPorts)
      throws UnknownHostException {
    var src = InetAddress.getByName(source).getAddress();
    var dst = InetAddress.getByName(destination).getAddress();
    var all = ByteBuffer.allocate(2 * src.length + 4).put(src).put(dst);
    all.putShort((short) from).putShort((short) to);
    var m = IpFrames.memory(all.array());
    int plain = Integer.parseUnsignedInt(addresses, 16);
    int full = Integer.parseUnsignedInt(withPorts, 16);
    assertEquals(plain, DEFAULT.hash(m, 0, 2 * src.length));
    assertEquals(full, DEFAULT.hash(m, 0, all.capacity()));
    int ports = all.getInt(2 * src.length);
    if (src.length == 4) {
      assertEquals(plain, DEFAULT.ipv4(all.getLong(0)));
      assertEquals(full, DEFAULT.ipv4(all.getLong(0), ports));
    } else {
      assertEquals(plain, DEFAULT.ipv6(m, 0));
      assertEquals(full, DEFAULT.ipv6(m, 0, ports));
    }
  }

  @Test
  void hashesSingleBitsAndFullInputs() {
    assertEquals(0, hash(DEFAULT, "00".repeat(8)));
    assertEquals(0x6d5a56da, hash(DEFAULT, "80" + "00".repeat(7)));
    assertEquals(0xa1d1c7d8, hash(DEFAULT, "00".repeat(11) + "01"));
    assertEquals(0xe5a8b726, hash(DEFAULT, "ff".repeat(12)));
    assertEquals(0xb15232e0, hash(DEFAULT, "ff".repeat(36)));
    assertEquals(0, hash(new Toeplitz(RssKey.parse("00".repeat(40))), "ff".repeat(36)));
  }

  @Test
  void anotherKeyChoosesAnotherQueue() {
    var other = new Toeplitz(RssKey.parse("beac01fa".repeat(10)));
    var input = "420995bb a18e6450 0aea06e6";
    assertNotEquals(hash(DEFAULT, input) & 127, hash(other, input) & 127);
  }
}
