package io.hnswitch.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.openqa.selenium.Keys;

/**
 * Looks at screens of the page as different people do: in every theme, wide and narrow, with a
 * screen reader, by keys alone. Takes pictures.
 */
public final class ScreenTour {

  /** What pictures are taken in. */
  public static final int WIDE = 1400;

  private static final int NARROW = 400;
  private static final int TABS_MAX = 400;
  private static final int TABS_AT_ONCE = 10;

  /** 640 is what a window of 1280 has left at 200 %. */
  private static final List<Integer> WIDTHS = List.of(WIDE, 640, NARROW, 320);

  /** Remembers every control that is to be reached; of choices with arrow keys, the first. */
  private static final String MARK =
      """
      window.unreached = new Set([...document.querySelector(arguments[0]).querySelectorAll(
          "a[href], button, input, select, textarea, [tabindex='0']")]
        .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0
          && !one.matches(".skip, input[type=radio]:not(:checked)")));
      document.addEventListener("focusin", ({ target }) => window.unreached.delete(target));
      """;

  private final Browser browser;
  private final Inspection inspection;
  private final Path pictures;

  /**
   * A screen.
   *
   * @param name of its picture
   * @param at its address, behind {@code #/}
   * @param ready a selector of what is there when it is
   */
  public record Screen(String name, String at, String ready) {}

  /**
   * @param pictures the folder for them
   */
  public ScreenTour(Browser browser, Path pictures) {
    this.browser = browser;
    this.inspection = new Inspection(browser);
    this.pictures = pictures;
  }

  /** Goes to a screen and waits for it. */
  public void go(Screen screen) {
    browser.run("location.hash = arguments[0]", "#/" + screen.at());
    browser.until(
        screen.name(),
        () -> browser.all(screen.ready()).stream().findFirst().filter(one -> one.isDisplayed()));
  }

  /** The page is accessible, and nothing in it is cut off or covered, in any theme and size. */
  public void fits(Screen screen) {
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

  /** What is open over the screen is accessible and fits, light and dark, wide and narrow. */
  public void fitsOpen(String name) {
    assertEquals(List.of(), inspection.accessibility(), name);
    for (int width : WIDTHS) {
      wear("light", width);
      assertEquals(List.of(), inspection.layout(), name + " at " + width);
      if (width == WIDE || width == NARROW) {
        picture(name, "light", width);
      }
    }
    wear("dark", NARROW);
    picture(name, "dark", NARROW);
    wear("dark", WIDE);
    picture(name, "dark", WIDE);
    assertEquals(List.of(), inspection.contrast(), name);
    wear("light", WIDE);
  }

  /** Every control of what is open gets the focus when somebody presses Tab often enough. */
  public void openIsReachedByKeys(String name) {
    reach("dialog[open]", name);
  }

  /** Every control of the page gets the focus when somebody presses Tab often enough. */
  public void isReachedByKeys(Screen screen) {
    pause(screen);
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
    reach("body", screen.name());
    goOn();
  }

  /** As the other, for somebody who skips what all screens have in common. */
  public void isReachedByKeysBehindSkipping(Screen screen) {
    pause(screen);
    browser.run("document.querySelector('.skip').focus()");
    browser.type(Keys.ENTER);
    assertEquals("main", browser.run("return document.activeElement.id"), screen.name());
    reach("main", screen.name());
    goOn();
  }

  /** What lists may hold, the pages of a table say; here the controls are what counts. */
  private void pause(Screen screen) {
    go(screen);
    browser.press("Pause");
  }

  private void goOn() {
    browser.press("Go on");
    browser.until("#freshness", "live");
  }

  private void reach(String where, String name) {
    browser.run(MARK, where);
    for (int i = 0; i < TABS_MAX && !left().isEmpty(); i += TABS_AT_ONCE) {
      browser.tab(TABS_AT_ONCE);
    }
    assertEquals(List.of(), left(), name);
  }

  @SuppressWarnings("unchecked")
  private List<String> left() {
    return (List<String>)
        browser.run(
            "return [...window.unreached].filter((one) => one.isConnected)"
                + ".map((one) => one.outerHTML.slice(0, 160))");
  }

  /** Contrast is no setting of a system, but of the page. */
  public void wear(String theme, int width) {
    browser.become(theme.equals("dark") ? "dark" : "light", width, width == WIDE ? 1000 : 1600);
    browser.run(
        "document.documentElement.dataset.theme = arguments[0]",
        theme.equals("contrast") ? theme : "system");
  }

  private void picture(String name, String scheme, int width) {
    if (!browser.all(".graph, .plot").isEmpty()) {
      // What is drawn on a canvas follows size and colours once a second.
      browser.runAsync("setTimeout(arguments[0], 1100)");
    }
    browser.shoot(pictures.resolve(name + "-" + scheme + "-" + width + ".png"));
  }
}
