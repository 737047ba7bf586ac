package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeGateTest {

  private final ChangeGate gate = new ChangeGate();
  private final List<String> begun = new ArrayList<>();

  private Promise<Void> alone(String name) {
    Promise<Void> end = Promise.promise();
    gate.alone(() -> begin(name, end));
    return end;
  }

  private Promise<Void> beside(String name) {
    Promise<Void> end = Promise.promise();
    gate.beside(() -> begin(name, end));
    return end;
  }

  private Future<Void> begin(String name, Promise<Void> end) {
    begun.add(name);
    return end.future();
  }

  @Test
  void letsOperationsOverlap() {
    beside("a");
    beside("b");
    assertEquals(List.of("a", "b"), begun);
  }

  @Test
  void appliesAlone() {
    var first = beside("operation");
    var apply = alone("apply");
    beside("later");
    assertEquals(List.of("operation"), begun);
    first.complete();
    assertEquals(List.of("operation", "apply"), begun);
    apply.complete();
    assertEquals(List.of("operation", "apply", "later"), begun);
  }

  @Test
  void goesOnAfterAFailure() {
    alone("bad").fail("no");
    alone("next");
    assertEquals(List.of("bad", "next"), begun);
  }
}
