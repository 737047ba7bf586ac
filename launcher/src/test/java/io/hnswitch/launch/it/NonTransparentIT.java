package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without transparent mode a guest with a TAP sees its VF as a second one, and uses it. */
class NonTransparentIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String BLUE = "blue:hn0";
  private static final String BLUE_VF = "10.98.0.1/24";
  private static final String GREEN_VF = "10.98.0.2";

  @BeforeEach
  void require() {
    Checkout.requireEverything();
  }

  private static String yaml(NetnsLab lab) {
    return lab.yaml().replace("hw.hn.vf_transparent: 1", "hw.hn.vf_transparent: 0");
  }

  /** Whichever way the name is made, it begins like that of the other TAP. */
  private static String vfTap(NetnsLab lab) {
    var name = lab.blueTap() + "vf";
    assertTrue(name.length() <= 15, name);
    return name;
  }

  // holds: S98
  @Test
  void showsTheVfAsASecondInterfaceWhileItIsThere() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh();
        var node = NodeProcess.start(place, yaml(lab));
        var monitor = lab.blue().start("ip", "monitor", "link")) {
      awaitMonitor(monitor, lab);
      attach(node);
      var tap = vfTap(lab);
      monitor.awaitOut(BOUND, line -> line.contains(" " + tap + ": ") && !isDeleted(line));
      awaitState(lab, tap, "UP");
      awaitState(lab, lab.blueTap(), "DOWN");
      assertEquals(link(lab, lab.blueTap()).getString("address"), address(lab, tap));
      lab.green().run("ip", "address", "add", GREEN_VF + "/24", "dev", lab.greenTap()).succeeds();
      lab.blue().run("ip", "address", "add", BLUE_VF, "dev", tap).succeeds();

      // The questions and answers of ARP come by the channel and are redirected, the rest by the
      // VF.
      lab.blue().run("ping", "-q", "-c", "50", "-i", "0.01", GREEN_VF).succeeds();
      lab.green().run("ip", "neigh", "flush", "all").succeeds();
      lab.green().run("ping", "-q", "-c", "50", "-i", "0.01", "10.98.0.1").succeeds();
      assertEquals(0, Echoes.of(lab.blue()).lost());
      assertEquals(0, Echoes.of(lab.green()).lost());

      detach(node);
      monitor.awaitOut(BOUND, line -> isDeleted(line) && line.contains(" " + tap + ": "));
      awaitState(lab, lab.blueTap(), "UP");
      lab.blue().run("ping", "-q", "-c", "20", "-i", "0.01", NetnsLab.GREEN_V4).succeeds();
      node.rest().quietLedger();
      node.stop();
      assertTrue(!lab.blue().exists() && !lab.green().exists());
      assertEquals(List.of(), place.leftovers());
    }
  }

  @Test
  void leavesNothingWhenTheNodeEndsWithTheVfThere() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh();
        var node = NodeProcess.start(place, yaml(lab))) {
      attach(node);
      awaitState(lab, vfTap(lab), "UP");
      node.stop();
      assertTrue(!lab.blue().exists() && !lab.green().exists());
      assertEquals(List.of(), place.leftovers());
    }
  }

  @Test
  void leavesNothingThatTheNextStartDoesNotRemove() {
    try (var place = Place.make();
        var lab = NetnsLab.fresh()) {
      try (var killed = NodeProcess.start(place, yaml(lab))) {
        attach(killed);
        awaitState(lab, vfTap(lab), "UP");
        killed.process().kill();
      }
      try (var next = NodeProcess.start(place, yaml(lab))) {
        attach(next);
        awaitState(lab, vfTap(lab), "UP");
        next.stop();
      }
      assertTrue(!lab.blue().exists() && !lab.green().exists());
      assertEquals(List.of(), place.leftovers());
    }
  }

  private static boolean isDeleted(String line) {
    return line.startsWith("Deleted");
  }

  /** It listens as soon as it tells of a change. */
  private static void awaitMonitor(Running monitor, NetnsLab lab) {
    var length = new int[] {1000};
    boolean listens =
        Eventually.look(
            BOUND,
            () -> {
              var next = Integer.toString(++length[0]);
              lab.blue().run("ip", "link", "set", "dev", "lo", "txqueuelen", next).succeeds();
              return monitor.hasSaid(line -> line.contains(" lo: "));
            },
            Boolean::booleanValue);
    assertTrue(listens, "ip monitor says nothing");
  }

  private static void attach(NodeProcess node) {
    node.rest().post("/nics/" + BLUE + "/actions/attach-vf", new JsonObject().put("wait", false));
  }

  private static void detach(NodeProcess node) {
    node.rest()
        .post(
            "/nics/" + BLUE + "/actions/detach-vf",
            new JsonObject().put("how", "graceful").put("wait", false));
  }

  private static void awaitState(NetnsLab lab, String tap, String state) {
    var seen =
        Eventually.look(
            BOUND, () -> link(lab, tap), link -> state.equals(link.getString("operstate")));
    assertEquals(state, seen.getString("operstate"), seen::encode);
  }

  private static String address(NetnsLab lab, String tap) {
    return link(lab, tap).getString("address");
  }

  /** Empty when there is no such interface. */
  private static JsonObject link(NetnsLab lab, String tap) {
    var said = lab.blue().run("ip", "-json", "link").succeeds();
    var links = new JsonArray(said.out());
    for (int i = 0; i < links.size(); i++) {
      if (tap.equals(links.getJsonObject(i).getString("ifname"))) {
        return links.getJsonObject(i);
      }
    }
    return new JsonObject();
  }
}
