package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.id.NicId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a lab is whose. */
class LabShareTest {

  private static final String TEXT =
      Labs.spec(
          "seed: 7",
          "tunables: { hw.hn.vf_transparent: 1 }",
          "switches: { l: { place: x }, r: { place: y }, s: {} }",
          "adapters: { p: { switch: l, place: x }, q: { switch: r }, o: { switch: s } }",
          "links: { k: { endpoints: [q, p] } }",
          "guests:",
          "  a: { place: x, nics: { n: { switch: l, endpoint: { host: { ip: 10.0.0.1/24 } } } } }",
          "  b: { nics: { n: { switch: r, endpoint: { host: { ip: 10.0.0.2/24 } } } } }",
          "  c: { count: 2, nics: { n: { switch: s, endpoint: { host: { ip: 10.0.0.3/24 } } } } }",
          "  d: { nics: {} }",
          "flows:",
          "  there: { from: \"a:n\", to: \"b:n\" }",
          "  back: { from: \"b:n\", to: \"a:n\" }",
          "  within: { from: \"c-1:n\", to: \"c-2:n\" }",
          "captures:",
          "  wire: { at: [p, \"a:n\"] }",
          "  nic: { at: \"b:n\" }");

  private static final LabSpec LAB = Labs.accepted(TEXT);

  @Test
  void saysWhereEverythingIs() {
    assertEquals("x", LAB.placeOfSwitch("l"));
    assertEquals("", LAB.placeOfSwitch("s"));
    assertEquals("", LAB.placeOfSwitch("none"));
    assertEquals("y", LAB.placeOfAdapter("q"));
    assertEquals("", LAB.placeOfAdapter("o"));
    assertEquals("x", LAB.placeOfGuest("a"));
    assertEquals("", LAB.placeOfGuest("c-1"));
    assertEquals("", LAB.placeOfGuest("d"));
  }

  @Test
  void placesWhatHasNoPlace() {
    var placed = LAB.placed("z");
    assertEquals("z", placed.placeOfSwitch("s"));
    assertEquals("z", placed.placeOfGuest("c-2"));
    assertEquals("x", placed.placeOfAdapter("p"));
    assertEquals(placed, placed.placed("x"));
  }

  @Test
  void givesEachNodeItsDevicesAndBothTheLink() {
    var x = LAB.share("x");
    assertEquals(Set.of("l"), x.switches().keySet());
    assertEquals(Set.of("p"), x.adapters().keySet());
    assertEquals(Set.of("k"), x.links().keySet());
    assertEquals(Set.of("a"), x.guests().keySet());
    assertEquals(Set.of("there"), x.flows().keySet());
    assertEquals(Set.of("wire"), x.captures().keySet());
    assertEquals(Set.of("nic"), LAB.share("y").captures().keySet());
    assertEquals(Set.of("k"), LAB.share("y").links().keySet());
    var z = LAB.placed("z").share("z");
    assertEquals(Set.of("o"), z.adapters().keySet());
    assertEquals(Set.of(), z.links().keySet());
    assertEquals(Set.of("c-1", "c-2"), z.guests().keySet());
    assertEquals(Set.of("within"), z.flows().keySet());
  }

  @Test
  void keepsAddressesSeedAndTunables() {
    var nic = NicId.parse("b:n");
    var share = LAB.share("y");
    assertEquals(LAB.nic(nic), share.nic(nic));
    assertEquals(7, share.seed());
    assertEquals(LAB.tunables(), share.tunables());
    assertEquals(LAB.metadata(), share.metadata());
  }

  @Test
  void writesPlacesOnceAndReadsThemBack() {
    assertEquals(LAB, Labs.accepted(LabWriter.yaml(LAB)));
    assertEquals(LAB, Labs.accepted(LabWriter.json(LAB)));
    var yaml = LabWriter.yaml(LAB);
    assertEquals(2, yaml.split("place:", -1).length - 1, yaml);
    assertEquals(1, yaml.split("k: \\{ endpoints: \\[q, p\\] }", -1).length - 1, yaml);
  }

  @Test
  void knowsTheOtherEndOfALink() {
    var link = LAB.links().get("k");
    assertEquals("q", link.peer("p"));
    assertEquals("p", link.peer("q"));
    assertThrows(IllegalArgumentException.class, () -> link.peer("o"));
    assertThrows(IllegalArgumentException.class, () -> new LinkSpec("k", List.of("p", "p")));
  }
}
