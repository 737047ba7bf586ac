package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.browser.Browser;
import io.hnswitch.browser.ScreenTour;
import io.hnswitch.browser.ScreenTour.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console of two nodes that run the lab that ships for two: what it shows of both. */
class ClusterConsoleIT {

  private static final Screen CLUSTER =
      new Screen("cluster", "cluster", "#placement-list tbody tr:nth-child(7)");

  /** Screens that say which node something is on. */
  private static final List<Screen> ELSEWHERE =
      List.of(
          new Screen("cluster-overview", "", "#health a"),
          new Screen("cluster-topology", "topology?chosen=guest%20b", ".side .on-node"),
          new Screen("cluster-nics", "nics", "#nic-list td[data-title=Node]"),
          new Screen("cluster-nic", "nics/b%3Ahn0", "#pair .on-node"),
          new Screen("cluster-switches", "switches", "#adapter-list td[data-title=Node]"),
          new Screen("cluster-switch", "switches/sw1", "#ports .on-node"));

  @TempDir private static Path folder;
  private static TestCluster cluster;
  private static Browser browser;
  private static ScreenTour tour;

  @BeforeAll
  static void start() throws IOException {
    var lab = Files.readString(Path.of("../conf/cluster/two-nodes.yaml"));
    cluster = new TestCluster(folder, lab, "left", "right");
    cluster.startAll();
    cluster.untilSound();
    browser = new Browser();
    tour = new ScreenTour(browser, Path.of("target", "screenshots"));
  }

  @BeforeEach
  void open() {
    browser.forget();
    open(cluster.node("left").token());
  }

  @AfterAll
  static void stop() {
    browser.close();
    cluster.close();
  }

  private void open(String token) {
    browser.become("light", ScreenTour.WIDE, 1000);
    browser.open(cluster.node("left").url() + "/?token=" + token);
    browser.until("#freshness", "live");
  }

  @Test
  void showsBothNodesAndWhatIsWhere() {
    tour.go(CLUSTER);
    browser.until("#cluster-health", "2 of 2 nodes, safe; changes stop with 1 node fewer");
    browser.until("#sound", "Nothing is wrong.");
    assertTrue(browser.text("#member-list").contains("right"), browser.text("#member-list"));
    browser.until("#node-link-list tbody", "pf1 on right");
    browser.until("#node-link-list tbody", "µs");
    assertTrue(row("guest b").contains("right"), row("guest b"));
    tour.fits(CLUSTER);
    tour.isReachedByKeys(CLUSTER);
    ELSEWHERE.forEach(tour::go);
    browser.until("#ports .on-node", "on node right");

    // The address has what was chosen, and a key leads there.
    tour.go(new Screen("placement of right", "cluster?p.q=owner%3Aright", "#placement-list"));
    browser.until("#placement-list .count", "4 of 7");
    browser.run("location.hash = '#/nics'");
    browser.until("h1", "NICs");
    browser.type("g", "c");
    browser.until("h1", "Cluster");
    assertEquals(List.of(), browser.complaints());
  }

  private String row(String device) {
    return browser.row("placement-list", device).getText();
  }

  @Test
  void asksBeforeANodeEndsAndSaysWhenNothingCanBeChanged() {
    tour.go(CLUSTER);
    browser.press("Leave right");
    browser.until("dialog", "Then 1 of 2 nodes is there and 2 are needed");
    tour.fitsOpen("cluster-leave");
    browser.type(Keys.ESCAPE);
    browser.button("Leave right");
    assertTrue(!cluster.isLeaving("right"), "left without being asked for");

    browser.press("Leave right");
    browser.until("dialog", "ends in order");
    browser.button("Cancel");
    browser.one("dialog .danger").click();
    browser.pointAway();
    TestCluster.until(() -> cluster.isLeaving("right"), () -> "right stays");
    cluster.stop("right");

    browser.until("#cluster-health", "Node left sees 1 of 2 nodes and needs 2");
    browser.until("#member-list", "absent");
    browser.until("#finding-list", "no-majority");
    tour.fits(new Screen("cluster-frozen", "cluster", "#finding-list tbody tr"));
    tour.go(new Screen("cluster-frozen-overview", "", "#health a"));
    browser.until("#health", "1 of 2 nodes: nothing can be changed");

    cluster.start("right");
    tour.go(CLUSTER);
    browser.until("#cluster-health", "2 of 2 nodes, safe");
    browser.until("#sound", "Nothing is wrong.");
  }

  @Test
  void movesAGuestThereAndBack() {
    tour.go(CLUSTER);
    browser.press("Drain right");
    browser.until("dialog", "Every guest of node right goes to another node");
    browser.press("Cancel");
    browser.press("Move b");
    browser.until("dialog", "Guest b goes from node right to another one");
    assertEquals("left", browser.text("#move-to"));
    tour.fitsOpen("cluster-move");
    browser.press("Copy as… Move b there");
    browser.until("dialog", "hnswitch bus request guest.migrate");
    browser.until("dialog", "\"to\":\"left\"");
    browser.type(Keys.ESCAPE);

    move("left");
    move("right");
  }

  private void move(String node) {
    browser.press("Move b");
    browser.until("dialog", "to another one");
    browser.press("Move b there");
    TestCluster.until(() -> row("guest b").contains(node), () -> row("guest b"));
    cluster.untilSound();
  }

  @Test
  void offersAViewerNothingThatItMayNot() {
    var left = cluster.node("left");
    assertEquals(0, left.run("token", "create", "eyes", "--role", "viewer", "--json"), left.err());
    var secret = left.object().getString("token");
    browser.forget();
    open(secret);
    tour.go(CLUSTER);
    browser.until("#member-list", "right");
    assertTrue(!browser.text("main").contains("Leave"), browser.text("main"));
    browser.button("Copy as… questions to the cluster");
  }
}
