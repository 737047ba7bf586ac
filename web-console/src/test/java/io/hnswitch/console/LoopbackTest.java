package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.3.4", "localhost", "LocalHost", "::1", "[::1]"})
  void knowsThisMachine(String host) {
    assertTrue(Loopback.isLoopback(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "127.0.0.1.example.org",
        "127.0.0.256",
        "127.1",
        "localhost.",
        "localhost.example.org",
        "example.org"
      })
  void takesNothingElseForThisMachine(String host) {
    assertFalse(Loopback.isLoopback(host));
  }
}
