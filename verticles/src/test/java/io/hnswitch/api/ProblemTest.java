package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void keepsTheReasonOfARefusal() {
    for (var refusal : Refusal.values()) {
      var problem = Problem.of(new RefusedException(refusal, "pf0/vf0 is paired with a:hn0"));
      assertEquals(refusal.slug(), problem.code());
      assertEquals(refusal.status(), problem.status());
      assertEquals("/problems/" + refusal.slug(), problem.type());
    }
  }

  @Test
  void comesThroughTheBusAsItWas() {
    var error = new Problem.Error("/mtu", "too small", "1500", 3, 7);
    var problem = Problem.of(ProblemCode.INVALID_VALUE, "mtu is too small", List.of(error));
    var failure =
        new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 400, problem.toJson().encode());
    assertEquals(problem, Problem.of(failure));
  }

  @Test
  void tellsTheBussOwnFailuresApart() {
    assertEquals(504, Problem.of(new ReplyException(ReplyFailure.TIMEOUT, "late")).status());
    assertEquals(503, Problem.of(new ReplyException(ReplyFailure.NO_HANDLERS, "none")).status());
    assertEquals(
        "device-failed",
        Problem.of(new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 500, "boom")).code());
    assertEquals("internal", Problem.of(new IllegalStateException("boom")).code());
  }

  @Test
  void readsNothingIntoOtherTexts() {
    assertEquals(Optional.empty(), Problem.parse("boom"));
    assertEquals(Optional.empty(), Problem.parse("{}"));
    assertEquals(Optional.empty(), Problem.parse("{\"code\":1,\"status\":\"x\"}"));
    assertEquals(Optional.empty(), Problem.parse("{\"code\":\"x\",\"status\":1,\"errors\":[1]}"));
  }
}
