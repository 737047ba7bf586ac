package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Groups that a socket of the kernel joins at one node of a cluster, and that are sent to at the
 * other one: what has not been asked for does not go over the link.
 */
class ClusterMulticastIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String GROUP = "239.5.5.6";

  /** What an interface or a link sees in a few seconds beside what is counted here: queries. */
  private static final long OTHER = 60;

  private static final String MULTICAST =
      "multicast: { querier: true, query-interval: 2s, response: 500ms, last-member: 200ms }";
  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: groups }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sl: { place: left, %s }, sr: { place: right, %s } }
        adapters:
          pl: { switch: sl, vfs: 2, offer-delay: 10ms }
          pr: { switch: sr }
        links: { out: { endpoints: [pl, pr] } }
        guests:
          t: { nics: { hn0: { switch: sl, endpoint: %s, vf: { adapter: pl, attach: false } } } }
          u: { nics: { hn0: { switch: sr, endpoint: %s } } }
          w: { nics: { hn0: { switch: sr, endpoint: %s } } }
      """;

  private final ClusterLan lan = new ClusterLan("left", "right");
  private Namespace t;
  private Namespace u;
  private Namespace w;

  @BeforeEach
  void start() {
    Checkout.requireEverything();
    t = lan.guest("t");
    u = lan.guest("u");
    w = lan.guest("w");
    lan.startAll(
        LAB.formatted(MULTICAST, MULTICAST, tap("t", t, 1), tap("u", u, 2), tap("w", w, 3)));
  }

  private String tap(String guest, Namespace at, int number) {
    return "{ tap: { name: %s, netns: %s, ip: 10.98.1.%d/24 } }"
        .formatted(lan.tap(guest), at.name(), number);
  }

  @AfterEach
  void stop() {
    lan.close();
  }

  private Running send(int count) {
    return Datagrams.send(u, GROUP, count, 10, 5, lan.tap("u"));
  }

  private JsonObject groups(String node, String name) {
    return lan.rest(node).get("/switches/" + name + "/groups");
  }

  private static boolean isActive(JsonObject groups) {
    return groups.getJsonArray("vlans").stream()
        .allMatch(one -> ((JsonObject) one).getBoolean("active"));
  }

  /**
   * Whether somebody beyond the link has asked for the group, as the switch of the sender knows.
   */
  private boolean isWanted() {
    return groups("right", "sr").getJsonArray("groups").stream()
        .anyMatch(one -> ((JsonObject) one).getString("group").equals(GROUP));
  }

  private static void until(BooleanSupplier wanted, String what) {
    assertTrue(Eventually.look(BOUND, wanted::getAsBoolean, Boolean::booleanValue), what);
  }

  private long overTheLink() {
    return lan.rest("right").get("/links/out").getLong("frames");
  }

  private long received(String guest, Namespace at) {
    var file = "/sys/class/net/" + lan.tap(guest) + "/statistics/rx_packets";
    return Long.parseLong(at.run("cat", file).succeeds().out().strip());
  }

  @Test
  void goOverALinkOnlyWhereSomebodyHasAskedAndLoseNothingWhileVfsComeAndGo() {
    until(() -> isActive(groups("left", "sl")) && isActive(groups("right", "sr")), "groups");
    long link = overTheLink();
    send(1000).finish(BOUND).succeeds();
    assertTrue(overTheLink() - link < OTHER, "nobody has asked");

    long before = received("w", w);
    try (var member = Datagrams.receive(t, lan.tap("t"), GROUP)) {
      until(this::isWanted, "the sender's switch does not hear of the member");
      var sender = send(Datagrams.ENDLESS);
      var rest = lan.rest("left");
      for (int i = 0; i < 2; i++) {
        rest.attach("t:hn0");
        rest.detach("t:hn0", "graceful");
      }
      member.assertUntouchedUntilNow(sender);
    }
    assertTrue(received("w", w) - before < 2 * OTHER, "w has not asked");

    until(() -> !isWanted(), "the member has left");
    link = overTheLink();
    send(1000).finish(BOUND).succeeds();
    assertTrue(overTheLink() - link < OTHER, "the member has left");
    lan.rest("right").quietLedger();
    assertEquals(List.of(), lan.findings());
  }
}
