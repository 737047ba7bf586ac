package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabMovesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches:
          sw0: { place: left, static: { "02:00:00:00:00:01": "a:hn0" } }
          sw1: { place: right }
        adapters: { pf0: { switch: sw0 }, pf1: { switch: sw1 } }
        links: { core: { endpoints: [pf0, pf1] } }
        guests:
          a: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { switch: sw1, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          c: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.3/24 } } } } }
        flows:
          f1: { from: "a:hn0", to: "b:hn0" }
          f2: { from: "c:hn0", to: "b:hn0" }
      """;

  private static LabSpec parse(String text) {
    return switch (LabParser.parse(text)) {
      case LabResult.Accepted(var spec, _, _) -> spec;
      case LabResult.Refused(var problems, _) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private final LabSpec before = parse(LAB);

  @Test
  void leavesALabAloneInWhichNothingMoves() {
    var more =
        parse(LAB.replace("f2: ", "f3: ").replace("place: right", "place: right, aging: 5s"));
    assertSame(before, LabMoves.parted(before, more));
    assertSame(before, LabMoves.parted(before, LabSpec.empty("two")));
  }

  @Test
  void takesAGuestThatMovesAway() {
    var after =
        parse(
            LAB.replace("a: { nics: { hn0: { switch: sw0", "a: { nics: { hn0: { switch: sw1")
                .replace(", static: { \"02:00:00:00:00:01\": \"a:hn0\" }", ""));
    var parted = LabMoves.parted(before, after);
    assertEquals(Set.of("b", "c"), parted.guests().keySet());
    assertEquals(Set.of("f2"), parted.flows().keySet());
    assertEquals(Set.of(), parted.switches().get("sw0").statics().keySet());
    assertEquals(before.links(), parted.links());
    assertEquals("left", parted.placeOfSwitch("sw0"));
  }

  @Test
  void takesASwitchThatMovesAwayWithAllThatIsPluggedIn() {
    var parted = LabMoves.parted(before, parse(LAB.replace("place: left", "place: mid")));
    assertEquals(List.of("sw1"), List.copyOf(parted.switches().keySet()));
    assertEquals(Set.of("pf1"), parted.adapters().keySet());
    assertEquals(Set.of("b"), parted.guests().keySet());
    assertEquals(Set.of(), parted.links().keySet());
    assertEquals(Set.of(), parted.flows().keySet());
  }
}
