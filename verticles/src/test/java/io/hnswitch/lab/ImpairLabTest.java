package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.id.NicId;
import io.hnswitch.impair.Chance;
import io.hnswitch.impair.Distribution;
import io.hnswitch.impair.LossModel;
import io.hnswitch.impair.Reordering;
import io.hnswitch.lab.LabChange.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links with impairments, and the cables of NICs, in lab files. */
class ImpairLabTest {

  private static final String PLAIN =
      Labs.spec(
          "switches: { s: {}, t: {} }",
          "adapters: { p: { switch: s }, q: { switch: t } }",
          "links:",
          "  up: { endpoints: [\"b:n\", s] }",
          "  core: { endpoints: [q, p] }",
          "guests: { b: { nics: { n: { switch: s } } }, c: { nics: { n: { switch: t } } } }");

  private static final String RICH =
      PLAIN
          .replace(
              "[\"b:n\", s]",
              """
              ["b:n", s], impair: { both: { delay: 5ms, jitter: 1ms, distribution: normal, \
              correlation: 25%, limit: 2000 }, forward: { loss: { model: gilbert-elliott, toBad: 1%, \
              toGood: 30%, inBad: 50% } }, reverse: { rate: 20Mbit, duplicate: 0.1%, reorder: \
              { chance: 1%, gap: 5 }, corrupt: 0.01%, delay: 7ms } }\
              """)
          .replace(
              "[q, p]",
              "[q, p], impair: { forward: { reorder: by-jitter, rate: none, loss: { model: 4-state,"
                  + " toBurst: 1%, toGap: 20% } } }");

  private static String links(String links) {
    return PLAIN.replace("[\"b:n\", s]", links);
  }

  private static String impaired(String impairment) {
    return links("[\"b:n\", s], impair: { forward: { " + impairment + " } }");
  }

  @Test
  void readsEveryKey() {
    var link = Labs.accepted(RICH).links().get("up");
    assertEquals(Optional.of(NicId.parse("b:n")), link.nic());
    assertTrue(link.isForwardFrom("b:n"));
    var forward = link.impair().forward().effect();
    assertEquals(5_000_000, forward.delayNanos());
    assertEquals(1_000_000, forward.jitterNanos());
    assertEquals(Distribution.NORMAL, forward.distribution());
    assertEquals(Chance.parse("25%"), forward.correlation());
    assertEquals(2000, forward.limit());
    assertEquals(
        new LossModel.GilbertElliott(
            Chance.parse("1%"), Chance.parse("30%"), Chance.parse("50%"), Chance.NEVER),
        forward.loss());
    var reverse = link.impair().reverse().effect();
    assertEquals(7_000_000, reverse.delayNanos(), "its own key comes first");
    assertEquals(1_000_000, reverse.jitterNanos());
    assertEquals(20_000_000, reverse.rate());
    assertEquals(new Reordering.Early(Chance.parse("1%"), 5), reverse.reorder());
    assertEquals(new Chance(100), reverse.corrupt());
    var core = Labs.accepted(RICH).links().get("core").impair().forward();
    assertEquals(Reordering.BY_JITTER, core.effect().reorder());
    assertInstanceOf(LossModel.FourState.class, core.effect().loss());
    assertEquals(Optional.of(0L), core.rate(), "none is said, and so it is of a later layer");
  }

  @Test
  void writesWhatItReads() {
    var lab = Labs.accepted(RICH);
    assertEquals(lab, Labs.accepted(LabWriter.yaml(lab)));
    assertEquals(lab, Labs.accepted(LabWriter.json(lab)));
    var yaml = LabWriter.yaml(lab);
    assertTrue(yaml.contains("both: { jitter: 1ms, distribution: normal"), yaml);
  }

  @Test
  void changesLive() {
    var change = LabPlan.between(Labs.accepted(PLAIN), Labs.accepted(RICH)).changes().getFirst();
    assertEquals(Effect.LIVE, change.effect());
    assertEquals("impair", change.properties().getFirst().name());
    assertEquals("none", change.properties().getFirst().from());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[\"b:n\", t] | spec.links.up.endpoints[1]: b:n is plugged into s (did you mean \"s\"?)",
        "[\"b:m\", s] | must be the id of a NIC, there is no \"b:m\" (did you mean \"b:n\"?)",
        "[\"b:n\", p] | must be the id of a switch, there is no \"p\"",
        "[\"b:n\"] | spec.links.up.endpoints must be a NIC and its switch",
        "[\"b:n\", \"c:n\"] | spec.links.up.endpoints must be a NIC and its switch",
      })
  void refusesCablesThatAreNone(String endpoints, String wanted) {
    var problems = Labs.problems(links(endpoints));
    assertTrue(problems.contains(wanted), problems);
  }

  @Test
  void aNicHasOneCable() {
    var problems = Labs.problems(links("[s, \"b:n\"] }\n    too: { endpoints: [\"b:n\", s]"));
    assertTrue(problems.contains("b:n is in a link already (line 8)"), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "dely: 5ms | unknown key \"dely\" in spec.links.up.impair.forward (did you mean"
            + " \"delay\"?)",
        "delay: 5 | spec.links.up.impair.forward.delay must be a duration like 500us, 20ms, 3s or"
            + " 5m, not 5 (did you mean \"5s\"?)",
        "delay: 2m | must be 0s to 1m, not \"2m\"",
        "loss: 101% | spec.links.up.impair.forward.loss must be percent like 0.5%, from 0% to 100%",
        "loss: { model: gilbert } | must be one of random, gilbert-elliott, 4-state",
        "loss: { model: random, chance: 1%, toBad: 2% } | \"toBad\" is not of loss model random",
        "loss: { model: 4-state, toBurst: 60%, toGap: 1%, single: 50% } | must be 100% together",
        "loss: { model: gilbert-elliott, toBad: 1% } | missing key \"toGood\"",
        "reorder: { gap: 5 } | missing key \"chance\"",
        "reorder: by-jiter | did you mean \"by-jitter\"?",
        "distribution: gauss | must be one of uniform, normal, pareto, paretonormal",
        "rate: 5 | must be a rate like 100Mbit",
        "limit: 0 | must be 1 to 100000, not 0",
        "corrupt: 1 | must be percent like 0.5%",
      })
  void refusesWhatNoLinkDoes(String impairment, String wanted) {
    var problems = Labs.problems(impaired(impairment));
    assertTrue(problems.contains(wanted), problems);
    assertTrue(problems.startsWith("lab.yaml:8:"), problems);
  }

  @Test
  void aCableGoesWithItsNicAndToItsSwitch() {
    var lab = Labs.accepted(RICH);
    var c = lab.withGuests(Map.of("c", lab.guests().get("c")));
    assertEquals(List.of("core"), List.copyOf(c.links().keySet()));
    var moved =
        Labs.accepted(
            PLAIN
                .replace("n: { switch: s }", "n: { switch: t }")
                .replace("[\"b:n\", s]", "[\"b:n\", t]"));
    assertEquals(List.of("b:n", "t"), lab.withGuests(moved.guests()).links().get("up").endpoints());
  }

  @Test
  void readsLayersOfRequests() {
    var layer =
        assertInstanceOf(
            ImpairText.Result.Layer.class,
            ImpairText.parse("{\"both\":{\"delay\":\"5ms\"},\"forward\":{\"loss\":\"5%\"}}"));
    assertEquals(
        Map.of("both", Map.of("delay", "5ms"), "forward", Map.of("loss", "5%")),
        ImpairText.tree(layer.impairment()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"both\":{\"dely\":\"5ms\"}}", "{\"up\":{}}", "[]", "{\"both\":5}"})
  void refusesOtherRequests(String text) {
    assertInstanceOf(ImpairText.Result.Refused.class, ImpairText.parse(text));
  }
}
