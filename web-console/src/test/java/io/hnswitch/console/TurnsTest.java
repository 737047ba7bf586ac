package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Map<String, Turns.Turn> begun = new LinkedHashMap<>();
  private boolean held;
  private final Turns turns = new Turns(2, 4, () -> held);

  private boolean add(String name) {
    return turns.add(turn -> begun.put(name, turn));
  }

  private List<String> names() {
    return new ArrayList<>(begun.keySet());
  }

  @Test
  void comeInOrderAndFewAtOnce() {
    for (var name : List.of("a", "b", "c", "d")) {
      assertTrue(add(name));
    }
    assertEquals(List.of("a", "b"), names());
    assertFalse(add("e"), "four are not answered");
    begun.get("b").end();
    assertEquals(List.of("a", "b", "c"), names());
    assertTrue(add("f"));
    begun.get("a").end();
    begun.get("c").end();
    assertEquals(List.of("a", "b", "c", "d", "f"), names());
  }

  @Test
  void areGivenAwayByRequestsThatOnlyWait() {
    List.of("a", "b", "c", "d").forEach(this::add);
    begun.get("a").giveAway();
    begun.get("a").giveAway();
    assertEquals(List.of("a", "b", "c"), names(), "one turn, given away once");
    assertFalse(add("e"), "it is not answered yet");
    begun.get("a").end();
    assertTrue(add("e"));
    assertEquals(List.of("a", "b", "c"), names(), "its turn was over already");
  }

  @Test
  void waitForAClientThatReadsNothing() {
    held = true;
    add("a");
    assertEquals(List.of(), names());
    held = false;
    turns.go();
    assertEquals(List.of("a"), names());
  }

  @Test
  void endWithTheClient() {
    held = true;
    add("a");
    turns.close();
    held = false;
    turns.go();
    assertEquals(List.of(), names());
  }
}
