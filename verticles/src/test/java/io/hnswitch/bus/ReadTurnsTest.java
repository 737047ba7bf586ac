package io.hnswitch.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {

  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private int reads;
  private final ReadTurns turns = new ReadTurns(loop::add, () -> reads++);

  @Test
  void readsAtOnceWhenThereIsSomething() {
    turns.ready();
    turns.ready();
    assertEquals(2, reads);
    assertEquals(0, loop.size());
  }

  @Test
  void queuesOneTurnForAllThatIsMore() {
    turns.again();
    turns.again();
    turns.ready();
    assertEquals(0, reads, "the queued turn takes it");
    assertEquals(1, loop.size());
    loop.poll().run();
    assertEquals(1, reads);
    turns.again();
    assertEquals(1, loop.size(), "another one, behind the others");
  }
}
