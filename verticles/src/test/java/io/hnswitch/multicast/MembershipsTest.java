package io.hnswitch.multicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.Memberships.Membership;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipsTest {

  private static final Memberships SOME =
      new Memberships(
          true,
          List.of(
              new Membership(0, IpAddress.parse("239.1.2.3"), true, Duration.ofSeconds(9)),
              new Membership(4094, IpAddress.parse("ff0e::42"), false, Duration.ofNanos(1))));

  private static Memberships read(Map<String, ?> state) {
    return Memberships.read(StateTree.of(state).reader());
  }

  @Test
  void areTheSameElsewhere() {
    assertEquals(SOME, read(SOME.write().toMap()));
    assertEquals(Memberships.UNKNOWN, read(Memberships.UNKNOWN.write().toMap()));
  }

  @ParameterizedTest
  @CsvSource({
    "vlan, -1, out of range",
    "vlan, 4095, out of range",
    "left, 0, out of range",
    "group, 10.0.0.1, not one that hosts join",
    "group, 224.0.0.251, not one that hosts join",
    "group, ff02::1, not one that hosts join",
    "group, here, here",
    "all, 1, is not what it has to be",
  })
  void areRefusedWithTheirPlaceWhenTheyCannotBe(String name, String value, String why) {
    var member =
        new HashMap<String, Object>(
            Map.of("vlan", 5L, "group", "239.1.2.3", "all", true, "left", 7L));
    member.put(name, value.matches("-?[0-9]+") ? (Object) Long.valueOf(value) : value);
    var state = Map.of("complete", true, "members", List.of(member));
    var said = assertThrows(StateException.class, () -> read(state)).getMessage();
    assertTrue(said.contains("members[0]." + name) && said.contains(why), said);
  }

  @Test
  void haveNoneThatIsOverOrInNoVlan() {
    var group = IpAddress.parse("239.1.2.3");
    assertThrows(
        IllegalArgumentException.class, () -> new Membership(0, group, true, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Membership(4095, group, true, Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Membership(0, IpAddress.parse("10.0.0.1"), true, Duration.ofSeconds(1)));
  }
}
