package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class MirrorTextsTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches: { sw0: {} }
        guests:
          a: { nics: { hn0: { switch: sw0 } } }
          b: { nics: { hn0: { switch: sw0 } } }
      """;

  private static MirrorTexts.Result read(String text) {
    var lab = assertInstanceOf(LabResult.Accepted.class, LabParser.parse(LAB)).spec();
    return MirrorTexts.of(lab, "sw0", text);
  }

  /** The first problem's place, with what is wrong there. */
  private static LabProblem refusal(String text) {
    return assertInstanceOf(MirrorTexts.Result.Refused.class, read(text)).problems().getFirst();
  }

  @Test
  void readsAllOfThemOrNone() {
    var two =
        read("{ y: { source: a:hn0, to: b:hn0 }, x: { source: b:hn0, to: a:hn0, filter: udp } }");
    var mirrors = assertInstanceOf(MirrorTexts.Result.Mirrors.class, two).byName();
    assertEquals("[y, x]", mirrors.keySet().toString(), "in their order");
    assertEquals("udp", mirrors.get("x").filter().text());
    assertEquals("Mirrors[byName={}]", read("none").toString());
  }

  @Test
  void namesThePlaceOfWhatIsWrong() {
    var filter = refusal("{ x: { source: a:hn0, to: b:hn0, filter: udp prot 5 } }");
    assertEquals("/mirrors/x/filter", filter.pointer());
    assertEquals("/mirrors/x", refusal("{ x: { source: a:hn0 } }").pointer(), "it has no place");
    assertEquals("/mirrors/x/to", refusal("{ x: { source: a:hn0, to: \"\" } }").pointer());
    assertEquals("/mirrors/x/source", refusal("{ x: { source: [], to: b:hn0 } }").pointer());
    assertEquals("/mirrors/x/to", refusal("{ x: { source: a:hn0, to: c:hn0 } }").pointer());
    assertEquals(
        "/mirrors/x/snaplen", refusal("{ x: { source: a:hn0, to: b:hn0, snaplen: 3 } }").pointer());
    assertEquals("/mirrors/X", refusal("{ X: { source: a:hn0, to: b:hn0 } }").pointer());
    assertEquals("/mirrors", refusal("3").pointer());
  }
}
