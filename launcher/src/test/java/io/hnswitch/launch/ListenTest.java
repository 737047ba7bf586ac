package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListenTest {

  @Test
  void takesThisMachine() {
    assertEquals(new Listen("127.0.0.1", 8080), Listen.parse("8080"));
    assertEquals(new Listen("localhost", 0), Listen.parse("localhost:0"));
    assertEquals("http://[::1]:81", Listen.parse("[::1]:80").url(81));
    assertEquals("http://127.1.2.3:5", Listen.parse("127.1.2.3:5").url(5));
  }

  @Test
  void refusesEverythingElse() {
    for (var text : List.of("0.0.0.0:80", "[::]:80", "10.0.0.1:80", "example.org:80")) {
      var refusal = assertThrows(CliException.class, () -> Listen.parse(text));
      assertEquals(ExitCode.INVALID, refusal.code(), text);
    }
    for (var text : List.of("", "here", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:")) {
      var refusal = assertThrows(CliException.class, () -> Listen.parse(text));
      assertEquals(ExitCode.USAGE, refusal.code(), text);
    }
  }
}
