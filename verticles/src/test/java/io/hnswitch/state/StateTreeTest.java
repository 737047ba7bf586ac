package io.hnswitch.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTreeTest {

  private static final StateTree TREE =
      StateTree.write(
          into ->
              into.number("frames", 7)
                  .truth("up", true)
                  .text("name", "hn0")
                  .numbers("bits", new long[] {1, 2, 0, 0})
                  .counts("counters", Map.of("in", 3L))
                  .tree("inner", inner -> inner.number("deep", 1)));

  @Test
  void isTheSameAfterTheWayOfMaps() {
    assertEquals(TREE, StateTree.of(TREE.toMap()));
  }

  @Test
  void readsWhatWasWritten() {
    var from = TREE.reader();
    assertEquals(7, from.count("frames"));
    assertTrue(from.truth("up"));
    assertEquals("hn0", from.text("name"));
    var bits = new long[] {9, 9, 9, 9};
    from.numbers("bits", bits);
    assertArrayEquals(new long[] {1, 2, 9, 9}, bits);
    assertEquals(Map.of("in", 3L), from.counts("counters"));
    assertEquals(1, from.tree("inner").count("deep"));
  }

  private static String refused(Runnable reading) {
    return assertThrows(StateException.class, reading::run).getMessage();
  }

  @Test
  void namesThePlaceOfWhatIsWrong() {
    var from = TREE.reader();
    assertEquals("inner.more is missing", refused(() -> from.tree("inner").count("more")));
    assertEquals("name is not what it has to be", refused(() -> from.count("name")));
    assertEquals("frames out of range: 7, not 0 to 6", refused(() -> from.number("frames", 0, 6)));
    assertEquals("bits has more than 1 numbers", refused(() -> from.numbers("bits", new long[1])));
    assertEquals("inner is not what it has to be", refused(() -> from.trees("inner", 3)));
  }

  @Test
  void takesNothingElseThanItsKindsFromOthers() {
    refused(() -> StateTree.of(Map.of("half", 0.5)));
    refused(() -> StateTree.of(Map.of(1, 2)));
    var withNull = new HashMap<String, Object>();
    withNull.put("nothing", null);
    refused(() -> StateTree.of(withNull));
    refused(() -> StateTree.of(Map.of("text", "x".repeat(StateTree.TEXT_MAX + 1))));
  }

  @Test
  void takesNoMoreThanItsBoundsFromOthers() {
    Map<String, Object> deep = Map.of();
    for (int i = 0; i < StateTree.DEPTH_MAX; i++) {
      deep = Map.of("deeper", deep);
    }
    var tooDeep = deep;
    refused(() -> StateTree.of(tooDeep));
    var many = List.of(Arrays.asList(new Long[StateTree.VALUES_MAX / 2]));
    refused(() -> StateTree.of(Map.of("many", many)));
  }
}
