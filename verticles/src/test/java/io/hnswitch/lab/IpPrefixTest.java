package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/24,10.0.0.1/24",
    "fd99:0:0:0:0:0:0:1/64,fd99::1/64",
    "2001:DB8:0:0:1:0:0:1/48,2001:db8::1:0:0:1/48",
    "2001:db8:0:1:1:1:1:1/128,2001:db8:0:1:1:1:1:1/128",
    "1::/16,1::/16",
    "::1:2/8,::1:2/8"
  })
  void writesTheShortForm(String text, String wanted) {
    assertEquals(wanted, IpPrefix.parse(text).toString());
    assertEquals(IpPrefix.parse(text), IpPrefix.parse(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.1",
        "10.0.0/24",
        "10.0.0.256/24",
        "010.0.0.1/24",
        "10.0.0.1/33",
        "10.0.0.1/0",
        "10.0.0.1/024",
        "10.0.0.1/-1",
        "10.0.0.1/24/1",
        "::ffff:10.0.0.1/96",
        "fd99::1%eth0/64",
        "fd99::1::2/64",
        "fd99::1/129",
        "localhost/8",
        "1/8",
        "[::1]/64",
        "a:b/8"
      })
  void refusesAllElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse(text));
  }

  @Test
  void knowsWhatCannotBeAnInterface() {
    for (var text : new String[] {"10.0.0.0/24", "10.0.0.255/24", "127.0.0.1/8", "224.0.0.1/4"}) {
      assertFalse(IpPrefix.parse(text).isHost(), text);
    }
    for (var text : new String[] {"10.0.0.0/31", "10.0.0.1/32", "fd99::/64", "10.0.1.0/23"}) {
      assertTrue(IpPrefix.parse(text).isHost(), text);
    }
  }

  @Test
  void countsUpWithinItsNetwork() {
    assertEquals(
        Optional.of(IpPrefix.parse("10.0.1.0/23")), IpPrefix.parse("10.0.0.255/23").plus(1));
    assertEquals(Optional.empty(), IpPrefix.parse("10.0.0.254/24").plus(1));
    assertEquals(Optional.empty(), IpPrefix.parse("255.255.255.254/24").plus(9));
    assertEquals(
        Optional.of(IpPrefix.parse("fd99::1:0/64")), IpPrefix.parse("fd99::ffff/64").plus(1));
  }

  @Test
  void containsItsNetworkOnly() {
    var prefix = IpPrefix.parse("10.0.0.1/24");
    assertTrue(prefix.contains(IpAddress.parse("10.0.0.254")));
    assertFalse(prefix.contains(IpAddress.parse("10.0.1.1")));
    assertFalse(prefix.contains(IpAddress.parse("::1")));
  }
}
