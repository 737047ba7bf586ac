package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.lab.LabChange.Action;
import io.hnswitch.lab.LabChange.Effect;
import io.hnswitch.lab.LabChange.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabPlanTest {

  private static final String LAB =
      Labs.spec(
          "switches: { s: { aging: 5s }, t: {} }",
          "adapters: { p: { switch: s }, q: { switch: s } }",
          "guests:",
          "  a: { nics: { n: { switch: s, mac: \"00:15:5d:00:00:01\", mtu: 1500, channels: 1,"
              + " offloads: [rxcsum], up: true, endpoint: { host: { ip: 10.0.0.1/24 } },"
              + " vf: { adapter: p, attach: false } } } }",
          "  b: { nics: { n: { switch: s, endpoint: { host: { ip: 10.0.0.2/24 } } } } }",
          "flows: { f: { from: \"a:n\", to: \"b:n\", rate: 1000pps } }");

  private static LabPlan plan(String before, String after) {
    return LabPlan.between(Labs.accepted(before), Labs.accepted(after));
  }

  private static String text(LabPlan plan) {
    return plan.changes().stream()
        .map(change -> change.action() + " " + change.kind() + " " + change.id())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void isEmptyForEqualLabs() {
    assertTrue(plan(LAB, LAB).isEmpty());
    assertTrue(plan(LAB, LabWriter.yaml(Labs.accepted(LAB))).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aging: 5s             | aging: 6s               | SWITCH  | s   | aging     | LIVE             | a:n,b:n,p,q
          q: { switch: s }      | q: { switch: s, vfs: 2 }| ADAPTER | q   | vfs       | RECREATES_DEVICE |
          p: { switch: s }      | p: { switch: s, vfs: 2 }| ADAPTER | p   | vfs       | RECREATES_DEVICE | a:n
          q: { switch: s }      | q: { switch: s, rss: { report: true } } | ADAPTER | q | rss | RECREATES_DEVICE |
          5d:00:00:01           | 5d:00:00:02             | NIC     | a:n | mac       | RECREATES_DEVICE | f
          mtu: 1500             | mtu: 1400               | NIC     | a:n | mtu       | LIVE             | f
          channels: 1           | channels: 2             | NIC     | a:n | channels  | PAUSES_PORT      | f
          offloads: [rxcsum]    | offloads: []            | NIC     | a:n | offloads  | LIVE             | f
          up: true              | up: false               | NIC     | a:n | up        | LIVE             | f
          up: true              | queue: { rate: 1Mbit }  | NIC     | a:n | queue     | LIVE             | f
          up: true              | vlan: { mode: access, id: 7 } | NIC | a:n | vlan     | LIVE             | f
          up: true              | guards: [dhcp]          | NIC     | a:n | guards    | LIVE             | f
          up: true              | storm: 10pps            | NIC     | a:n | storm     | LIVE             | f
          up: true              | acl: [{ direction: inbound, action: deny }] | NIC | a:n | acl | LIVE       | f
          up: true              | bandwidth: { max: 1Gbit } | NIC   | a:n | bandwidth | LIVE             | f
          10.0.0.1/24           | 10.0.0.9/24             | NIC     | a:n | endpoint  | RECREATES_DEVICE | f
          attach: false         | attach: true            | VF      | a:n | attach    | LIVE             | f
          adapter: p            | adapter: q              | VF      | a:n | adapter   | LIVE             | f
          b: { nics: { n: { switch: s | b: { nics: { n: { switch: t | NIC | b:n | switch | PAUSES_PORT | f
          rate: 1000pps         | rate: max               | FLOW    | f   | rate      | LIVE             |
          rate: 1000pps         | size: 100               | FLOW    | f   | size      | RECREATES_DEVICE |
          switches:             | seed: 2, switches:      | LAB     | t   | seed      | LIVE             |
          """)
  void saysWhatAChangeCosts(
      String from,
      String to,
      Kind kind,
      String id,
      String property,
      Effect effect,
      String affects) {
    var after = LAB.replace(from, to.replace("seed: 2, ", "seed: 2\n  "));
    var changes = plan(LAB, after).changes();
    assertEquals(1, changes.size(), () -> changes.toString());
    var change = changes.getFirst();
    assertEquals(Action.CHANGE, change.action());
    assertEquals(kind, change.kind());
    assertEquals(id, change.id());
    assertEquals(property, change.properties().getFirst().name());
    assertEquals(effect, change.effect());
    assertEquals(affects == null ? "" : affects, String.join(",", change.affects()));
  }

  @Test
  void showsValuesAsTheFileHasThem() {
    var change =
        plan(LAB, LAB.replace("10.0.0.1/24", "[10.0.0.9/24]").replace("5s", "500ms")).changes();
    assertEquals(
        List.of(new LabChange.Property("aging", "5s", "500ms", Effect.LIVE)),
        change.getFirst().properties());
    assertEquals(
        List.of(
            new LabChange.Property(
                "endpoint",
                "{ host: { ip: 10.0.0.1/24 } }",
                "{ host: { ip: 10.0.0.9/24 } }",
                Effect.RECREATES_DEVICE)),
        change.getLast().properties());
  }

  @Test
  void showsQueuesAsTheFileHasThem() {
    var one = LAB.replace("up: true", "queue: { rate: 1000Kbit, burst: 65536 }");
    var other = LAB.replace("up: true", "queue: { rate: 2Mbit, limit: 50 }");
    assertEquals(
        List.of(
            new LabChange.Property(
                "queue",
                "{ rate: 1Mbit, burst: 64KiB }",
                "{ rate: 2Mbit, limit: 50 }",
                Effect.LIVE)),
        plan(one, other).changes().getFirst().properties());
    assertEquals("none", plan(one, LAB).changes().getFirst().properties().getFirst().to());
  }

  @Test
  void recreatesEveryNicForATunableOfTheDriversStart() {
    var after = LAB.replace("spec:", "spec:\n  tunables: { hw.hn.vf_transparent: 1 }");
    var change = plan(LAB, after).changes().getFirst();
    assertEquals(Effect.RECREATES_DEVICE, change.effect());
    assertEquals(List.of("a:n", "b:n"), change.affects());
    var wait = LAB.replace("spec:", "spec:\n  tunables: { hw.hn.vf_xpnt_attwait: 3 }");
    assertEquals(Effect.LIVE, plan(LAB, wait).changes().getFirst().effect());
  }

  @Test
  void makesWhatOthersNeedFirst() {
    var lab = Labs.accepted(LAB);
    assertEquals(
        """
        ADD SWITCH s
        ADD SWITCH t
        ADD ADAPTER p
        ADD ADAPTER q
        ADD NIC a:n
        ADD NIC b:n
        ADD VF a:n
        ADD FLOW f\
        """,
        text(LabPlan.between(LabSpec.empty("t"), lab)));
  }

  @Test
  void takesDownInTheReverseOrder() {
    var lab = Labs.accepted(LAB);
    assertEquals(
        """
        REMOVE FLOW f
        REMOVE VF a:n
        REMOVE NIC a:n
        REMOVE NIC b:n
        REMOVE ADAPTER p
        REMOVE ADAPTER q
        REMOVE SWITCH s
        REMOVE SWITCH t\
        """,
        text(LabPlan.between(lab, LabSpec.empty("t"))));
  }

  @Test
  void makesLinksBehindTheirAdaptersAndBreaksThemFirst() {
    var apart = LAB.replace("q: { switch: s }", "q: { switch: t }, r: { switch: t }");
    var joined = apart.replace("guests:", "links: { k: { endpoints: [q, p] } }\n  guests:");
    assertEquals("ADD LINK k", text(plan(apart, joined)));
    var moved = joined.replace("k: { endpoints: [q, p] }", "l: { endpoints: [p, r] }");
    assertEquals("REMOVE LINK k\nADD LINK l", text(plan(joined, moved)));
    var swapped = joined.replace("[q, p]", "[p, q]");
    assertEquals(
        Effect.LIVE, plan(joined, swapped).changes().getFirst().effect(), "forward is reverse now");
    var other = joined.replace("[q, p]", "[r, p]");
    var change = plan(joined, other).changes().getFirst();
    assertEquals(
        "[q, p] -> [r, p]",
        change.properties().getFirst().from() + " -> " + change.properties().getFirst().to());
    assertEquals(Effect.LIVE, change.effect());
    assertEquals(List.of("p", "q", "r"), change.affects());
    var tunnel = "[p], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 42 }";
    var outside = joined.replace("[q, p]", tunnel);
    assertEquals(2, plan(joined, outside).changes().getFirst().properties().size());
    var renumbered = plan(outside, outside.replace("vni: 42", "vni: 43")).changes().getFirst();
    assertEquals(Effect.RECREATES_DEVICE, renumbered.effect());
    assertEquals(
        "{ local: \"10.9.0.1\", remote: \"10.9.0.2\", vni: 43 }",
        renumbered.properties().getFirst().to());
    assertEquals(List.of("p"), renumbered.affects());
    assertTrue(
        plan(outside, outside.replace("10.9.0.1,", "10.9.0.1:4789,")).isEmpty(),
        "the port is the usual one");
    var device = joined.replace("[q, p]", "[p], packet: { interface: veth0 }");
    assertEquals(2, plan(outside, device).changes().getFirst().properties().size());
    var renamed = plan(device, device.replace("veth0", "veth1")).changes().getFirst();
    assertEquals(Effect.RECREATES_DEVICE, renamed.effect());
    assertEquals("{ interface: veth1 }", renamed.properties().getFirst().to());
    assertEquals(List.of("p"), renamed.affects());
    var slow = device.replace("veth0 }", "veth0 }, impair: { both: { delay: 1ms } }");
    assertEquals(Effect.LIVE, plan(device, slow).changes().getFirst().effect());
  }

  @Test
  void recreatesASwitchThatIsPlacedElsewhere() {
    var placed = LAB.replace("t: {}", "t: { place: far }");
    var change = plan(LAB, placed).changes().getFirst();
    assertEquals("place", change.properties().getFirst().name());
    assertEquals(Effect.RECREATES_DEVICE, change.effect());
  }

  @Test
  void keepsASwitchUntilItsNicsHaveMoved() {
    var before =
        Labs.spec(
            "switches: { old: {} }",
            "guests: { a: { nics: { n: { switch: old } } }, b: { nics: { n: { switch: old } } } }");
    var after =
        Labs.spec("switches: { new: {} }", "guests: { a: { nics: { n: { switch: new } } } }");
    assertEquals(
        """
        REMOVE NIC b:n
        ADD SWITCH new
        CHANGE NIC a:n
        REMOVE SWITCH old\
        """,
        text(plan(before, after)));
  }

  @Test
  void knowsEveryPropertyOfEveryObject() {
    assertCovers(SwitchSpec.class, LabProperties.SWITCH, "name");
    assertCovers(AdapterSpec.class, LabProperties.ADAPTER, "name");
    assertCovers(NicSpec.class, LabProperties.NIC, "id", "vf");
    assertCovers(LinkSpec.class, LabProperties.LINK, "name");
    assertCovers(VfSpec.From.class, LabProperties.VF);
    assertCovers(FlowSpec.class, LabProperties.FLOW, "name");
    assertCovers(CaptureSpec.class, LabProperties.CAPTURE);
  }

  private static void assertCovers(Class<?> type, LabProperties<?> properties, String... apart) {
    var wanted = new TreeSet<String>();
    for (var component : type.getRecordComponents()) {
      if (component.getName().equals("policy")) {
        wanted.addAll(PolicyTexts.KEYS);
        continue;
      }
      if (component.getName().equals("outside")) {
        wanted.addAll(List.of("packet", "vxlan"));
        continue;
      }
      wanted.add(
          switch (component.getName()) {
            case "statics" -> "static";
            case "switchName" -> "switch";
            case "offerDelay" -> "offer-delay";
            case "limit" -> "for";
            case String name -> name;
          });
    }
    wanted.removeAll(Arrays.asList(apart));
    var named = new TreeSet<String>();
    properties.rows().forEach(row -> named.add(row.name()));
    assertEquals(wanted, named);
  }
}
