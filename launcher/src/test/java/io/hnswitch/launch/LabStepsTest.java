package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabStepsTest {

  private static final LabSpec EMPTY = LabSpec.empty("two");

  private static List<String> texts(LabSpec before, LabSpec after) {
    return LabSteps.between(before, after).stream().map(LabStep::text).toList();
  }

  @Test
  void doesNothingForEqualLabs() {
    assertEquals(List.of(), texts(Labs.two(), Labs.two()));
  }

  @Test
  void bringsEverythingUpInOrder() {
    assertEquals(
        List.of(
            "start switch sw0",
            "start pairing",
            "start adapter pf0",
            "start vmbus a",
            "start vmbus b",
            "start endpoint a:hn0",
            "start hn a:hn0",
            "start netvsp a:hn0",
            "start endpoint b:hn0",
            "start hn b:hn0",
            "start netvsp b:hn0",
            "attach a VF of pf0 to a:hn0",
            "start flow f1"),
        texts(EMPTY, Labs.two()));
  }

  @Test
  void takesEverythingDownTheOtherWay() {
    assertEquals(
        List.of(
            "stop flow f1",
            "detach the VF of pf0 from a:hn0",
            "take down hn b:hn0",
            "take down netvsp b:hn0",
            "take down endpoint b:hn0",
            "take down hn a:hn0",
            "take down netvsp a:hn0",
            "take down endpoint a:hn0",
            "take down vmbus a",
            "take down vmbus b",
            "take down pairing",
            "take down adapter pf0",
            "take down switch sw0"),
        texts(Labs.two(), EMPTY));
  }

  @Test
  void changesInPlaceWhatCanBe() {
    var after =
        Labs.parse(
            Labs.TWO
                .replace("sw0: {}", "sw0: { aging: 10s }")
                .replace(
                    "nic: { switch: sw0 }",
                    "nic: { switch: sw0, mtu: 1400, queue: { rate: 1Mbit } }"));
    assertEquals(
        List.of(
            "set the aging of sw0",
            "set the MTU of a:hn0 to 1400",
            "set the queue of a:hn0 to { rate: 1Mbit }",
            "set the MTU of b:hn0 to 1400",
            "set the queue of b:hn0 to { rate: 1Mbit }"),
        texts(Labs.two(), after));
  }

  @Test
  void makesANicAnewWithWhatHangsOnIt() {
    var after = Labs.parse(Labs.TWO.replace("10.0.0.1/24", "10.0.0.9/24"));
    assertEquals(
        List.of(
            "stop flow f1",
            "detach the VF of pf0 from a:hn0",
            "take down hn a:hn0",
            "take down netvsp a:hn0",
            "take down endpoint a:hn0",
            "start endpoint a:hn0",
            "start hn a:hn0",
            "start netvsp a:hn0",
            "attach a VF of pf0 to a:hn0",
            "start flow f1"),
        texts(Labs.two(), after));
  }

  @Test
  void takesVfsAwayBeforeTheirAdapterIsMadeAnew() {
    var after =
        Labs.parse(Labs.TWO.replace("pf0: { switch: sw0 }", "pf0: { switch: sw0, vfs: 2 }"));
    assertEquals(
        List.of(
            "detach the VF of pf0 from a:hn0",
            "take down adapter pf0",
            "start adapter pf0",
            "attach a VF of pf0 to a:hn0"),
        texts(Labs.two(), after));
  }

  @Test
  void makesAllNicsAnewForATunable() {
    var after =
        Labs.parse(Labs.TWO.replace("spec:\n", "spec:\n  tunables: { hw.hn.vf_transparent: 1 }\n"));
    var texts = texts(Labs.two(), after);
    assertTrue(texts.indexOf("take down pairing") < texts.indexOf("start pairing"));
    assertTrue(texts.contains("start hn a:hn0") && texts.contains("start hn b:hn0"));
  }

  @Test
  void changesInPlaceATunableThatIsReadAgain() {
    var after =
        Labs.parse(
            Labs.TWO.replace(
                "spec:\n",
                "spec:\n  tunables: { hw.hn.vf_xpnt_attwait: 5, hw.hn.udpcs_fixup_mtu: 900 }\n"));
    assertEquals(List.of("set hw.hn.vf_xpnt_attwait to 5"), texts(Labs.two(), after));
    assertEquals(List.of("set hw.hn.vf_xpnt_attwait to 2"), texts(after, Labs.two()));
  }

  @Test
  void takesTheVfAwayToEnableWhatItLacks() {
    var less = Labs.TWO.replace("{ switch: sw0 }", "{ switch: sw0, offloads: [rxcsum] }");
    var more = less.replace("vf: { adapter", "offloads: [rxcsum, lro], vf: { adapter");
    assertEquals(
        List.of(
            "detach the VF of pf0 from a:hn0",
            "set the offloads of a:hn0 to [rxcsum]",
            "attach a VF of pf0 to a:hn0"),
        texts(Labs.parse(more), Labs.parse(less)));
    assertEquals(
        List.of("set the offloads of a:hn0 to []"),
        texts(Labs.parse(less), Labs.parse(less.replace("vf: {", "offloads: [], vf: {"))));
  }

  @Test
  void bringsAnHnBackBeforeItsHost() {
    var down = LabSteps.between(Labs.two(), EMPTY).subList(2, 6);
    assertEquals(
        List.of(
            "take down hn b:hn0",
            "take down netvsp b:hn0",
            "take down endpoint b:hn0",
            "take down hn a:hn0"),
        down.stream().map(LabStep::text).toList());
    assertEquals(
        List.of("start hn a:hn0", "start endpoint b:hn0", "start hn b:hn0", "start netvsp b:hn0"),
        LabSteps.back(down).stream().map(LabStep::text).toList());
  }

  @Test
  void takesAnHnAwayAgainAfterItsHost() {
    var up = LabSteps.between(EMPTY, Labs.two()).subList(5, 8);
    assertEquals(
        List.of("take down netvsp a:hn0", "take down hn a:hn0", "take down endpoint a:hn0"),
        LabSteps.back(up).stream().map(LabStep::text).toList());
  }

  @Test
  void hasAWayBackForEveryStep() {
    for (var step : LabSteps.between(EMPTY, Labs.two())) {
      assertEquals(step, step.inverse().inverse());
    }
  }

  private static final String APART =
      Labs.TWO
          .replace("sw0: {} }", "sw0: {}, sw1: {}, sw2: {} }")
          .replace(
              "pf0: { switch: sw0 }",
              "pf0: { switch: sw0 }, pf1: { switch: sw1 }, pf2: { switch: sw2 }");

  private static LabSpec linked(String ends) {
    return Labs.parse(
        APART.replace("guests:", "links: { core: { endpoints: " + ends + " } }\n  guests:"));
  }

  @Test
  void changesLinksAloneWhereAdaptersStay() {
    var apart = Labs.parse(APART);
    assertEquals(List.of("start link core"), texts(apart, linked("[pf0, pf1]")));
    assertEquals(
        List.of("take down link core", "start link core"),
        texts(linked("[pf0, pf1]"), linked("[pf0, pf2]")));
    assertEquals(
        List.of("take down link core", "forget what link core does"),
        texts(linked("[pf1, pf0]"), apart));
  }

  @Test
  void changesWhatALinkDoesInPlace() {
    var impaired = linked("[pf0, pf1], impair: { both: { delay: 5ms } }");
    assertEquals(List.of("set what link core does"), texts(linked("[pf0, pf1]"), impaired));
    assertEquals(List.of("set what link core does"), texts(impaired, linked("[pf0, pf1]")));
    assertEquals(
        List.of("start link core", "set what link core does"), texts(Labs.parse(APART), impaired));
  }

  @Test
  void makesALinkAnewWithAnAdapterOfIt() {
    var before = linked("[pf1, pf2]");
    var after =
        Labs.parse(
            LabWriter.yaml(before).replace("pf2: { switch: sw2 }", "pf2: { switch: sw2, vfs: 2 }"));
    assertEquals(
        List.of(
            "take down link core", "take down adapter pf2", "start adapter pf2", "start link core"),
        texts(before, after));
  }
}
