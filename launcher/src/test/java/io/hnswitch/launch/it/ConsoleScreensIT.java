package io.hnswitch.launch.it;

import io.hnswitch.browser.Browser;
import io.hnswitch.browser.ScreenTour;
import io.hnswitch.browser.ScreenTour.Screen;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/**
 * Every screen of the console before a node that really runs: accessible in every theme, laid out
 * so that nothing is cut off or covered, wide and narrow, and workable by keys alone. Makes the
 * pictures in {@code target/screenshots}.
 */
class ConsoleScreensIT {

  /** A burst of losses in one direction; what it says is long. */
  private static final JsonObject LOSS =
      new JsonObject()
          .put("layer", "wan")
          .put("for", "60m")
          .put("both", new JsonObject().put("delay", "2ms").put("jitter", "1ms"))
          .put(
              "forward",
              new JsonObject()
                  .put(
                      "loss",
                      new JsonObject()
                          .put("model", "gilbert-elliott")
                          .put("toBad", "1%")
                          .put("toGood", "20%")));

  /** A fault that nobody notices, so that the head of the page has one on every screen. */
  private static final JsonObject HOUR =
      new JsonObject().put("chance", "0.0001%").put("for", "60m");

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
          new Screen("nic-port", "nics/a%3Ahn0?tab=port", "#explain-text"),
          new Screen("nic-channels", "nics/a%3Ahn0?tab=channels", "#device-list tbody tr"),
          new Screen("nic-counters", "nics/a%3Ahn0?tab=counters", "#counter-list tbody tr"),
          new Screen("nic-faults", "nics/a%3Ahn0?tab=faults", "#running-faults li"),
          new Screen(
              "nic-settings",
              "nics/a%3Ahn0?tab=settings&s.q=name%3A*.agg*",
              "#sysctl-list tbody tr"),
          new Screen("nic-events", "nics/a%3Ahn0?tab=events", ".events li"),
          new Screen("vf", "vfs/pf0%2Fvf0", "#vf-events"),
          new Screen("switches", "switches", "#adapter-list tbody tr"),
          new Screen("switch", "switches/sw0", "#group-list tbody tr"),
          new Screen("links", "links", "#impaired-list tbody tr"),
          new Screen("flows", "flows", "#flow-list tbody tr"),
          new Screen("captures", "captures", "#capture-list tbody tr"),
          new Screen("capture", "captures/c1", "#frame-list tbody tr"),
          new Screen("ledger", "drops", "#book-list tbody tr"),
          new Screen("events", "events", "#event-list tbody tr"),
          new Screen("cluster-alone", "cluster", "#alone"),
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

  /** A form that is opened by a button of a screen. */
  private record Form(String name, String at, String button) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("find", "nics", "Find Ctrl K"),
          new Form("keys", "nics", "Keys and help"),
          new Form("copy", "nics", "Copy as… NICs"),
          new Form("mirror", "switches/sw0", "Change… mirror ids"),
          new Form("capture", "captures", "Start a capture"),
          new Form("impair", "links", "Impair… c-up"));

  @RegisterExtension static final ConsoleLab lab = ConsoleLab.full();
  private static final Browser browser = lab.browser;
  private static ScreenTour tour;

  @BeforeAll
  static void start() {
    tour = new ScreenTour(browser, Path.of("target", "screenshots"));
    lab.node.rest().attach("b:hn0");
    lab.hnswitch("capture", "start", "a:hn0").succeeds();
    lab.node.rest().post("/links/c-up/actions/impair", LOSS);
    lab.node.rest().post("/nics/a:hn0/actions/lose-control", HOUR);
  }

  @Test
  void areAccessibleAndFitInEveryThemeAndSize() {
    SCREENS.forEach(tour::fits);
  }

  @Test
  void haveDialogsThatAreAccessibleFitAndAreReachedByKeys() {
    for (var form : FORMS) {
      tour.wear("light", ScreenTour.WIDE);
      lab.go(form.at(), "");
      browser.press(form.button());
      browser.button("Close");
      tour.fitsOpen("dialog-" + form.name());
      tour.openIsReachedByKeys(form.name());
      browser.type(Keys.ESCAPE);
      browser.button(form.button());
    }
  }

  @Test
  void areReachedByKeysAlone() {
    tour.isReachedByKeys(SCREENS.getFirst());
    SCREENS.stream().skip(1).forEach(tour::isReachedByKeysBehindSkipping);
  }
}
