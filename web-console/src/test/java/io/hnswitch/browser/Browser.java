package io.hnswitch.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with an empty profile, as a reader of a page. */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long LOOK_NANOS = 10_000_000;

  /** One that could have the name; to ask for the names of all would take a second. */
  private static final String BUTTON =
      """
      const words = (one) => (one.getAttribute("aria-label") ?? one.textContent).replace(/\\s+/g, " ").trim();
      return [...document.querySelectorAll("button")]
        .find((one) => one.checkVisibility() && words(one) === arguments[0]) ?? null;
      """;

  private final Path profile;
  private final ChromeDriver driver;

  public Browser() {
    try {
      profile = Files.createTempDirectory("hnswitch-browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var options =
        new ChromeOptions()
            .setBinary("/usr/bin/chromium")
            .addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
                "--user-data-dir=" + profile);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  public void open(String url) {
    driver.get(url);
  }

  /** Forgets what was before: page, cookies, size and colours, complaints. */
  public void forget() {
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    complaints();
  }

  public String url() {
    return driver.getCurrentUrl();
  }

  /** The text of an element as people see it; empty while it is not there. */
  public String text(String css) {
    try {
      return all(css).stream().findFirst().map(WebElement::getText).orElse("");
    } catch (StaleElementReferenceException e) {
      return "";
    }
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The first element that a selector finds. */
  public WebElement one(String css) {
    return all(css).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + css + " in " + url()));
  }

  /** The row of a list that is headed by a text. */
  public WebElement row(String list, String head) {
    return all("#" + list + " tbody tr").stream()
        .filter(row -> row.findElement(By.cssSelector("th")).getText().equals(head))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + head + " in " + list));
  }

  /** The button with a name, as screen readers say it; waits for it. */
  public WebElement button(String name) {
    return until(
        "a button named " + name,
        () ->
            Optional.ofNullable((WebElement) driver.executeScript(BUTTON, name))
                .filter(button -> button.getAccessibleName().equals(name)));
  }

  /** Presses the button with a name. */
  public void press(String name) {
    button(name).click();
  }

  /** Takes the pointer to where nothing is: what it is over keeps its order. */
  public void pointAway() {
    new Actions(driver).moveToLocation(0, 0).perform();
  }

  /** Keys for whatever has the focus. */
  public void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Presses Tab so many times. */
  public void tab(int times) {
    // As when the key is held: the focus moves when it goes down.
    for (int i = 0; i < times; i++) {
      driver.executeCdpCommand(
          "Input.dispatchKeyEvent",
          Map.of("type", "rawKeyDown", "key", "Tab", "code", "Tab", "windowsVirtualKeyCode", 9));
    }
  }

  /** Text for whatever has the focus, at once, as an input method gives it. */
  public void insert(String text) {
    driver.executeCdpCommand("Input.insertText", Map.of("text", text));
  }

  /** Presses a key with another one held. */
  public void chord(Keys held, CharSequence key) {
    new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** What Chromium's developer tools do. */
  public Map<String, Object> command(String name, Map<String, Object> parameters) {
    return driver.executeCdpCommand(name, parameters);
  }

  /** What a function of the page gives to its last argument. */
  public Object runAsync(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return driver.executeAsyncScript(script, arguments);
  }

  public Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until a text of the page says something. */
  public void until(String css, String wanted) {
    var seen = new ArrayList<String>();
    try {
      until(
          wanted,
          () -> {
            var now = text(css);
            if (seen.isEmpty() || !seen.getLast().equals(now)) {
              seen.add(now);
            }
            return now.contains(wanted) ? Optional.of(now) : Optional.empty();
          });
    } catch (AssertionError e) {
      throw new AssertionError("\"" + wanted + "\" not seen in " + css + ", but " + seen, e);
    }
  }

  /** Waits until something is there. */
  public <T> T until(String what, Supplier<Optional<T>> looks) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        var seen = looks.get();
        if (seen.isPresent()) {
          return seen.get();
        }
      } catch (StaleElementReferenceException e) {
        // drawn anew meanwhile; look again
      }
      LockSupport.parkNanos(LOOK_NANOS); // the page needs the processor to change
    }
    throw new AssertionError(what + " not seen; " + complaints());
  }

  /** Sets colour scheme and size, as a device would have them. */
  public void become(String scheme, int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Takes a picture of what is in the window. */
  public void shoot(Path file) {
    var shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", true));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page and the browser complained about. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        // advice on speed, not on what is wrong
        .filter(message -> !message.startsWith("rendering "))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (var files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
