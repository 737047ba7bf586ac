package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest {

  private static final Caller CI = new Caller("ci", "operator", "rest 127.0.0.1");
  private static final Operation SET = Operations.get("nic.set");

  private final AuditLog log = new AuditLog(3);

  private static AuditRecord done(String nic) {
    return AuditRecord.done(1000, CI, SET, new JsonObject().put("nic", nic), "r1");
  }

  private static AuditRecord refused(long atMillis) {
    return AuditRecord.refused(
        atMillis,
        CI,
        SET,
        new JsonObject(),
        "r1",
        Problem.of(ProblemCode.FORBIDDEN, "this is for others"));
  }

  private List<String> requests(long before, int limit) {
    return log.page(before, limit, one -> true).entries().stream()
        .map(entry -> entry.number() + entry.record().request())
        .toList();
  }

  @Test
  void givesPagesTheNewestFirstAndForgetsTheOldest() {
    List.of("a", "b", "c", "d").forEach(nic -> log.add(done(nic)));
    assertEquals(List.of("4{\"nic\":\"d\"}", "3{\"nic\":\"c\"}"), requests(0, 2));
    assertEquals(3, log.page(0, 2, one -> true).next());
    assertEquals(List.of("2{\"nic\":\"b\"}"), requests(3, 2));
    assertEquals(0, log.page(3, 2, one -> true).next());
  }

  @Test
  void countsWhatTheSameCallerIsRefusedAgain() {
    log.add(done("a"));
    for (int i = 1; i <= 100; i++) {
      assertEquals(i, log.add(refused(i)).record().times());
    }
    var page = log.page(0, 10, one -> true);
    assertEquals(2, page.entries().size(), "nothing else was washed out");
    assertEquals(100, page.entries().getFirst().record().atMillis());
    assertEquals(1, log.add(done("a")).record().times());
    assertEquals(1, log.add(done("a")).record().times(), "what is done is done each time");
  }

  @Test
  void readsBackWhatItWrote() {
    for (var record : List.of(done("a"), refused(7), refused(9).after(refused(7)))) {
      assertEquals(record, AuditRecord.of(record.toJson()));
    }
  }

  @Test
  void recordsNoSecretAndNothingEndless() {
    var operation =
        new Operation(
            "x.y",
            Operation.Kind.CHANGE,
            Operation.Role.ADMIN,
            Operation.Method.POST,
            "/x",
            "",
            List.of(new Operation.Parameter("word", Operation.Parameter.Type.SECRET, true, "")),
            "{}");
    var request = new JsonObject().put("word", "hunter2").put("long", "x".repeat(5000));
    var text = AuditRecord.done(1, CI, operation, request, "r1").request();
    assertFalse(text.contains("hunter2"), text);
    assertTrue(text.length() < 600, text);
  }
}
