package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final List<String> begun = new ArrayList<>();
  private boolean held;
  private final Turns turns = new Turns(2, 4, () -> held);

  private boolean add(String name) {
    return turns.add(() -> begun.add(name));
  }

  @Test
  void comeInOrderAndFewAtOnce() {
    for (var name : List.of("a", "b", "c", "d")) {
      assertTrue(add(name));
    }
    assertEquals(List.of("a", "b"), begun);
    assertFalse(add("e"), "four are not answered");
    turns.ended();
    assertEquals(List.of("a", "b", "c"), begun);
    assertTrue(add("f"));
    turns.ended();
    turns.ended();
    assertEquals(List.of("a", "b", "c", "d", "f"), begun);
  }

  @Test
  void waitForAClientThatReadsNothing() {
    held = true;
    add("a");
    assertEquals(List.of(), begun);
    held = false;
    turns.go();
    assertEquals(List.of("a"), begun);
  }

  @Test
  void endWithTheClient() {
    held = true;
    add("a");
    turns.close();
    held = false;
    turns.go();
    assertEquals(List.of(), begun);
  }
}
