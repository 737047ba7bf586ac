package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.browser.Browser;
import io.hnswitch.browser.Inspection;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * Every screen of the console before a node that really runs: accessible in every theme, laid out
 * so that nothing is cut off or covered, wide and narrow, and workable by keys alone. Makes the
 * pictures in {@code target/screenshots}.
 */
class ConsoleScreensIT {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int WIDE = 1400;
  private static final int NARROW = 400;
  private static final int TABS_MAX = 400;
  private static final int TABS_AT_ONCE = 20;

  /** 640 is what a window of 1280 has left at 200 %. */
  private static final List<Integer> WIDTHS = List.of(WIDE, 640, NARROW, 320);

  /**
   * A screen.
   *
   * @param name of its picture
   * @param ready a selector of what is there when it is
   */
  private record Screen(String name, String at, String ready) {}

  private static final List<Screen> SCREENS =
      List.of(
          new Screen("overview", "", "#recent li"),
          new Screen("topology", "topology?chosen=nic%20a%3Ahn0", ".graph canvas"),
          new Screen("topology-table", "topology?as=table", "#link-list tbody tr"),
          new Screen("nics", "nics", "#nic-list tbody tr"),
          new Screen("nic", "nics/a%3Ahn0", "#switch-overs tbody tr"),
          new Screen("nic-traffic", "nics/a%3Ahn0?tab=traffic", ".uplot"),
          new Screen(
              "nic-capabilities", "nics/a%3Ahn0?tab=capabilities", "#capability-list tbody tr"),
          new Screen("nic-channels", "nics/a%3Ahn0?tab=channels", "#device-list tbody tr"),
          new Screen("nic-counters", "nics/a%3Ahn0?tab=counters", "#counter-list tbody tr"),
          new Screen(
              "nic-settings",
              "nics/a%3Ahn0?tab=settings&s.q=name%3A*.agg*",
              "#sysctl-list tbody tr"),
          new Screen("nic-events", "nics/a%3Ahn0?tab=events", ".events li"),
          new Screen("vf", "vfs/pf0%2Fvf0", "#vf-events"),
          new Screen("switches", "switches", "#adapter-list tbody tr"),
          new Screen("switch", "switches/sw0", "#fdb-list tbody tr"),
          new Screen("flows", "flows", "#flow-list tbody tr"),
          new Screen("ledger", "drops", "#book-list tbody tr"),
          new Screen("events", "events", "#event-list tbody tr"),
          new Screen("labs", "labs", "#revision-list tbody tr"),
          new Screen("bus", "bus?q=nic", "#operation-list tbody tr"),
          new Screen("bus-operation", "bus/nic.set", "#try form"),
          new Screen("configuration", "settings/config", "#config-list tbody tr"),
          new Screen("tunables", "settings/tunables?q=vf", "#sysctl-list tbody tr"),
          new Screen("users", "settings/users", "#users h3"),
          new Screen("tokens", "settings/tokens", "#tokens h3"),
          new Screen("audit", "settings/audit", "#audit"),
          new Screen("scripts", "settings/scripts", "#scripts"),
          new Screen("appearance", "settings/appearance", "#theme"));

  private static ConsoleLab lab;
  private static Browser browser;
  private static Inspection inspection;

  @BeforeAll
  static void start() {
    lab = new ConsoleLab();
    browser = lab.browser;
    inspection = new Inspection(browser);
    lab.node.rest().attach("b:hn0");
    lab.hnswitch("capture", "start", "a:hn0");
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @BeforeEach
  void open() {
    lab.open(lab.node.token());
  }

  @AfterEach
  void forget() {
    assertEquals(List.of(), browser.complaints());
    browser.forget();
  }

  private static void go(Screen screen) {
    browser.run("location.hash = arguments[0]", "#/" + screen.at());
    browser.until(
        screen.name(),
        () -> browser.all(screen.ready()).stream().findFirst().filter(one -> one.isDisplayed()));
  }

  @Test
  void areAccessibleAndFitInEveryThemeAndSize() {
    for (var screen : SCREENS) {
      wear("light", WIDE);
      go(screen);
      assertEquals(List.of(), inspection.accessibility(), screen.name());
      picture(screen.name(), "light", WIDE);
      for (int width : WIDTHS) {
        wear("light", width);
        assertEquals(List.of(), inspection.layout(), screen.name() + " at " + width);
        if (width == NARROW) {
          picture(screen.name(), "light", width);
          wear("dark", width);
          picture(screen.name(), "dark", width);
        }
      }
      for (var theme : List.of("dark", "contrast")) {
        wear(theme, WIDE);
        picture(screen.name(), theme, WIDE);
        assertEquals(List.of(), inspection.contrast(), screen.name() + " in " + theme);
      }
    }
  }

  @Test
  void haveAccessibleDialogs() {
    wear("light", WIDE);
    go(SCREENS.get(3));
    for (var button : List.of("Find Ctrl K", "Keys and help", "Copy as… NICs")) {
      browser.press(button);
      browser.button("Close");
      assertEquals(List.of(), inspection.accessibility(), button);
      wear("dark", WIDE);
      picture("dialog-" + button.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"), "dark", WIDE);
      assertEquals(List.of(), inspection.contrast(), button);
      wear("light", WIDE);
      browser.type(Keys.ESCAPE);
      browser.button(button);
    }
  }

  /** Contrast is no setting of a system, but of the page. */
  private static void wear(String theme, int width) {
    browser.become(theme.equals("dark") ? "dark" : "light", width, width == WIDE ? 1000 : 1600);
    browser.run(
        "document.documentElement.dataset.theme = arguments[0]",
        theme.equals("contrast") ? theme : "system");
  }

  private static void picture(String name, String scheme, int width) {
    if (!browser.all(".graph, .plot").isEmpty()) {
      // What is drawn on a canvas follows size and colours once a second.
      browser.runAsync("setTimeout(arguments[0], 1100)");
    }
    browser.shoot(PICTURES.resolve(name + "-" + scheme + "-" + width + ".png"));
  }

  @Test
  void areReachedByKeysAlone() {
    for (var screen : SCREENS) {
      go(screen);
      // What lists may hold, the pages of a table say; here the controls are what counts.
      browser.press("Pause");
      browser.run(MARK);
      browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
      for (int i = 0; i < TABS_MAX && !left().isEmpty(); i += TABS_AT_ONCE) {
        browser.tab(TABS_AT_ONCE);
      }
      assertEquals(List.of(), left(), screen.name());
      browser.press("Go on");
      browser.until("#freshness", "live");
    }
  }

  /** Gives every control that is to be reached a mark; of choices with arrow keys, the first. */
  private static final String MARK =
      """
      window.unreached = new Set([...document.querySelectorAll(
          "a[href], button, input, select, textarea, [tabindex='0']")]
        .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0
          && !one.matches(".skip, input[type=radio]:not(:checked)")));
      document.addEventListener("focusin", ({ target }) => window.unreached.delete(target));
      """;

  @SuppressWarnings("unchecked")
  private static List<String> left() {
    return (List<String>)
        browser.run(
            "return [...window.unreached].filter((one) => one.isConnected)"
                + ".map((one) => one.outerHTML.slice(0, 160))");
  }
}
