package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RunningOperationsTest {

  private final RunningOperations all = new RunningOperations("run");

  private RunningOperation begin() {
    return all.begin("vf.attach", "ci", 0);
  }

  private static String code(Runnable action) {
    return assertThrows(ProblemException.class, action::run).problem().code();
  }

  @Test
  void showsWhatBecameOfOne() {
    var one = begin();
    assertEquals("op-run-1", one.id());
    assertEquals("running", one.view().getString("state"));
    one.done(new JsonObject().put("revision", 3), 1000);
    var view = all.get("op-run-1").view();
    assertEquals("done", view.getString("state"));
    assertEquals("1970-01-01T00:00:01Z", view.getString("ended"));
    assertEquals(3, view.getJsonObject("answer").getInteger("revision"));
  }

  @Test
  void tellsFailedFromCancelled() {
    var one = begin();
    one.failed(Problem.of(ProblemCode.NOT_FOUND, "no such nic"), 1);
    assertEquals("failed", one.view().getString("state"));
    var other = begin();
    other.cancelBy(() -> {});
    assertEquals(true, other.view().getBoolean("cancellable"));
    other.failed(Problem.of(ProblemCode.CANCELLED, "enough"), 1);
    assertEquals("cancelled", other.view().getString("state"));
  }

  @Test
  void refusesMoreThanCanRunAndForgetsTheOldestThatEnded() {
    for (int i = 0; i < RunningOperations.RUNNING_MAX; i++) {
      begin();
    }
    assertEquals("too-many-requests", code(this::begin));
    all.get("op-run-1").done(new JsonObject(), 1);
    for (int i = 0; i < RunningOperations.KEPT_MAX; i++) {
      begin().done(new JsonObject(), 1);
    }
    assertEquals("not-found", code(() -> all.get("op-run-1")));
    assertEquals("running", all.get("op-run-2").view().getString("state"));
    assertEquals("not-found", code(() -> all.get("op-else-2")));
  }
}
