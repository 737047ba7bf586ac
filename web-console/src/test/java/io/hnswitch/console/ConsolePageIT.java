package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.Memory;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The page in a real browser, in real time. Needs chromium and chromium-driver. */
class ConsolePageIT {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String TOKEN = "a-token-for-tests-0123456789";
  private static final String PATH_OF_B = "#nics tbody tr:nth-child(2) .badge";

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
    browser.open("http://127.0.0.1:" + console.actualPort() + "/?token=" + TOKEN);
    browser.until("#freshness", "live");
    browser.until("#nics tbody", "c:hn0");
  }

  @AfterEach
  void close() throws Exception {
    browser.forget();
    await(vertx.close());
    arena.close();
  }

  @Test
  void showsTheLab() {
    assertEquals("http://127.0.0.1:" + console.actualPort() + "/", browser.url());
    assertEquals("node left · lab demo · revision 18", browser.text(".lab"));
    assertTrue(browser.row("nics", "a:hn0").getText().contains("VF"));
    assertTrue(browser.row("nics", "b:hn0").getText().contains("synthetic"));
    assertTrue(browser.row("vfs", "pf0/vf0").getText().contains("to the VF"));
    assertTrue(browser.row("flows", "b-c").getText().contains("84.2 µs"));
    assertTrue(browser.text("#ledger").contains("✓ 0"));
    assertTrue(browser.text("#ledger").contains("vf-gone 17"));
    assertTrue(browser.text("#switch-overs").contains("3.22 ms"));
    assertTrue(browser.text("#events").contains("lab.changed"));
    browser.until("#nics .note", "fps");
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void showsHostileNamesAsText() {
    assertEquals(
        PageLab.HOSTILE,
        browser.row("flows", PageLab.HOSTILE).findElement(By.tagName("th")).getText());
    assertTrue(browser.text("#events").contains(PageLab.HOSTILE));
    assertEquals(0, browser.all("main b, main img").size());
  }

  @Test
  void attachesAndDetachesAVf() {
    assertEquals("synthetic", word(PATH_OF_B));
    button("Attach VF to b:hn0").click();
    browser.until(PATH_OF_B, "VF");
    assertEquals(1, fake.asked("vf.attach"));
    browser.until("#events li .type", "nic.path-changed");
    browser.until("#announcer", "b:hn0 is on the VF path");
    button("Detach VF (surprise) from b:hn0").click();
    browser.until(PATH_OF_B, "synthetic");
  }

  @Test
  void takesANicDownAndUp() {
    button("Down a:hn0").click();
    browser.until("#nics tbody tr:first-child td:nth-child(4)", "down");
    button("Up a:hn0").click();
    browser.until("#nics tbody tr:first-child td:nth-child(4)", "up");
  }

  @Test
  void doesNotCallTheLabEmptyBeforeItKnows() {
    fake.timeOut("nic.list");
    browser.open("http://127.0.0.1:" + console.actualPort() + "/");
    browser.until("#vfs tbody", "pf0/vf0");
    assertEquals("Not known yet.", browser.text("#nics .empty"));
    fake.on("nic.list", new JsonArray());
    browser.until("#nics .empty", "The lab has no NICs.");
  }

  @Test
  void saysBesideTheButtonWhatWentWrong() {
    fake.refuse("vf.attach", ProblemCode.NO_VF_FREE, "pf0 has 4 VFs, all given");
    button("Attach VF to b:hn0").click();
    browser.until("#nics tbody tr:nth-child(2) .error", "pf0 has 4 VFs, all given");
    picture("refused", "light", 1280, 900);
    assertEquals("synthetic", word(PATH_OF_B));
    assertEquals("", browser.text("#nics tbody tr:first-child .error"));
  }

  @Test
  void leavesFocusOnAButtonWhileNumbersChange() {
    var button = button("Attach VF to b:hn0");
    button.click();
    browser.until(PATH_OF_B, "VF");
    assertEquals("true", button.getDomAttribute("aria-disabled"));
    assertEquals(button, browser.run("return document.activeElement"));
  }

  @Test
  void saysThatNumbersAreOldWhenTheNodeIsGone() throws Exception {
    await(vertx.undeploy(console.deploymentID()));
    browser.until("#freshness", "stale");
    browser.until("#freshness", "(reconnecting)");
    browser.until("#announcer", "Connection lost");
    picture("stale", "light", 1280, 900);
  }

  @Test
  void comesBackByItself() throws Exception {
    int port = console.actualPort();
    await(vertx.undeploy(console.deploymentID()));
    browser.until("#freshness", "stale");
    console = new ConsoleVerticle(lab, new ConsoleSettings("127.0.0.1", port, TOKEN));
    await(vertx.deployVerticle(console));
    browser.until("#freshness", "live");
    browser.until("#events li .type", "gap");
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
    browser.open("http://127.0.0.1:" + console.actualPort() + "/");
    browser.until("h2", "Sign in");
    for (var scheme : List.of("light", "dark")) {
      picture("login", scheme, 400, 600);
      assertEquals(List.of(), browser.run(LOW_CONTRAST), scheme);
    }
    signIn("ann", "not the password");
    browser.until("#problem", "name or password is wrong");
    signIn("", "four words are enough");
    browser.until("#freshness", "live");
    browser.until(".account", "ann (operator)");
    picture("signed-in", "light", 1280, 900);
    button("Attach VF to b:hn0").click();
    browser.until(PATH_OF_B, "VF");
    browser.all(".account button").getFirst().click();
    browser.until("h2", "Sign in");
    signIn("ann", "four words are enough");
    browser.until(".account", "ann (operator)");
    var admin = new JsonObject().put("name", "ann").put("role", "admin");
    await(vertx.eventBus().request("hnswitch.v1.ctl.user.set", admin));
    browser.until("h2", "Sign in");
  }

  private static void signIn(String name, String password) {
    browser.all("#name").getFirst().sendKeys(name);
    browser.all("#password").getFirst().sendKeys(password);
    browser.all("form button").getFirst().click();
  }

  @Test
  void isAccessibleWithoutSeeingIt() {
    for (var button : browser.all("main button")) {
      assertFalse(button.isDisplayed() && button.getAccessibleName().isBlank());
    }
    for (var head : browser.all("main thead th")) {
      assertEquals("col", head.getDomAttribute("scope"));
    }
    assertEquals("NICs", browser.all("#nics table").getFirst().getAccessibleName());
    assertEquals("polite", browser.all("#announcer").getFirst().getDomAttribute("aria-live"));
    assertEquals("en", browser.all("html").getFirst().getDomAttribute("lang"));
  }

  @Test
  void fitsAndIsReadableInBothSchemes() {
    for (var scheme : List.of("light", "dark")) {
      for (int width : List.of(1600, 1280, 1200, 768, 400, 320)) {
        picture("page", scheme, width, width < 800 ? 3600 : 1500);
        assertEquals(
            0L,
            browser.run(
                "return document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth"),
            "does not fit into " + width);
        assertEquals(List.of(), browser.run(CUT_OFF), "cut off at " + width);
      }
      assertEquals(List.of(), browser.run(LOW_CONTRAST), scheme);
    }
  }

  /** Texts that do not fit into the box they are in. */
  private static final String CUT_OFF =
      """
      return [...document.querySelectorAll("main td, main th, main button, main .wide, header p")]
        .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1
          && !one.closest("thead"))
        .map((one) => one.tagName + " " + one.textContent);
      """;

  /** Texts whose contrast is below 4.5 to 1 (WCAG 1.4.3). */
  private static final String LOW_CONTRAST =
      """
      const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = (one) => {
        const colour = channels(getComputedStyle(one).backgroundColor);
        return colour.length === 4 && colour[3] === 0 ? ground(one.parentElement) : colour;
      };
      const own = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      return [...document.querySelectorAll("header *, main *")].filter(own).map((one) => {
        const [a, b] = [light(channels(getComputedStyle(one).color)), light(ground(one))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.textContent];
      }).filter(([contrast]) => contrast < 4.5).map(([contrast, text]) => contrast + " " + text);
      """;

  private void picture(String name, String scheme, int width, int height) {
    browser.become(scheme, width, height);
    browser.shoot(PICTURES.resolve(name + "-" + scheme + "-" + width + ".png"));
  }

  private WebElement button(String name) {
    return browser.all("main button").stream()
        .filter(button -> button.getAccessibleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + name));
  }

  private String word(String css) {
    return browser.text(css).replaceAll("[^A-Za-z]", "");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
