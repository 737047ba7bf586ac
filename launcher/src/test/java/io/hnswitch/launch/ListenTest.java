package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.ConsoleSettings.Reach;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenTest {

  @Test
  void takesThisMachine() {
    assertEquals(new Listen("127.0.0.1", 8080), Listen.parse("8080"));
    assertEquals(new Listen("localhost", 0), Listen.parse("localhost:0"));
    assertEquals("http://[::1]:81", Listen.parse("[::1]:80").url(81, Reach.LOOPBACK));
    assertEquals("http://127.1.2.3:5", Listen.parse("127.1.2.3:5").url(5, Reach.LOOPBACK));
  }

  @Test
  void takesOtherPlacesThatSomebodyElseMayRefuse() {
    assertEquals(new Listen("10.0.0.1", 80), Listen.parse("10.0.0.1:80"));
    assertEquals(new Listen("example.org", 80), Listen.parse("example.org:80"));
  }

  @Test
  void tellsAPlaceToGoToWhenItListensEverywhere() {
    var plain = new Reach(Optional.empty(), List.of(), true);
    assertEquals("http://127.0.0.1:8", Listen.parse("0.0.0.0:80").url(8, plain));
    assertEquals("http://[::1]:8", Listen.parse("[::]:80").url(8, plain));
    var named = new Reach(Optional.empty(), List.of("lab.example.org", "other"), true);
    assertEquals("http://lab.example.org:8", Listen.parse("[::]:80").url(8, named));
    assertEquals("http://10.0.0.1:8", Listen.parse("10.0.0.1:80").url(8, named));
    assertEquals("http://[::1]:8", Listen.parse("[::]:80").localUrl(8, named));
    assertEquals("http://10.0.0.1:8", Listen.parse("10.0.0.1:80").localUrl(8, named));
  }

  @Test
  void knowsAddressesThatAreNoPlaceToGoTo() {
    for (var text : List.of("0.0.0.0:80", "[::]:80", "[0:0:0:0:0:0:0:0]:80")) {
      assertTrue(Listen.parse(text).isEverywhere(), text);
    }
    for (var text : List.of("127.0.0.1:80", "[::1]:80", "10.0.0.0:80", "example.org:80")) {
      assertFalse(Listen.parse(text).isEverywhere(), text);
    }
  }

  @Test
  void refusesEverythingElse() {
    for (var text : List.of("", "here", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:")) {
      var refusal = assertThrows(CliException.class, () -> Listen.parse(text));
      assertEquals(ExitCode.USAGE, refusal.code(), text);
    }
  }
}
