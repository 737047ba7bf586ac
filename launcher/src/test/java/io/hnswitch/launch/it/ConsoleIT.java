package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.browser.Browser;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What people do in the console, in a browser before a node that really runs. */
class ConsoleIT {

  @RegisterExtension static final ConsoleLab lab = ConsoleLab.start();
  private static final Browser browser = lab.browser;

  @Test
  void watchesAVfFromTheClickToTheVfPathAndBack() {
    lab.go("nics/b%3Ahn0", "NIC b:hn0");
    browser.until("#pairing-state", "synthetic");
    browser.press("Attach VF to b:hn0");
    browser.until("#pairing-state", "waiting");
    browser.until("#countdown", "left");
    browser.until("#pairing-state", "vf-active");
    browser.until(".lane[data-path=vf]", "in use:");
    browser.until("#switch-overs tbody", "synthetic → VF");
    browser.until(".facts", "Frames lost");
    assertEquals("✓0", fact("Frames lost"));
    assertEquals("✓0", fact("Duplicated"));
    assertEquals("✓0", fact("Reordered"));
    browser.press("Detach VF from b:hn0, graceful");
    browser.until("#pairing-state", "synthetic");
    browser.until(".lane[data-path=synthetic]", "in use:");
    assertEquals("✓0", fact("Frames lost"));
    lab.go("", "Overview");
    browser.until("#last", "b:hn0");
    browser.until("#health", "every frame accounted for");
  }

  private static String fact(String title) {
    return browser.all("dl.facts > div").stream()
        .filter(one -> one.findElement(By.cssSelector("dt")).getText().equals(title))
        .findFirst()
        .orElseThrow()
        .findElement(By.cssSelector("dd"))
        .getText()
        .replaceAll("\\s", "");
  }

  @Test
  void beginsWithAnExampleWhereNothingRuns() {
    lab.hnswitch("destroy", "--yes").succeeds();
    lab.go("", "Overview");
    browser.until("#health", "No lab runs");
    browser.press("Start demo");
    browser.until("#health", "of 3 NICs");
    lab.hnswitch("apply", lab.place.root() + "/lab.yaml").succeeds();
    browser.until("main .note", "<b>VFs</b> come and go");
  }

  @Test
  void takesALinkDownAndUp() {
    lab.go("nics", "NICs");
    browser.press("Down c:hn0");
    browser.until("#nic-list tbody tr:nth-child(3) td:nth-child(5)", "down");
    browser.until(".notice", "c:hn0 is down");
    lab.go("", "Overview");
    browser.until("#health", "1 down");
    lab.go("topology?as=table", "Topology");
    browser.until("#link-list tbody tr:nth-child(3)", "down");
    browser.press("Up c:hn0");
    browser.until("#link-list tbody tr:nth-child(3) td:nth-child(5)", "up");
  }

  @Test
  void startsAFlowAndReadsItsFigures() {
    lab.go("flows", "Flows");
    browser.press("Start a flow");
    fill("flow.start-id", "measured");
    fill("flow.start-from", "a:hn0");
    fill("flow.start-to", "c:hn0");
    fill("flow.start-rate", "200pps");
    fill("flow.start-count", "100");
    browser.press("Ask");
    browser.until("pre.answer", "\"measured\"");
    browser.press("Close");
    browser.until("#flow-list tbody", "measured");
    browser.until(
        "all of the flow",
        () ->
            Optional.of(browser.row("flow-list", "measured").getText())
                .filter(row -> row.contains("done") && row.matches("(?s).*\\b100\\s+100\\b.*")));
    assertFalse(browser.row("flow-list", "measured").getText().contains("✕"));
  }

  private static void fill(String id, String text) {
    browser.until("#" + id, () -> browser.all("[id='" + id + "']").stream().findFirst());
    browser.one("[id='" + id + "']").sendKeys(text);
  }

  @Test
  void editsALabAndTakesItBack() {
    lab.go("labs", "Labs");
    var running = untilEditorHas("a-b:");
    write(running.replace("rate: 500pps", "rate: 400pps"));
    browser.until("#staged", "changed, not applied");
    browser.until("#lab-valid", "The file is valid");
    browser.press("Plan");
    browser.until("#plan-list tbody", "a-b");
    browser.until("#plan-list tbody", "400pps");
    browser.until(".diff", "+");
    browser.press("Apply");
    browser.until("#lab-plan", "Applied.");
    lab.go("flows", "Flows");
    browser.until(
        "the new rate",
        () ->
            Optional.of(browser.row("flow-list", "a-b").getText())
                .filter(row -> row.contains("400")));
    lab.go("labs", "Labs");
    browser.press("Undo last change");
    untilEditorHas("rate: 500pps");
    browser.until("#revision-list tbody", "undo");
  }

  @Test
  void saysWhereALabIsWrongAndWhatWouldFit() {
    lab.go("labs", "Labs");
    var running = untilEditorHas("a-b:");
    write(running.replace("switches:", "swiches:"));
    browser.until("#lab-problems", "did you mean switches?");
    var line = browser.text("#lab-problems .value");
    assertTrue(line.matches("line \\d+"), line);
    write("apiVersion: hnswitch/v1\nkind: Lab\nmetadata: { name: x }\nspec:\n  ");
    browser.type("ad");
    browser.until(
        "completions",
        () ->
            Optional.of(inEditor("root.querySelector('.cm-tooltip-autocomplete')?.innerText ?? ''"))
                .filter(text -> text.contains("adapters")));
    browser.press("Running lab");
    untilEditorHas("a-b:");
  }

  @Test
  void tellsWhoChangedTheLabMeanwhile() {
    lab.go("labs", "Labs");
    var running = untilEditorHas("a-b:");
    lab.hnswitch("set", "nic", "c:hn0", "mtu=1400").succeeds();
    write(running.replace("rate: 500pps", "rate: 300pps"));
    browser.press("Apply");
    browser.until("#lab-file .error", "changed meanwhile by start");
    browser.press("See the difference");
    browser.until("#plan-list tbody", "mtu");
    browser.press("Running lab");
    untilEditorHas("1400");
    lab.hnswitch("undo").succeeds();
  }

  private static String inEditor(String expression) {
    return String.valueOf(
        browser.run(
            "const root = document.querySelector('.editor')?.shadowRoot; return root ? "
                + expression
                + " : ''"));
  }

  /** Lines that are scrolled away are in the editor's document alone. */
  private static String untilEditorHas(String text) {
    return browser.until(
        text,
        () ->
            Optional.of(
                    inEditor(
                        "(root.querySelector('.cm-content')?.cmTile?.root?.view?.state.doc"
                            + " ?? '').toString()"))
                .filter(now -> now.contains(text)));
  }

  private static void write(String text) {
    browser.run(
        "document.querySelector('.editor').shadowRoot.querySelector('.cm-content').focus()");
    browser.chord(Keys.CONTROL, "a");
    browser.insert(text);
  }

  @Test
  void changesATunable() {
    lab.go("settings/tunables?q=name%3Ahw.hn.vf_xpnt_attwait", "Settings: Tunables");
    browser.until("#sysctl-list tbody", "attwait");
    set("hw.hn.vf_xpnt_attwait", "3");
    browser.until(".notice", "hw.hn.vf_xpnt_attwait is 3");
    assertEquals(
        "3", lab.hnswitch("sysctl", "-n", "hw.hn.vf_xpnt_attwait").succeeds().out().strip());
    lab.go("settings/audit", "Settings: Audit");
    browser.until("#audit-list tbody", "nic.sysctl-set");
    lab.go("settings/tunables?q=name%3Ahw.hn.vf_xpnt_attwait", "Settings: Tunables");
    browser.until("#sysctl-list tbody", "attwait");
    set("hw.hn.vf_xpnt_attwait", "2");
    browser.until(".notice", "hw.hn.vf_xpnt_attwait is 2");
  }

  private static void set(String name, String value) {
    browser.one("#sysctl-list td input").click();
    browser.chord(Keys.CONTROL, "a");
    browser.type(value);
    browser.press("Set " + name);
  }

  @Test
  void isOldWhenTheNodeStopsAndComesBackWithIt() {
    var token = lab.hnswitch("token", "create", "watcher", "--role", "viewer").succeeds();
    var secret = token.out().strip().replaceAll("(?s).*\\s", "");
    lab.open(secret);
    browser.until(".account", "watcher (viewer)");
    lab.go("nics/a%3Ahn0", "NIC a:hn0");
    var port = lab.node.port();
    lab.node.stop();
    browser.until("#freshness", "stale");
    browser.until("#freshness", "(reconnecting)");
    lab.node.close();
    lab.node = NodeProcess.startOnPort(port, lab.place, lab.place.root() + "/lab.yaml");
    browser.until("#freshness", "live");
    browser.until("#pairing-state", "vf-active");
    browser.complaints();
  }

  @Test
  void offersNothingToAViewerThatTheNodeWouldRefuse() {
    lab.node.rest().post("/tokens", new JsonObject().put("name", "looker").put("role", "viewer"));
    var secret = lab.hnswitch("token", "create", "onlooker", "--role", "viewer").succeeds();
    lab.open(secret.out().strip().replaceAll("(?s).*\\s", ""));
    lab.go("nics", "NICs");
    browser.until("#nic-list tbody", "c:hn0");
    assertEquals(0, browser.all("#nic-list td .actions button").size());
    lab.go("labs", "Labs");
    browser.button("Check");
    assertTrue(
        browser.all("button").stream().noneMatch(button -> button.getText().equals("Apply")));
    lab.go("bus/vf.attach", "Bus: vf.attach");
    browser.until("#try", "Your role may not: it takes operator.");
  }

  @Test
  void givesEveryActionInWordsThatWorkElsewhere() {
    lab.go("flows", "Flows");
    browser.until("#flow-list tbody", "c-a");
    browser.press("Start a flow");
    fill("flow.start-id", "copied");
    fill("flow.start-from", "b:hn0");
    fill("flow.start-to", "c:hn0");
    fill("flow.start-count", "5");
    browser.press("Copy as…");
    browser.until("#dialog-title", "Copy as");
    var curl = browser.text("section[aria-label=curl] pre");
    var cli = browser.text("section[aria-label='Command line'] pre");
    lab.run(List.of("sh", "-c", curl + " --fail-with-body")).succeeds();
    browser.type(Keys.ESCAPE);
    browser.until(
        "the flow that curl started",
        () ->
            Optional.of(browser.text("#flow-list tbody")).filter(text -> text.contains("copied")));
    var arguments = cli.replaceFirst("^hnswitch ", "").replace("'", "").split(" ", 4);
    lab.hnswitch("flow", "stop", "copied");
    var again = lab.hnswitch(arguments[0], arguments[1], arguments[2], arguments[3]);
    assertTrue(again.out().contains("copied") || again.err().contains("copied"), again::toString);
  }

  @Test
  void isWorkedByKeys() {
    browser.type("g", "n");
    browser.until("h1", "NICs");
    browser.until("#nic-list tbody", "c:hn0");
    browser.type("/", "path:synthetic");
    browser.until("#nic-list .count", "of 3");
    browser.chord(Keys.CONTROL, "k");
    browser.until("#dialog-title", "Find");
    browser.type("vf.attach b:hn0");
    browser.until("#found", "vf.attach b:hn0");
    browser.type(Keys.ENTER);
    browser.until("#dialog-title", "vf.attach");
    assertEquals("b:hn0", browser.one("[id='vf.attach-nic']").getDomProperty("value"));
    browser.type(Keys.ESCAPE);
    browser.until(
        "no dialog", () -> browser.all("dialog").isEmpty() ? Optional.of("") : Optional.empty());
    browser.chord(Keys.CONTROL, "k");
    browser.until("#dialog-title", "Find");
    browser.type("sw0", Keys.ENTER);
    browser.until("h1", "Switch sw0");
    browser.type("p");
    browser.until("#freshness", "paused");
    browser.type("p");
    browser.until("#freshness", "live");
    browser.type("?");
    browser.until("#dialog-title", "Keys and filters");
    browser.type(Keys.ESCAPE);
    lab.go("settings/appearance", "Settings: Appearance");
    browser.one("input[type=checkbox]").click();
    browser.run("document.activeElement.blur()");
    browser.type("g", "t");
    browser.until("h1", "Settings: Appearance");
    browser.one("input[type=checkbox]").click();
  }

  @Test
  void choosesNodesOfTheGraphByKeys() {
    lab.go("topology", "Topology");
    browser.until(
        "the graph",
        () -> browser.all(".graph canvas").isEmpty() ? Optional.empty() : Optional.of(""));
    browser.one(".graph").click();
    browser.run("document.querySelector('.graph').focus()");
    browser.until(
        "a chosen NIC",
        () -> {
          browser.type(Keys.ARROW_RIGHT);
          return Optional.of(browser.text(".side")).filter(text -> text.contains(":hn0"));
        });
    browser.type(Keys.ENTER);
    browser.until("h1", "NIC ");
  }
}
