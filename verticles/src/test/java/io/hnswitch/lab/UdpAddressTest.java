package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.9.0.1, 10.9.0.1:4789, 10.9.0.1",
    "10.9.0.1:4789, 10.9.0.1:4789, 10.9.0.1",
    "10.9.0.1:1, 10.9.0.1:1, 10.9.0.1:1",
    "127.0.0.1:65535, 127.0.0.1:65535, 127.0.0.1:65535",
    "fd99::1, [fd99::1]:4789, fd99::1",
    "[fd99::1], [fd99::1]:4789, fd99::1",
    "[FD99:0::1]:8472, [fd99::1]:8472, [fd99::1]:8472",
  })
  void takesAddressesWithAndWithoutPort(String text, String full, String shortest) {
    var address = UdpAddress.parse(text);
    assertEquals(full, address.toString());
    assertEquals(shortest, address.shortest());
    assertEquals(address, UdpAddress.parse(full));
    assertEquals(address, UdpAddress.parse(shortest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host:4789",
        "10.9.0.1:",
        "10.9.0.1:0",
        "10.9.0.1:04789",
        "10.9.0.1:65536",
        "10.9.0.1:-1",
        "[10.9.0.1]:4789",
        "[fd99::1]:",
        "[fd99::1",
        "[fd99::1%eth0]:1",
        "0.0.0.0",
        "::",
        "255.255.255.255",
        "224.0.0.1",
        "ff02::1",
        "fe80::1",
        "::ffff:10.9.0.1",
      })
  void refusesWhatIsNotOneHost(String text) {
    assertThrows(IllegalArgumentException.class, () -> UdpAddress.parse(text));
  }
}
