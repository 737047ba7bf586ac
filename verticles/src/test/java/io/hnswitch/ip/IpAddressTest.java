package io.hnswitch.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "0.0.0.0, 0.0.0.0",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "FE80::00aB, fe80::ab",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304"
  })
  void printsInTheShortestForm(String text, String printed) {
    assertEquals(printed, IpAddress.parse(text).toString());
    assertEquals(IpAddress.parse(text), IpAddress.parse(printed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "-1.2.3.4",
        "1..2.3",
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "1.2.3.4::",
        "1.2.3.4::1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3",
        "fe80::1%eth0",
        "1:2:3:4::5:6:7:8",
        "::1:",
        ":1::",
        "\u0661.2.3.4",
        "1.2.3.4/8",
        "0x1.2.3.4"
      })
  void refusesEverythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
  }

  @Test
  void agreesWithTheLibraryOnRandomAddresses() throws UnknownHostException {
    long seed = 17;
    var random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      var address = new IpAddress(sparse(random), sparse(random));
      byte[] bytes = InetAddress.getByName("[" + address + "]").getAddress();
      if (bytes.length == 16) {
        assertEquals(address, of(bytes), "seed " + seed + ": " + address);
      }
      assertEquals(address, IpAddress.parse(address.toString()), "seed " + seed);
    }
  }

  private static long sparse(Random random) {
    long value = random.nextLong();
    for (int group = 0; group < 4; group++) {
      if (random.nextBoolean()) {
        value &= ~(0xffffL << 16 * group);
      }
    }
    return value;
  }

  private static IpAddress of(byte[] bytes) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | bytes[i] & 0xff;
      low = low << 8 | bytes[i + 8] & 0xff;
    }
    return new IpAddress(high, low);
  }

  @Test
  void knowsKinds() {
    assertTrue(IpAddress.parse("224.0.0.1").isMulticast());
    assertFalse(IpAddress.parse("223.255.255.255").isMulticast());
    assertTrue(IpAddress.parse("ff02::1").isMulticast());
    assertTrue(IpAddress.parse("0.0.0.0").isUnspecified());
    assertFalse(IpAddress.parse("::1").isUnspecified());
    assertFalse(IpAddress.parse("255.255.255.255").isUnicast());
    assertTrue(IpAddress.parse("febf::1").isLinkLocal());
    assertFalse(IpAddress.parse("fec0::1").isLinkLocal());
    assertFalse(IpAddress.parse("10.0.0.1").isLinkLocal());
  }
}
