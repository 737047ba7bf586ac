package io.hnswitch.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What can be found wrong with what a browser shows now. Every answer is a list of findings. */
public final class Inspection {

  private static final String AXE = "/axe.min.js";

  /** WCAG 2.2 up to level AA, and what is good practice besides. */
  private static final String RUN_AXE =
      """
      const done = arguments[arguments.length - 1];
      const all = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: { "target-size": { enabled: true } } };
      axe.run(document, arguments[0] ? all : { runOnly: { type: "rule", values: ["color-contrast"] } }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, html, failureSummary }) => `${id}: ${target} ${html} ${failureSummary}`))),
        (error) => done([String(error)]));
      """;

  /** Texts that do not fit into the box they are in, and a page that is wider than its window. */
  private static final String MISFITS =
      """
      const page = document.documentElement;
      const wide = [page, ...document.querySelectorAll("dialog[open]")].filter((one) => one.scrollWidth > one.clientWidth)
        .map((one) => `${one.tagName} is ${one.scrollWidth} wide`);
      const open = document.querySelector("dialog[open]");
      const inside = ["td", "th", "button", "a", "p", "li", "dt", "dd", "h1", "h2", "legend", "label"]
        .map((one) => `${open ? "dialog" : "main"} ${one}`).join();
      const cut = [...document.querySelectorAll(open ? inside : `${inside}, header p, header button, nav a, .box, .lane`)]
        .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1
          && getComputedStyle(one).display !== "inline" && !one.closest("thead, .unseen") && !one.closest(".scroll"))
        .map((one) => `cut off: ${one.tagName} ${one.textContent.trim().slice(0, 80)}`);
      return [...wide, ...cut];
      """;

  /** Pairs of controls that lie on each other. */
  private static final String OVERLAPS =
      """
      const controls = [...document.querySelectorAll(document.querySelector("dialog[open]")
          ? "dialog :is(button, a, input, select)" : "main :is(button, a, input, select), header :is(button, a)")]
        .filter((one) => one.offsetParent && !one.closest("[hidden], .unseen"))
        .map((one) => [one, [...one.getClientRects()]]);
      const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
      const found = [];
      for (let i = 0; i < controls.length; i++) {
        for (let j = i + 1; j < controls.length; j++) {
          const [one, some] = controls[i];
          const [other, others] = controls[j];
          if (one.contains(other) || other.contains(one)) continue;
          if (one.closest("header") === other.closest("header")
              && some.some((a) => others.some((b) => meet(a, b)))) {
            found.push(`${one.textContent.trim()} over ${other.textContent.trim()}`);
          }
        }
      }
      return found;
      """;

  private final Browser browser;

  public Inspection(Browser browser) {
    this.browser = browser;
  }

  /** What axe-core says. */
  public List<String> accessibility() {
    return axe(true);
  }

  /** What axe-core says of colours, which is all that another theme can change. */
  public List<String> contrast() {
    return axe(false);
  }

  @SuppressWarnings("unchecked")
  private List<String> axe(boolean all) {
    if (!Boolean.TRUE.equals(browser.run("return typeof axe === 'object'"))) {
      browser.run(script());
    }
    return (List<String>) browser.runAsync(RUN_AXE, all);
  }

  /** What does not fit, or lies on something else. */
  @SuppressWarnings("unchecked")
  public List<String> layout() {
    var found = new ArrayList<>((List<String>) browser.run(MISFITS));
    found.addAll((List<String>) browser.run(OVERLAPS));
    return found;
  }

  private static String script() {
    try (var in = Inspection.class.getResourceAsStream(AXE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
