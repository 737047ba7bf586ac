package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What ports do, seen from network namespaces: with both NICs on their synthetic paths, with a VF
 * at one and at both, and while VFs come and go.
 */
class PolicyIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String BLUE = "blue:hn0";
  private static final String GREEN = "green:hn0";
  private static final String GREEN_V4 = NetnsLab.GREEN_V4;

  @RegisterExtension static final NetnsNode ours = NetnsNode.plain();

  private final List<Running> started = new ArrayList<>();

  /** Also what a test has left that failed. */
  @AfterEach
  void everyFrameIsAccountedForAndNoPolicyIsLeft() {
    started.forEach(Running::close);
    ours.detachAll();
    for (var nic : List.of(BLUE, GREEN)) {
      for (var key : List.of("vlan", "guards", "storm", "acl", "bandwidth")) {
        set(nic, key, "none");
      }
    }
    ours.lab()
        .green()
        .run("ip", "address", "flush", "dev", ours.lab().greenTap(), "to", "10.0.0.0/10");
    ours.rest().quietLedger();
  }

  private static void set(String nic, String key, String value) {
    ours.rest().set(nic, new JsonObject().put(key, value));
  }

  private static long dropped(String nic, String direction, String reason) {
    return ours.rest().get("/nics/" + nic + "/policy").getJsonObject(direction).getLong(reason, 0L);
  }

  /** Does something on each combination of paths. */
  private static void onEachPath(Runnable action) {
    var rest = ours.rest();
    action.run();
    rest.attach(BLUE);
    action.run();
    rest.attach(GREEN);
    action.run();
    rest.detach(BLUE, "graceful");
    action.run();
    rest.detach(GREEN, "graceful");
  }

  private static void answers(Namespace from, String address) {
    from.run("ping", "-q", "-c", "5", "-i", "0.01", "-W", "5", address).succeeds();
  }

  private static void doesNotAnswer(Namespace from, String address) {
    var ping = from.run("ping", "-q", "-c", "3", "-i", "0.01", "-W", "0.2", address);
    assertEquals(1, ping.exit(), ping::toString);
  }

  /** An interface in a VLAN; where the kernel has none, a script is one. */
  private void vlan(Namespace namespace, String tap, int id, String address) {
    var name = "v" + id;
    var made =
        namespace.run(
            "ip", "link", "add", "link", tap, "name", name, "type", "vlan", "id", "" + id);
    if (made.exit() != 0) {
      var device = namespace.start("python3", Checkout.script("vlan.py"), tap, name, "" + id);
      device.awaitOut(BOUND, "ready"::equals);
      started.add(device);
      var mac = namespace.run("cat", "/sys/class/net/" + tap + "/address").succeeds().out();
      namespace.run("ip", "link", "set", "dev", name, "address", mac.strip()).succeeds();
    }
    namespace.run("ip", "address", "add", address, "dev", name).succeeds();
    namespace.run("ip", "link", "set", "dev", name, "mtu", "1400").succeeds();
    namespace.run("ip", "link", "set", "dev", name, "up").succeeds();
  }

  @Test
  void joinsATrunkAndAnAccessPort() {
    vlan(ours.lab().blue(), ours.lab().blueTap(), 10, "10.10.0.1/24");
    vlan(ours.lab().blue(), ours.lab().blueTap(), 20, "10.20.0.1/24");
    ours.lab()
        .green()
        .run("ip", "address", "add", "10.10.0.2/24", "dev", ours.lab().greenTap())
        .succeeds();
    ours.lab()
        .green()
        .run("ip", "address", "add", "10.20.0.2/24", "dev", ours.lab().greenTap())
        .succeeds();
    doesNotAnswer(ours.lab().blue(), "10.10.0.2"); // A port without vlan takes no tags.
    long untagged = dropped(BLUE, "droppedFromGuest", "vlan-not-allowed");
    set(BLUE, "vlan", "{ mode: trunk, allowed: 10 }");
    set(GREEN, "vlan", "{ mode: access, id: 10 }");
    onEachPath(
        () -> {
          answers(ours.lab().blue(), "10.10.0.2");
          answers(ours.lab().green(), "10.10.0.1");
          doesNotAnswer(ours.lab().blue(), "10.20.0.2");
          doesNotAnswer(ours.lab().blue(), GREEN_V4);
        });
    assertTrue(dropped(BLUE, "droppedFromGuest", "vlan-not-allowed") > untagged);

    set(BLUE, "vlan", "{ mode: trunk, native: 10 }");
    onEachPath(
        () -> {
          answers(ours.lab().blue(), GREEN_V4);
          doesNotAnswer(ours.lab().blue(), "10.20.0.2");
        });
    set(BLUE, "vlan", "none");
    doesNotAnswer(ours.lab().blue(), GREEN_V4);
    set(GREEN, "vlan", "none");
    answers(ours.lab().blue(), GREEN_V4);
  }

  @Test
  void carriesAStreamInAVlanWhileVfsComeAndGo() {
    vlan(ours.lab().blue(), ours.lab().blueTap(), 10, "10.10.0.1/24");
    ours.lab()
        .green()
        .run("ip", "address", "add", "10.10.0.2/24", "dev", ours.lab().greenTap())
        .succeeds();
    // The script that may be the interface in the VLAN passes checksums on as they are.
    var none = new JsonArray(List.of("-txcsum", "-tso4", "-tso6", "-txcsum-ipv6"));
    ours.rest().set(GREEN, new JsonObject().put("offloads", none));
    set(BLUE, "vlan", "{ mode: trunk }");
    set(GREEN, "vlan", "{ mode: access, id: 10 }");
    var before = Echoes.now(ours.lab().blue());
    try (var stream =
            TcpStream.start(ours.lab().blue(), ours.lab().green(), "10.10.0.2", "-b", "10M");
        var ping = ours.lab().blue().start("ping", "-q", "-i", "0.002", "10.10.0.2")) {
      for (int i = 0; i < 2; i++) {
        onEachPath(() -> stream.arrives(3));
      }
      ping.signal("INT");
      ping.finish(BOUND);
      stream.end();
    }
    var echoes = Echoes.since(before, ours.lab().blue());
    assertTrue(echoes.sent() > 100, echoes::toString);
    assertEquals(0, echoes.lost(), echoes::toString);
    var all = new JsonArray(List.of("+txcsum", "+tso4", "+tso6", "+txcsum-ipv6"));
    ours.rest().set(GREEN, new JsonObject().put("offloads", all));
  }

  @Test
  void knowsAForgedAddress() {
    set(BLUE, "guards", "[mac-spoof]");
    onEachPath(
        () -> {
          answers(ours.lab().blue(), GREEN_V4);
          long before = dropped(BLUE, "droppedFromGuest", "mac-spoof");
          ours.lab()
              .blue()
              .run(
                  "ip", "link", "set", "dev", ours.lab().blueTap(), "address", "02:00:00:00:00:99");
          doesNotAnswer(ours.lab().blue(), GREEN_V4);
          assertTrue(dropped(BLUE, "droppedFromGuest", "mac-spoof") > before);
          ours.lab()
              .blue()
              .run("ip", "link", "set", "dev", ours.lab().blueTap(), "address", mac(BLUE))
              .succeeds();
          answers(ours.lab().blue(), GREEN_V4);
        });
    var violations =
        ours.rest().get("/nics/" + BLUE + "/policy").getJsonArray("violations").encode();
    assertTrue(violations.contains("020000000099"), violations);
  }

  private static String mac(String nic) {
    return ours.rest().get("/nics/" + nic).getString("mac");
  }

  @Test
  void keepsServersAndRoutersOut() {
    try (var server =
        ours.lab()
            .green()
            .start(
                "dnsmasq",
                "--keep-in-foreground",
                "--port=0",
                "--conf-file=/dev/null",
                "--leasefile-ro",
                "--log-facility=-",
                "--no-ping",
                "--user=root",
                "--interface=" + ours.lab().greenTap(),
                "--bind-interfaces",
                "--dhcp-range=10.99.0.100,10.99.0.200",
                "--enable-ra",
                "--dhcp-range=fd99::,ra-only")) {
      server.awaitErr(BOUND, line -> line.contains("router advertisement"));
      assertEquals(0, dhcp());
      onEachPath(
          () -> {
            set(GREEN, "guards", "[dhcp, router]");
            assertEquals(1, dhcp());
            assertTrue(dropped(GREEN, "droppedFromGuest", "dhcp-guard") > 0);
            set(GREEN, "guards", "none");
            assertEquals(0, dhcp());
          });
      set(GREEN, "guards", "[dhcp, router]");
      advertise(server);
    }
  }

  /** Asks for an address; gives 0 when there was an offer and all that follows. */
  private static int dhcp() {
    return ours.lab()
        .blue()
        .run(
            "busybox",
            "udhcpc",
            "-f",
            "-n",
            "-q",
            "-t",
            "2",
            "-T",
            "1",
            "-A",
            "1",
            "-s",
            "/bin/true",
            "-i",
            ours.lab().blueTap())
        .exit();
  }

  /** A solicitation makes the server advertise itself, and the port does not let it. */
  private static void advertise(Running server) {
    long before = dropped(GREEN, "droppedFromGuest", "router-guard");
    ours.lab().blue().run("ip", "link", "set", "dev", ours.lab().blueTap(), "down").succeeds();
    ours.lab().blue().run("ip", "link", "set", "dev", ours.lab().blueTap(), "up").succeeds();
    // With the link its addresses of IPv6 are gone.
    ours.lab()
        .blue()
        .run("ip", "address", "add", "fd99::1/64", "dev", ours.lab().blueTap(), "nodad")
        .succeeds();
    long after =
        Eventually.look(
            BOUND,
            () -> dropped(GREEN, "droppedFromGuest", "router-guard"),
            drops -> drops > before);
    assertTrue(after > before, server::toString);
  }

  @Test
  void stopsAStorm() {
    set(BLUE, "storm", "{ broadcast: 20pps }");
    onEachPath(
        () -> {
          long before = dropped(BLUE, "droppedFromGuest", "storm");
          ours.lab()
              .blue()
              .run("arping", "-q", "-c", "60", "-W", "0.001", "-i", ours.lab().blueTap(), GREEN_V4);
          assertTrue(dropped(BLUE, "droppedFromGuest", "storm") > before);
          answers(ours.lab().blue(), GREEN_V4);
        });
  }

  @Test
  void deniesWhatTheAccessListDenies() {
    onEachPath(
        () -> {
          set(GREEN, "acl", "[{ direction: inbound, action: deny, protocol: icmp }]");
          doesNotAnswer(ours.lab().blue(), GREEN_V4);
          answers(ours.lab().blue(), NetnsLab.GREEN_V6);
          // What green asks itself is answered, and the answers are let in.
          set(
              GREEN,
              "acl",
              "[{ direction: inbound, action: deny, protocol: icmp },"
                  + " { direction: outbound, action: allow, protocol: icmp, stateful: true }]");
          doesNotAnswer(ours.lab().blue(), GREEN_V4);
          answers(ours.lab().green(), NetnsLab.BLUE_V4);
          set(GREEN, "acl", "none");
          answers(ours.lab().blue(), GREEN_V4);
        });
  }

  @Test
  void holdsAStreamToItsBandwidth() {
    set(BLUE, "bandwidth", "{ out: 50Mbit }");
    try (var server = ours.lab().green().start("iperf3", "-s", "-i", "0", "--forceflush")) {
      server.awaitOut(BOUND, line -> line.startsWith("Server listening"));
      onEachPath(
          () -> {
            var report =
                new JsonObject(
                    ours.lab()
                        .blue()
                        .run("iperf3", "-c", GREEN_V4, "-t", "1", "-J")
                        .succeeds()
                        .out());
            double rate =
                report
                    .getJsonObject("end")
                    .getJsonObject("sum_received")
                    .getDouble("bits_per_second");
            assertTrue(rate < 60e6 && rate > 5e6, () -> rate + " " + report.encode());
          });
    }
    assertTrue(dropped(BLUE, "droppedFromGuest", "rate-exceeded") > 0);
  }
}
