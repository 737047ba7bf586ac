package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two virtual machines, one by a TCP stream and one by datagrams of Unix-domain sockets, and a
 * namespace behind a TAP. In both directions nothing is lost, repeated or reordered while the VFs
 * of both machines come and go.
 */
@Isolated("two emulated machines take all processors")
class QemuIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String TARGET = "10.99.0.1";
  private static final long BYTES = 5_000_000;
  private static final List<String> NICS = List.of("stream:hn0", "dgram:hn0");
  private static final List<String> ADDRESSES = List.of("10.99.0.11", "10.99.0.12");
  private static final List<String> MACS = List.of("00:15:5d:00:01:01", "00:15:5d:00:01:02");

  private static final Namespace BLUE = new Namespace("hnv-q" + ProcessHandle.current().pid());

  private static Place place;
  private static GuestImage image;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    image = GuestImage.make(place);
    node = NodeProcess.start(place, yaml());
  }

  @AfterAll
  static void stop() {
    try (var files = place;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertFalse(BLUE.exists());
        assertFalse(files.root().resolve("lab.sock").toFile().exists(), "its socket is left");
      }
    } finally {
      BLUE.remove();
    }
  }

  private static String yaml() {
    return NetnsLab.yaml(
        """
        blue: { nics: { hn0: { endpoint: { tap: { name: hnv0, netns: %s, ip: 10.99.0.1/24 } } } } }
        stream:
          nics:
            hn0: { mac: "%s", endpoint: { qemu: { stream: { listen: "127.0.0.1:0" } } } }
        dgram:
          nics:
            hn0: { mac: "%s", endpoint: { qemu: { dgram: { local: "unix:%s", remote: "unix:%s" } } } }
        """
            .formatted(
                BLUE.name(),
                MACS.get(0),
                MACS.get(1),
                place.root().resolve("lab.sock"),
                place.root().resolve("vm.sock")));
  }

  private static JsonObject endpoint(String nic) {
    return node.rest().list("/endpoints").stream()
        .filter(one -> one.getString("nic").equals(nic))
        .findFirst()
        .orElseThrow();
  }

  private static Running boot(int guest) {
    var local = endpoint(NICS.get(guest)).getJsonObject("settings").getString("local");
    var netdev =
        guest == 0
            ? "stream,server=off,addr.type=inet,addr.host=127.0.0.1,addr.port="
                + local.substring(local.lastIndexOf(':') + 1)
            : "dgram,local.type=unix,local.path=%s,remote.type=unix,remote.path=%s"
                .formatted(place.root().resolve("vm.sock"), local.substring("unix:".length()));
    return image.boot(netdev, MACS.get(guest), ADDRESSES.get(guest) + "/24", TARGET);
  }

  private static void onBoth(Consumer<String> action) {
    var all =
        NICS.stream().map(nic -> CompletableFuture.runAsync(() -> action.accept(nic))).toList();
    all.forEach(CompletableFuture::join);
  }

  private static void attach() {
    onBoth(nic -> node.rest().attach(nic));
    NICS.forEach(nic -> assertEquals("vf", node.rest().get("/nics/" + nic).getString("path")));
  }

  private static void detach() {
    onBoth(nic -> node.rest().detach(nic, "graceful"));
  }

  private static Running peer(String... arguments) {
    return BLUE.start(
        Running.with(List.of(image.peer().toString()), arguments).toArray(String[]::new));
  }

  private static void allCameBack(String who, String said) {
    var words = said.split(" ");
    var sent = words[2].substring("sent=".length());
    assertTrue(Long.parseLong(sent) > 0, said);
    assertEquals(
        "peer: udp sent=" + sent + " came=" + sent + " twice=0 late=0",
        said,
        () -> who + ": " + node.rest().quietLedger().encodePrettily());
  }

  @Test
  void losesNothingWhileVfsComeAndGo() {
    try (var echo = peer("echo", "7");
        var stream = boot(0);
        var dgram = boot(1)) {
      echo.awaitOut(BOUND, "peer: ready"::equals);
      var guests = List.of(stream, dgram);
      guests.forEach(guest -> guest.awaitOut(BOUND, line -> line.contains("guest: up")));
      var before = node.rest().get("/ledger");
      try (var one = peer("udp", ADDRESSES.get(0), "7", "1000000", "20");
          var other = peer("udp", ADDRESSES.get(1), "7", "1000000", "20")) {
        attach();
        detach();
        attach();
        for (var measured : List.of(one, other)) {
          measured.signal("INT");
        }
        allCameBack("to " + NICS.get(0), one.finish(BOUND).succeeds().out().strip());
        allCameBack("to " + NICS.get(1), other.finish(BOUND).succeeds().out().strip());
      }
      for (int i = 0; i < guests.size(); i++) {
        BLUE.run("bash", "-c", "echo > /dev/udp/" + ADDRESSES.get(i) + "/9").succeeds();
      }
      lostNothing("from " + NICS.get(0), stream);
      lostNothing("from " + NICS.get(1), dgram);
      tcp();
      detach();
      tcp();
      Rest.assertAllArrivedOnce(before, node.rest().quietLedger());
      assertEquals(new JsonObject(), node.rest().quietLedger().getJsonObject("dropped"));
      NICS.forEach(
          nic -> assertEquals("up", endpoint(nic).getJsonObject("settings").getString("link")));
    }
    // Both machines are gone.
    for (var nic : NICS) {
      var seen =
          Eventually.look(
              BOUND,
              () -> endpoint(nic).getJsonObject("settings"),
              settings -> settings.getString("link").equals("down"));
      assertEquals("down", seen.getString("link"), seen::encodePrettily);
    }
    BLUE.run("ping", "-c", "1", "-W", "0.2", ADDRESSES.get(0)).exits(1);
    var dropped = node.rest().quietLedger().getJsonObject("dropped");
    assertTrue(dropped.getLong("link-down") > 0, dropped::encodePrettily);
    assertEquals(1, dropped.size(), dropped::encodePrettily);
  }

  private static void lostNothing(String who, Running guest) {
    allCameBack(who, guest.awaitOut(BOUND, line -> line.startsWith("peer: udp")).strip());
    guest.awaitOut(BOUND, line -> line.contains("guest: done"));
    var lines = guest.outLines().stream().map(String::strip).toList();
    var echoes = Echoes.of(lines.stream().filter(line -> line.startsWith("Icmp: ")).toList());
    assertTrue(echoes.sent() > 50, echoes::toString);
    assertEquals(0, echoes.lost(), echoes::toString);
  }

  /** Full frames and super-frames, both ways, on the path that is in use. */
  private static void tcp() {
    for (var address : ADDRESSES) {
      try (var measured = peer("tcp", address, "7", Long.toString(BYTES))) {
        assertEquals(
            "peer: tcp sent=" + BYTES + " came=" + BYTES,
            measured.finish(BOUND).succeeds().out().strip());
      }
    }
  }
}
