package io.hnswitch.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/24, 10.1.2.255, true",
    "10.1.2.3/24, 10.1.3.0, false",
    "10.1.2.3/32, 10.1.2.3, true",
    "10.1.2.3/32, 10.1.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001::1, false",
    "::/0, 2001::1, true",
    "::/0, 10.0.0.1, false",
    "fe80::1/64, fe80::ffff:1, true",
    "fe80::1/64, fe80:0:0:1::1, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "::5/128, ::5, true",
    "::5/128, ::4, false"
  })
  void containsItsNetworkOnly(String prefix, String address, boolean contained) {
    assertEquals(contained, IpPrefix.parse(prefix).contains(IpAddress.parse(address)));
  }

  @Test
  void printsWhatItParsed() {
    assertEquals("10.1.2.3/24", IpPrefix.parse("10.1.2.3/24").toString());
    assertEquals("fe80::1/128", IpPrefix.parse("fe80::1").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/33", "::/129", "10.0.0.1/", "/8", "1.1.1.1/-1", "1.1.1.1/08"})
  void refusesEverythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse(text));
  }

  @Test
  void knowsItsBroadcastAddress() {
    var net = IpPrefix.parse("10.1.2.3/24");
    assertTrue(net.isBroadcast(0, IpAddress.parse("10.1.2.255").low()));
    assertFalse(net.isBroadcast(0, IpAddress.parse("10.1.2.254").low()));
    var pair = IpPrefix.parse("10.1.2.2/31");
    assertFalse(pair.isBroadcast(0, IpAddress.parse("10.1.2.3").low()));
  }

  @Test
  void makesALinkLocalAddressOfAMac() {
    var mac = MacAddress.parse("00:15:5d:01:02:03");
    assertEquals("fe80::215:5dff:fe01:203/64", IpPrefix.linkLocal(mac).toString());
  }
}
