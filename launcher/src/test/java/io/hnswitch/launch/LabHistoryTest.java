package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.ProblemException;
import io.hnswitch.lab.LabSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabHistoryTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Cause APPLY = new Cause("lab.apply", "");
  private static final Cause UNDO = new Cause("lab.undo", "");

  private final LabHistory history = LabHistory.empty(NOON);

  private LabRevision change(String name) {
    return history.take(history.change(LabSpec.empty(name), APPLY, NOON));
  }

  private String undo() {
    return history.take(history.undo(history.undoTarget(), UNDO, NOON)).lab().metadata().name();
  }

  private String refusal(Runnable action) {
    return assertThrows(ProblemException.class, action::run).problem().detail();
  }

  @Test
  void countsEveryChangeUp() {
    assertEquals(1, change("a").number());
    assertEquals(2, change("b").number());
    undo();
    assertEquals(3, history.current().number());
    assertEquals(List.of(3L, 2L, 1L, 0L), history.all().stream().map(LabRevision::number).toList());
  }

  @Test
  void goesFurtherBackWithEveryUndo() {
    List.of("a", "b", "c").forEach(this::change);
    assertEquals("b", undo());
    assertEquals("a", undo());
    assertEquals("empty", undo());
    assertEquals("nothing to undo: there is no revision before 0", refusal(this::undo));
    assertEquals(6, history.current().number());
  }

  @Test
  void undoesAChangeThatFollowsAnUndo() {
    List.of("a", "b", "c").forEach(this::change);
    undo();
    change("d");
    assertEquals("b", undo());
    assertEquals("a", undo());
  }

  @Test
  void undoesARestoreToWhatWasBeforeIt() {
    List.of("a", "b", "c").forEach(this::change);
    var restored =
        history.take(history.restore(history.revision(1), new Cause("lab.restore", ""), NOON));
    assertEquals("a", restored.lab().metadata().name());
    assertEquals(1, restored.of());
    assertEquals("c", undo());
    assertEquals("b", undo());
  }

  @Test
  void takesAnUndoBackByRestoring() {
    List.of("a", "b").forEach(this::change);
    undo();
    history.take(history.restore(history.revision(2), new Cause("lab.restore", ""), NOON));
    assertEquals("b", history.current().lab().metadata().name());
    assertEquals("a", undo());
  }

  @Test
  void forgetsTheOldestWithoutAName() {
    change("a");
    history.mark("base");
    for (int i = 0; i < 150; i++) {
      change("x" + i);
    }
    assertEquals(LabHistory.KEPT, history.all().size());
    assertEquals("a", history.checkpoint("base").lab().metadata().name());
    assertEquals(151, history.current().number());
    assertTrue(refusal(() -> history.revision(2)).startsWith("no such revision: 2"));
  }

  @Test
  void undoesAsLongAsThereIsSomething() {
    for (int i = 1; i <= 150; i++) {
      change("x" + i);
    }
    for (int i = 149; i >= 100; i--) {
      assertEquals("x" + i, undo());
    }
    assertEquals("nothing to undo: revision 99 is no longer kept", refusal(this::undo));
  }

  @Test
  void movesANameThatIsThere() {
    change("a");
    history.mark("base");
    change("b");
    history.mark("base");
    assertEquals(2, history.checkpoint("base").number());
    assertEquals(List.of("base"), history.checkpointsOf(history.current()));
    assertTrue(refusal(() -> history.checkpoint("bass")).contains("did you mean \"base\"?"));
  }

  @Test
  void boundsTheNames() {
    for (int i = 0; i < LabHistory.CHECKPOINTS_MAX; i++) {
      change("x" + i);
      history.mark("c" + i);
    }
    assertTrue(refusal(() -> history.mark("more")).startsWith("there are 50 checkpoints"));
    history.mark("c0");
    for (int i = 0; i < 200; i++) {
      change("y" + i);
    }
    assertEquals(LabHistory.KEPT, history.all().size());
  }

  @Test
  void startsWithNothingToGoBackTo() {
    var first = history.take(history.begin(Labs.two(), NOON));
    assertEquals(1, first.number());
    assertEquals(1, history.all().size());
    assertEquals("nothing to undo: there is no revision before 1", refusal(this::undo));
  }

  @Test
  void goesOnFromWhatAnotherLeft() {
    List.of("a", "b").forEach(this::change);
    history.mark("base");
    var kept = history.snapshot();
    var next = LabHistory.of(kept.revisions(), Map.of("base", 2L, "gone", 17L), 5);
    assertEquals(2, next.current().number());
    assertEquals("a", next.undoTarget().lab().metadata().name());
    assertThrows(ProblemException.class, () -> next.checkpoint("gone"));
    assertEquals(6, next.change(LabSpec.empty("c"), APPLY, NOON).number());
  }

  @Test
  void saysWhatAChangeWas() {
    change("empty");
    var two = history.take(history.change(Labs.two(), APPLY, NOON));
    assertEquals(
        "~ lab two (metadata.name), + switch sw0, + adapter pf0 and 4 more", two.summary());
    var faster = Labs.parse(Labs.TWO.replace("echo: false", "echo: false, rate: 2pps"));
    assertEquals("~ flow f1 (rate)", history.take(history.change(faster, APPLY, NOON)).summary());
  }
}
