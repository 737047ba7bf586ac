package io.hnswitch.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @Test
  void printAsTheyAreParsed() {
    assertEquals("guest-1:hn0", NicId.parse("guest-1:hn0").toString());
    assertEquals(new NicId("a", "b"), NicId.parse("a:b"));
    assertEquals("pf0/vf3", VfId.parse("pf0/vf3").toString());
    assertEquals(new VfId("pf0", 12), VfId.parse("pf0/vf12"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "a", "a:", ":b", "a:b:c", "A:b", "a:1", "a b:c", "a:b\n", "-:b"})
  void refuseWhatIsNoNic(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> NicId.parse(text));
    assertTrue(error.getMessage().contains(text), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "pf0",
        "pf0/",
        "pf0/vf",
        "/vf1",
        "pf0/vf-1",
        "pf0/vfx",
        "p/f/vf1",
        "pf0/vf99999999999",
        "pf0/vf+1"
      })
  void refuseWhatIsNoVf(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> VfId.parse(text));
    assertTrue(error.getMessage().contains(text), error.getMessage());
  }

  @Test
  void orderVfsByNumber() {
    assertTrue(new VfId("pf0", 2).compareTo(new VfId("pf0", 10)) < 0);
    assertTrue(new VfId("pf1", 0).compareTo(new VfId("pf0", 10)) > 0);
    assertTrue(new NicId("a", "hn0").compareTo(new NicId("b", "hn0")) < 0);
  }
}
