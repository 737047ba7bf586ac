package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Groups that sockets of the kernel join, and where frames to them go: counted at the interfaces of
 * a member and of one that has not asked, on both paths and while VFs come and go.
 */
class MulticastIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String GROUP = "239.5.5.5";
  private static final String V6 = "ff0e::5:5";

  /** What an interface sees in a few seconds beside what is counted here: queries, NDP. */
  private static final long OTHER = 60;

  private static Place place;
  private static NetnsLab lab;
  private static Namespace red;
  private static String redTap;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    var id = lab.blueTap().substring(3);
    red = new Namespace("hnm-r" + id);
    redTap = "hnmr" + id;
    var multicast =
        "sw0: { multicast: { querier: true, query-interval: 2s, response: 500ms, last-member: 200ms"
            + " } }";
    node =
        NodeProcess.start(
            place,
            lab.yaml().replace("sw0: {}", multicast)
                + """
                    red:
                      nics:
                        hn0: { endpoint: { tap: { name: %s, netns: %s, ip: [10.99.0.3/24, "fd99::3/64"] } } }
                """
                    .formatted(redTap, red.name()));
    node.rest()
        .until(
            "/switches/sw0/groups",
            said ->
                said.getJsonArray("vlans").size() == 2
                    && said.getJsonArray("vlans").stream()
                        .allMatch(one -> ((JsonObject) one).getBoolean("active")));
  }

  @AfterAll
  static void stop() {
    try (var files = place;
        var names = lab;
        var process = node) {
      if (process != null) {
        process.stop();
      }
      assertEquals(List.of(), files.leftovers());
      assertTrue(!names.blue().exists() && !names.green().exists() && !red.exists());
    } finally {
      red.remove();
    }
  }

  @AfterEach
  void theBooksBalance() {
    node.rest().quietLedger();
  }

  private static Datagrams member(String group) {
    var running = Datagrams.receive(lab.green(), lab.greenTap(), group);
    node.rest().until("/switches/sw0/groups", said -> isMember(said, group));
    return running;
  }

  private static boolean isMember(JsonObject groups, String group) {
    return groups.getJsonArray("groups").stream()
        .map(JsonObject.class::cast)
        .anyMatch(
            one ->
                one.getString("group").equals(group) && one.getString("port").equals("green:hn0"));
  }

  private static Running send(String group, int count, int burst, int pauseMs) {
    return Datagrams.send(lab.blue(), group, count, burst, pauseMs, lab.blueTap());
  }

  private static long received(Namespace at, String tap) {
    var file = "/sys/class/net/" + tap + "/statistics/rx_packets";
    return Long.parseLong(at.run("cat", file).succeeds().out().strip());
  }

  /** Does something on the synthetic paths, and then by VFs. */
  private static void onEachPath(Runnable action) {
    var rest = node.rest();
    action.run();
    rest.attach("blue:hn0");
    rest.attach("green:hn0");
    action.run();
    rest.detach("blue:hn0", "graceful");
    rest.detach("green:hn0", "graceful");
  }

  @Test
  void membersGetGroupsAndOthersDoNot() {
    onEachPath(
        () -> {
          for (var group : List.of(GROUP, V6)) {
            long before = received(red, redTap);
            try (var member = member(group)) {
              assertEquals(200, member.seen(send(group, 200, 20, 2)).getInteger("distinct"));
            }
            assertTrue(received(red, redTap) - before < OTHER, "red has not asked");
            // The socket is gone: the kernel says so, and nobody else there answers.
            node.rest().until("/switches/sw0/groups", said -> !isMember(said, group));
            before = received(lab.green(), lab.greenTap());
            send(group, 200, 20, 2).finish(BOUND).succeeds();
            assertTrue(received(lab.green(), lab.greenTap()) - before < OTHER, "green has left");
          }
        });
  }

  @Test
  void aMemberLosesNothingWhileVfsComeAndGo() {
    long before = received(red, redTap);
    try (var member = member(GROUP)) {
      var sender = send(GROUP, Datagrams.ENDLESS, 10, 5);
      var rest = node.rest();
      rest.attach("green:hn0");
      rest.attach("blue:hn0");
      rest.detach("green:hn0", "graceful");
      rest.detach("blue:hn0", "graceful");
      assertTrue(explain().contains("to the ports that have asked for it"), explain());
      member.assertUntouchedUntilNow(sender);
    }
    assertTrue(received(red, redTap) - before < 4 * OTHER, "red has not asked");
  }

  private static String explain() {
    var said =
        node.rest()
            .post(
                "/switches/actions/explain",
                new JsonObject()
                    .put("nic", "blue:hn0")
                    .put("text", "udp 10.99.0.1:5 > " + GROUP + ":7 to 01:00:5e:05:05:05"));
    assertEquals(
        new JsonArray().add("nic green:hn0").encode(),
        new JsonArray(
                said.getJsonArray("ends").stream()
                    .map(JsonObject.class::cast)
                    .filter(end -> end.getString("what").equals("delivered"))
                    .map(end -> end.getString("where"))
                    .toList())
            .encode());
    return said.encode();
  }
}
