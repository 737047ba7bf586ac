package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:5701",
    "127.0.0.1:80, 127.0.0.1:80",
    "left, left:5701",
    "left:1, left:1",
    "fd00::1, [fd00::1]:5701",
    "[fd00::1]:7, [fd00::1]:7"
  })
  void reads(String text, String place) {
    assertEquals(place, HostPort.parse(text, 5701).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "a:", "a:0", "a:65536", "a:b", "a:-1"})
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text, 5701));
  }

  @Test
  void isAPlaceInAUrlForIpv6() {
    assertEquals("[::1]:9", new HostPort("::1", 9).toString());
  }
}
