package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.browser.Browser;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The forms of the console for what a lab switch does, in a browser before a node that runs. */
class ConsoleFormsIT {

  @RegisterExtension static final ConsoleLab lab = ConsoleLab.start();
  private static final Browser browser = lab.browser;

  @Test
  void changesWhatAPortDoesAndExplainsIt() {
    lab.go("nics/a%3Ahn0?tab=port", "NIC a:hn0");
    browser.until("#policy", "VLAN");
    browser.one("#policy-acl").click();
    browser.chord(Keys.CONTROL, "a");
    browser.type("[{ name: no-dns, direction: outbound, action: deny, remote-port: 53 }]");
    browser.press("Set acl");
    browser.until(".notice", "acl of a:hn0 set");
    browser.until("#rule-list tbody", "no-dns");
    browser.one("#explain-text").click();
    browser.type("udp 10.0.0.1:5000 > 10.0.0.2:53");
    browser.press("Explain");
    browser.until("#explained", "no-dns: denied");
    browser.until("#explained", ": acl-deny");
    browser.one("#acl-new summary").click();
    browser.one("#acl-name").click();
    browser.type("icmp");
    browser.one("#acl-protocol").click();
    browser.type("icmp");
    browser.press("Add rule");
    browser.until("#rule-list tbody tr:first-child", "icmp");
    browser.press("Down icmp");
    browser.until("#rule-list tbody tr:first-child", "no-dns");
    browser.press("Remove no-dns");
    browser.until("#explained", "delivered at nic");
    browser.until("#rule-list tbody tr:first-child", "icmp");
    browser.press("Remove icmp");
    browser.until("#rule-list", "No rule");
  }

  @Test
  void putsAPortIntoAVlanByKeys() {
    lab.go("switches/sw0", "Switch sw0");
    browser.until("#vlan-list tbody", "c:hn0");
    browser.one("#vlan-id").click();
    browser.type("10");
    browser.type(Keys.ENTER);
    var select = "select[aria-label='c:hn0 in VLAN 10']";
    browser.until("#vlan-list thead", "10");
    browser.one(select).sendKeys(Keys.ARROW_DOWN);
    browser.until(".notice", "c:hn0 is untagged in VLAN 10");
    browser.until("#vlan-list tbody", "access");
    browser.one(select).sendKeys(Keys.ARROW_DOWN);
    browser.until("#vlan-list tbody", "trunk");
    browser.press("Undo");
    browser.until("#vlan-list tbody", "access");
    browser.one(select).sendKeys(Keys.ARROW_UP);
    browser.until(".notice", "c:hn0 is not in VLAN 10");
    browser.until("#vlan-list tbody tr:last-child", "untagged");
  }

  @Test
  void beginsFaultsOfANicAndEndsThem() {
    lab.go("nics/a%3Ahn0?tab=faults", "NIC a:hn0");
    browser.until("#running-faults", "None of this NIC");
    write("fault-servicing-for", "10m");
    write("fault-servicing-pause", "11m");
    browser.press("Service host");
    browser.until("#fault-servicing .field .error", "pause must be less than for");
    write("fault-servicing-pause", "0s");
    browser.press("Service host");
    browser.until("#running-faults", "Servicing of the host");
    browser.until("#pairing-state", "synthetic");
    browser.until("#vf-revoke-storm", "there is another");
    browser.press("Stall channel");
    browser.until("header .faults", "2 faults");
    write("fault-lose-control-chance", "lots");
    browser.press("Lose messages");
    browser.until("#fault-lose-control .field .error", "chance");
    write("fault-lose-control-chance", "0.001%");
    browser.press("Lose messages");
    browser.until("header .faults", "3 faults");
    lab.go("", "Overview");
    browser.until("#faults", "Loss of control messages");
    browser.until("#health", "3 faults");
    browser.press("Clear all faults");
    browser.until("#faults", "None: all is as the lab file says.");
    lab.go("nics/a%3Ahn0?tab=faults", "NIC a:hn0");
    browser.until("#pairing-state", "vf-active");
    write("vf-revoke-storm-count", "1");
    write("vf-revoke-storm-interval", "200ms");
    browser.press("Begin storm");
    browser.until(".notice", "Storm of revokes: a:hn0");
    browser.until("#running-faults", "None of this NIC");
    browser.until("#pairing-state", "vf-active");
  }

  /** Writes into a field, in place of what is there. */
  private static void write(String id, String text) {
    browser.until("#" + id, () -> browser.all("[id='" + id + "']").stream().findFirst()).click();
    browser.chord(Keys.CONTROL, "a");
    browser.insert(text);
  }

  private static void choose(String id, String value) {
    browser.one("[id='" + id + "'] option[value='" + value + "']").click();
  }

  private static void pick(String list, String name) {
    browser.all("#" + list + " label").stream()
        .filter(label -> label.getText().equals(name))
        .findFirst()
        .orElseThrow()
        .click();
  }

  @Test
  void mirrorsANicToAnotherAndNoMore() {
    lab.go("switches/sw0", "Switch sw0");
    browser.until("#mirror-list", "It mirrors nothing.");
    browser.press("Start a mirror");
    write("mirror-filter", "udp prot 5");
    pick("mirror-source", "a:hn0");
    pick("mirror-source", "b:hn0");
    choose("mirror-to", "c:hn0");
    browser.press("Start");
    browser.until("dialog .field .error", "column 5");
    write("mirror-filter", "udp");
    write("mirror-snaplen", "64");
    browser.press("Start");
    browser.until("#mirror-list tbody", "m1");
    browser.until(
        "copies of the flow",
        () ->
            Optional.of(browser.row("mirror-list", "m1").getText())
                .filter(row -> row.matches("(?s).*\\b64\\s+[1-9].*")));
    browser.press("Change… mirror m1");
    choose("mirror-direction", "destination");
    pick("mirror-source", "a:hn0");
    browser.press("Change");
    browser.until("#mirror-list tbody", "destination");
    assertFalse(browser.row("mirror-list", "m1").getText().contains("a:hn0"));
    browser.press("Stop mirror m1");
    browser.until("#mirror-list", "It mirrors nothing.");
    browser.press("Undo");
    browser.until("#mirror-list tbody", "m1");
    browser.press("Change… mirror m1");
    browser.button("Close");
    lab.hnswitch("switch", "set", "sw0", "--mirrors", "none").succeeds();
    browser.until("#mirror-list", "It mirrors nothing.");
    browser.press("Change");
    browser.until("dialog .error", "m1 is gone meanwhile");
    browser.type(Keys.ESCAPE);
  }

  @Test
  void capturesSeveralNicsWithAFilter() {
    lab.go("captures", "Captures");
    browser.press("Start a capture");
    browser.press("Start");
    browser.until("dialog .error", "");
    pick("capture-start-at", "a:hn0");
    pick("capture-start-at", "c:hn0");
    write("capture-start-filter", "udp port http");
    browser.press("Start");
    browser.until("dialog .field .error", "column 10");
    assertEquals(
        "capture-start-filter", browser.run("return document.activeElement.id"), "to be mended");
    write("capture-start-filter", "udp");
    write("capture-start-for", "5m");
    write("capture-start-frames", "100000");
    write("capture-start-ring", "65536");
    write("capture-start-snaplen", "60");
    write("capture-start-id", "both");
    browser.press("Start");
    browser.until("#capture-list tbody", "both");
    lab.go("captures/both", "Capture both");
    browser.until("#frame-list tbody", "UDP");
    browser.until("#capture", "300 s");
    browser.until("#capture", "100,000");
    assertTrue(browser.one("a[download]").getDomAttribute("href").endsWith("/both.pcapng"));
    browser.press("Stop both");
    browser.until("dialog", "What both has captured is gone");
    browser.press("Cancel");
    browser.press("Stop both");
    browser.until("dialog", "What both has captured is gone");
    browser.one("dialog button.danger").click();
    browser.until("#capture-list", "Nothing is captured.");
  }

  @Test
  void showsWhatALayerWouldDoWhileItIsWritten() {
    lab.go("links", "Links");
    browser.press("Impair… c-up");
    browser.until(".fates figure:first-child figcaption", "Of 200 frames, 200 arrive. Delay 0 ms");
    write("impair-both.delay", "5ms");
    browser.until(".fates figure:last-child figcaption", "Delay 5 ms at least");
    choose("impair-both.loss.model", "random");
    write("impair-both.loss.chance", "100%");
    browser.until(".fates figure:first-child figcaption", "200 dropped as impair-loss");
    browser.until(".fates figure:last-child figcaption", "Nothing arrives.");
    write("impair-both.loss.chance", "1x%");
    browser.until("#preview-failure", "both.loss.chance must be percent");
    write("impair-both.loss.chance", "20%");
    write("impair-seed", "7");
    write("preview-rate", "100");
    browser.until(".fates figure:first-child text:last-of-type", "1.99 s");
    var said = browser.one(".fates figure:first-child figcaption").getText();
    write("impair-seed", "8");
    browser.until(
        "another fate with another seed",
        () ->
            Optional.of(browser.one(".fates figure:first-child figcaption").getText())
                .filter(now -> !now.equals(said) && !now.contains("200 arrive")));
    write("impair-seed", "red");
    browser.until("#preview-failure", "seed must be a whole number");
    browser.press("Impair");
    browser.until("dialog .field .error", "seed must be a whole number");
    assertEquals("impair-seed", browser.run("return document.activeElement.id"), "to be mended");
    write("impair-seed", "7");
    browser.until(".fates figure:first-child figcaption", said.substring(said.indexOf("Of")));
    browser.press("Impair");
    browser.until("#impaired-list tbody", "live: delay 5ms");
    assertTrue(
        lab.hnswitch("link", "get", "c-up", "-o", "json")
            .succeeds()
            .out()
            .contains("\"seed\" : 7"));
    browser.press("Impair… c-up");
    browser.until(
        "the seed that the layer has",
        () -> Optional.of(browser.one("#impair-seed").getDomProperty("value")).filter("7"::equals));
    browser.press("Clear layer");
    browser.until(".notice", "live is gone");
    browser.type(Keys.ESCAPE);
  }

  @Test
  void impairsALinkInLayersOfBothDirections() {
    lab.go("links", "Links");
    browser.press("Impair… c-up");
    browser.press("Slow line");
    browser.press("Forward, from c:hn0");
    choose("impair-forward.loss.model", "gilbert-elliott");
    write("impair-forward.loss.toBad", "1%");
    write("impair-forward.loss.toGood", "lots");
    browser.one("#impair-for").click();
    browser.insert("10m");
    browser.press("Reverse, from sw0");
    browser.press("Impair");
    browser.until("dialog .field .error", "lots");
    write("impair-forward.loss.toGood", "20%");
    browser.press("Impair");
    browser.until("#impaired-list tbody", "toGood 20%");
    browser.until("#impaired-list tbody", "left");
    browser.press("Impair… c-up");
    choose("impair-layer", "file");
    browser.until(
        "the file's layer",
        () ->
            Optional.of(browser.one("[id='impair-both.limit']").getDomProperty("value"))
                .filter("2000"::equals));
    write("impair-both.limit", "1999");
    browser.press("Set");
    browser.until("#impaired-list tbody", "limit 1999");
    browser.press("Undo");
    browser.until("#impaired-list tbody", "limit 2000");
    browser.press("Impair… c-up");
    browser.press("Disable layer");
    browser.until(".notice", "live has no effect");
    browser.press("Clear layer");
    browser.until(".notice", "live is gone");
    write("impair-down-for", "60m");
    browser.press("Pull out");
    browser.until("#faults", "Pulled out");
    browser.press("Clear all faults");
    browser.until("#faults", "None");
    browser.until("#impaired-list tbody", "up");
  }
}
