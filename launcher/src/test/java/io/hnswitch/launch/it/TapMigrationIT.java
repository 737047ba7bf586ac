package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.launch.TapMigrationPair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest whose network stack is the kernel's goes to and fro between two processes, while it is
 * pinged and a TCP stream runs. Its interface never loses its carrier. How often is told by the
 * system property {@code hnswitch.migrations}.
 */
class TapMigrationIT {

  private static final int TIMES = Integer.getInteger("hnswitch.migrations", 6);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir private Path folder;
  private Namespace blue;
  private Namespace green;
  private String blueTap;
  private TapMigrationPair pair;

  @BeforeEach
  void start() throws IOException {
    Checkout.requireEverything();
    var id = Long.toString(ProcessHandle.current().pid(), 36) + NUMBERS.incrementAndGet();
    blue = new Namespace("hnmg-b" + id);
    green = new Namespace("hnmg-g" + id);
    blueTap = "hnb" + id;
    pair =
        new TapMigrationPair(
            folder,
            yaml("left", "sw-l", "g", 9, blueTap, blue.name(), "10.98.0.9"),
            yaml("right", "sw-r", "r", 3, "hng" + id, green.name(), "10.98.0.3"));
  }

  private static String yaml(
      String name, String on, String guest, int number, String tap, String netns, String ip) {
    return """
    apiVersion: hnswitch/v1
    kind: Lab
    metadata: { name: %s }
    spec:
      switches: { %s: {} }
      guests:
        %s:
          nics:
            hn0:
              switch: %s
              mac: '00:15:5d:00:00:%02x'
              endpoint: { tap: { name: %s, netns: %s, ip: %s/24 } }
    """
        .formatted(name, on, guest, on, number, tap, netns, ip);
  }

  @AfterEach
  void stop() {
    try {
      if (pair != null) {
        pair.close();
      }
    } finally {
      blue.remove();
      green.remove();
    }
  }

  private void move(int time) {
    var report = time % 2 == 0 ? pair.migrateAway() : pair.migrateBack();
    System.out.println(report);
    assertTrue(report.contains("side=TARGET"), report);
  }

  private long carrierChanges() {
    return Long.parseLong(
        blue.run("cat", "/sys/class/net/" + blueTap + "/carrier_changes").succeeds().out().strip());
  }

  @Test
  void keepsPingAndStreamOnItsWayBetweenTwoProcesses() {
    move(0); // Both processes have seen it once.
    move(1);
    long carrier = carrierChanges();
    var before = Echoes.now(green);
    try (var stream = TcpStream.start(green, blue, "10.98.0.9");
        var ping = green.start("ping", "-q", "-i", "0.002", "10.98.0.9")) {
      stream.arrives(5);
      for (int i = 0; i < TIMES; i++) {
        move(i);
        stream.arrives(3);
      }
      ping.signal("INT");
      var pings = ping.finish(BOUND);
      System.out.println(pings.out());
      assertTrue(!pings.out().contains("duplicates"), pings::toString);
      stream.end();
    }
    var echoes = Echoes.since(before, green);
    assertTrue(echoes.sent() > 100, echoes::toString);
    assertEquals(0, echoes.lost(), () -> echoes + "\n" + pair.books());
    assertEquals(carrier, carrierChanges(), "the carrier went away");
  }

  @Test
  void goesOnWhereItWasWhenTheTargetRefuses() {
    long carrier = carrierChanges();
    var before = Echoes.now(green);
    try (var ping = green.start("ping", "-q", "-i", "0.002", "10.98.0.9")) {
      for (var type : List.of("prepare", "transfer", "resume")) {
        var report = pair.migrateAwayInVain(type);
        assertTrue(report.contains("side=SOURCE"), report);
      }
      move(0);
      move(1);
      ping.signal("INT");
      ping.finish(BOUND);
    }
    var echoes = Echoes.since(before, green);
    assertTrue(echoes.sent() > 50, echoes::toString);
    assertEquals(0, echoes.lost(), () -> echoes + "\n" + pair.books());
    assertEquals(carrier, carrierChanges(), "the carrier went away");
  }

  @Test
  void isNothingToTheProcessThatItHasLeft() {
    move(0);
    move(1);
    pair.killOther();
    assertEquals("1", blue.run("cat", "/sys/class/net/" + blueTap + "/carrier").out().strip());
  }
}
