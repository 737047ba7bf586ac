package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.lab.LabSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkWayTest {

  private static final LabSpec LAB =
      Labs.parse(
          """
          apiVersion: hnswitch/v1
          kind: Lab
          metadata: { name: chain }
          spec:
            switches: { a: {}, b: {}, c: {}, d: {}, alone: {} }
            adapters:
              a1: { switch: a }
              b1: { switch: b }
              b2: { switch: b }
              c1: { switch: c }
              c2: { switch: c }
              d1: { switch: d }
              out: { switch: alone }
              up: { switch: d }
            links:
              ab: { endpoints: [a1, b1] }
              bc: { endpoints: [c1, b2] }
              cd: { endpoints: [c2, d1] }
              up: { endpoints: [up], packet: { interface: veth0 } }
              away: { endpoints: [out], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 42 } }
              cable: { endpoints: ["g:hn0", a] }
            guests: { g: { nics: { hn0: { switch: a } } } }
          """);

  private static List<String> way(String from, String to) {
    return LinkWay.between(from, to, LAB);
  }

  @Test
  void knowsWhichSwitchesAreOneEthernet() {
    assertEquals(Set.of("a", "b", "c", "d"), SwitchReach.of(LAB, "c"));
    assertEquals(Set.of("alone"), SwitchReach.of(LAB, "alone"));
  }

  @Test
  void takesTheLinksBetweenInOrder() {
    assertEquals(List.of("ab", "bc", "cd"), way("a", "d"));
    assertEquals(List.of("cd", "bc"), way("d", "b"));
    assertEquals(List.of("ab"), way("a", "b"));
  }

  @Test
  void needsNoLinkWithinASwitchAndFindsNoneToAnotherNetwork() {
    assertEquals(List.of(), way("a", "a"));
    assertEquals(List.of(), way("a", "alone"));
  }
}
