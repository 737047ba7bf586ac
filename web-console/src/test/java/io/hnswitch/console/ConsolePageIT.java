package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.OperationJson;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.browser.Browser;
import io.hnswitch.browser.Inspection;
import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.Memory;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * The page in a real browser before a lab that says what a real one does not, or not when a test
 * wants it: hostile names, refusals, silence. Needs chromium and chromium-driver.
 */
class ConsolePageIT {

  private static final String TOKEN = "a-token-for-tests-0123456789";
  private static final String B = "#nic-list tbody tr:nth-child(2) ";

  private static Browser browser;

  private final Vertx vertx = Vertx.vertx();
  private final Arena arena = Arena.ofShared();
  private Lab lab;
  private FakeLab fake;
  private ConsoleVerticle console;

  @BeforeAll
  static void start() {
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @BeforeEach
  void open() throws Exception {
    var memory = Memory.ofArena(arena, 32L << 20);
    Codecs.install(vertx, memory, 1);
    lab = new Lab(vertx, memory, new Seeds(1));
    fake = new FakeLab(lab);
    console = new ConsoleVerticle(lab, new ConsoleSettings("127.0.0.1", 0, TOKEN));
    await(vertx.deployVerticle(console));
    new PageLab(fake);
    browser.become("light", 1400, 1000);
    browser.open(url() + "/?token=" + TOKEN);
    browser.until("#freshness", "live");
    go("nics");
    browser.until("#nic-list tbody", "c:hn0");
  }

  @AfterEach
  void close() throws Exception {
    browser.forget();
    await(vertx.close());
    arena.close();
  }

  private String url() {
    return "http://127.0.0.1:" + console.actualPort();
  }

  private static void go(String screen) {
    browser.run("location.hash = arguments[0]", "#/" + screen);
  }

  @Test
  void saysWhichLabItShowsAndHowOldItIs() {
    assertEquals("node left · lab demo · revision 18", browser.text(".lab"));
    assertTrue(browser.text("#freshness").matches("live · \\d+\\.\\d s"));
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void showsHostileTextAsTextOnEveryScreen() {
    var screens =
        List.of(
            "",
            "topology",
            "topology?as=table",
            "nics",
            "nics/a%3Ahn0",
            "nics/a%3Ahn0?tab=settings",
            "nics/a%3Ahn0?tab=capabilities",
            "nics/c%3Ahn0",
            "switches",
            "switches/sw0",
            "links",
            "flows",
            "captures",
            "captures/c1",
            "drops",
            "events",
            "labs",
            "bus",
            "settings/config",
            "settings/tunables",
            "settings/audit",
            "settings/users",
            "nics/" + "%3Cb%3Ex%3C%2Fb%3E",
            "nothing/%E2%80%AE%");
    var inspection = new Inspection(browser);
    for (var screen : screens) {
      browser.become("light", 1400, 1000);
      go(screen);
      browser.until("h1", "");
      browser.until("#freshness", "live");
      settle();
      for (int width : List.of(1400, 400)) {
        browser.become("light", width, 1000);
        assertEquals(0, browser.all("main b, main img, main script").size(), screen);
        assertEquals(List.of(), inspection.layout(), screen + " at " + width);
        assertEquals(List.of(), browser.complaints(), screen);
      }
    }
  }

  @Test
  void showsAHostileNameWhole() {
    go("flows");
    browser.until("#flow-list tbody", "b-c");
    assertEquals(
        PageLab.HOSTILE,
        browser
            .row("flow-list", PageLab.HOSTILE)
            .findElement(By.cssSelector("th .name"))
            .getText());
    go("events");
    browser.until("#event-list", PageLab.HOSTILE);
  }

  @Test
  void showsTheFramesOfACaptureWithTheirBytes() {
    go("captures/c1");
    browser.until("#frame-list tbody tr:first-child", "ARP who has 10.0.0.2? tell 10.0.0.1");
    browser.until("#frame-list tbody tr:last-child", "acl-deny");
    browser.press("Bytes of frame 0");
    browser.until("dialog pre", "0000  ff ff ff ff ff ff 00 15 5d 00 00 0a 08 06");
    browser.type(Keys.ESCAPE);
    browser.press("Explain frame 0");
    browser.until("dialog h2", "switch.explain");
    assertEquals(
        "a:hn0", browser.run("return document.getElementById('switch.explain-nic').value"));
  }

  @Test
  void saysBesideTheButtonWhatWentWrong() {
    fake.refuse("vf.attach", ProblemCode.NO_VF_FREE, "pf0 has 4 VFs, all given");
    browser.press("Attach VF to b:hn0");
    browser.until(B + ".error", "pf0 has 4 VFs, all given");
    assertEquals("", browser.text("#nic-list tbody tr:first-child .error"));
  }

  @Test
  void leavesFocusOnAButtonWhileNumbersChange() {
    var button = browser.button("Attach VF to b:hn0");
    button.click();
    browser.until(B + ".badge", "VF");
    browser.until("#announcer", "b:hn0 is on the VF path");
    assertEquals("true", button.getDomAttribute("aria-disabled"));
    assertEquals(button, browser.run("return document.activeElement"));
  }

  @Test
  void leavesRowsWhereTheyAreWhileSomebodyReads() {
    go("events");
    browser.until("#event-list tbody", "flow.started");
    var first = browser.one("#event-list tbody tr:first-child th time");
    browser.run("document.querySelector('#event-list tbody a, #event-list tbody button').focus()");
    fake.happen("hnswitch.nic.down", "b:hn0", Map.of());
    browser.until("#event-list .newer", "1 newer");
    assertEquals(first, browser.one("#event-list tbody tr:first-child th time"));
    browser.press("1 newer");
    browser.until("#event-list tbody tr:first-child", "nic.down");
  }

  @Test
  void doesNotCallTheLabEmptyBeforeItKnows() {
    fake.timeOut("nic.list");
    browser.open(url() + "/#/switches");
    browser.run("location.reload()");
    browser.until("#switch-list .empty", "Not known yet.");
    fake.on("nic.list", new JsonArray());
    browser.until("#switch-list tbody", "sw0");
    go("nics");
    browser.until("#nic-list .empty", "The lab has no NICs.");
  }

  @Test
  void offersActionsAsSoonAsTheNodeSaysWhichThereAre() {
    fake.refuse("sys.describe", ProblemCode.UNAVAILABLE, "not now");
    browser.run("location.reload()");
    browser.until("header .error", "not now");
    browser.until("#nic-list tbody", "c:hn0");
    assertEquals(0, browser.all("#nic-list td .actions").size());
    fake.on("sys.describe", OperationJson.all());
    browser.button("Attach VF to b:hn0");
  }

  @Test
  void showsAndUsesTheLanguageOfFilters() {
    browser.one("#nic-list .find").sendKeys("path:vf");
    browser.until("#nic-list .count", "1 of 4");
    assertTrue(browser.url().endsWith("#/nics?q=path%3Avf"), browser.url());
    browser.one("#nic-list .find").sendKeys(" \"");
    browser.until("#nic-list .error", "unterminated quote");
    browser.chord(Keys.CONTROL, "a");
    browser.type(Keys.DELETE);
    browser.until("#nic-list .count", "4");
    browser.one(B + "td:nth-child(2) .value").click();
    browser.until("#nic-list .count", "of 4");
    assertTrue(browser.url().contains("q=path%3Asynthetic"), browser.url());
  }

  @Test
  void pausesAndGoesOn() {
    browser.press("Pause");
    browser.until("#freshness", "paused");
    fake.happen("hnswitch.nic.down", "a:hn0", Map.of());
    go("events");
    browser.until("#event-list tbody", "flow.started");
    assertTrue(!browser.text("#event-list tbody").contains("nic.down"));
    browser.press("Go on");
    browser.until("#event-list tbody", "nic.down");
  }

  @Test
  void saysThatNumbersAreOldWhenTheNodeIsGoneAndComesBackByItself() throws Exception {
    int port = console.actualPort();
    await(vertx.undeploy(console.deploymentID()));
    browser.until("#freshness", "stale");
    browser.until("#freshness", "(reconnecting)");
    browser.until("#announcer", "Connection lost");
    console = new ConsoleVerticle(lab, new ConsoleSettings("127.0.0.1", port, TOKEN));
    await(vertx.deployVerticle(console));
    browser.until("#freshness", "live");
    browser.until("#announcer", "Live again");
  }

  @Test
  void saysThatItsTokenIsNotTakenAnyMore() throws Exception {
    int port = console.actualPort();
    await(vertx.undeploy(console.deploymentID()));
    console =
        new ConsoleVerticle(
            lab, new ConsoleSettings("127.0.0.1", port, "another-token-0123456789"));
    await(vertx.deployVerticle(console));
    browser.until("#freshness", "not admitted");
  }

  @Test
  void signsInAndOut() throws Exception {
    var user =
        new JsonObject()
            .put("name", "ann")
            .put("role", "operator")
            .put("password", "four words are enough");
    await(vertx.eventBus().request("hnswitch.v1.ctl.user.create", user));
    browser.forget();
    browser.open(url() + "/#/nics/b%3Ahn0");
    browser.until("h2", "Sign in");
    assertEquals(List.of(), new Inspection(browser).accessibility());
    signIn("ann", "not the password");
    browser.until("#problem", "name or password is wrong");
    signIn("", "four words are enough");
    browser.until("#freshness", "live");
    browser.until("h1", "NIC b:hn0");
    browser.until(".account", "ann (operator)");
    browser.press("Attach VF to b:hn0");
    browser.until("#pairing-state", "vf-active");
    browser.press("Sign out");
    browser.until("h2", "Sign in");
    signIn("ann", "four words are enough");
    browser.until(".account", "ann (operator)");
    var admin = new JsonObject().put("name", "ann").put("role", "viewer");
    await(vertx.eventBus().request("hnswitch.v1.ctl.user.set", admin));
    browser.until("h2", "Sign in");
    signIn("ann", "four words are enough");
    browser.until(".account", "ann (viewer)");
    go("nics");
    browser.until("#nic-list tbody", "c:hn0");
    assertEquals(0, browser.all("#nic-list td .actions button").size(), "offered to a viewer");
    go("settings/users");
    browser.until("main", "Your role may not see this.");
  }

  private static void signIn(String name, String password) {
    browser.one("#name").sendKeys(name);
    browser.one("#password").sendKeys(password);
    browser.one("form button").click();
  }

  /** Two drawings of what is there now. */
  private static void settle() {
    browser.runAsync("setTimeout(arguments[0], 600)");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
