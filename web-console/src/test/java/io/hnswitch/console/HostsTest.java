package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static final String HERE = "127.0.0.1";

  private final Hosts hosts = new Hosts(List.of("lab.example.org", "[2001:db8::7]"));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "localhost", "localhost:1", "[::1]:8080", "[::1]"})
  void admitsNamesOfThisMachine(String authority) {
    assertTrue(hosts.admits(authority, HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab.example.org", "LAB.Example.org:8443", "[2001:db8::7]:1"})
  void admitsNamesThatTheNodeWasTold(String authority) {
    assertTrue(hosts.admits(authority, HERE));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7:8443, 192.0.2.7",
    "[2001:db8::1]:1, 2001:db8:0:0:0:0:0:1",
    "[fe80::1], fe80:0:0:0:0:0:0:1%eth0"
  })
  void admitsTheAddressThatWasConnectedTo(String authority, String local) {
    assertTrue(hosts.admits(authority, local));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8080",
        "evil.example:8080",
        "lab.example.org.evil.example",
        "xlab.example.org",
        "localhost@evil.example",
        "evil.example/localhost",
        "localhost:",
        "localhost:8080:9",
        "::1",
        "[::1",
        "[fe80::1]:80",
        "192.0.2.8",
        "local host"
      })
  void refusesOtherOrMalformedNames(String authority) {
    assertFalse(hosts.admits(authority, "192.0.2.7"));
  }

  @Test
  void refusesEveryNameOfAPageThatWasReboundToItsAddress() {
    assertFalse(hosts.admits("192.0.2.7.evil.example:8443", "192.0.2.7"));
    assertFalse(hosts.admits("evil.example", ""));
  }
}
