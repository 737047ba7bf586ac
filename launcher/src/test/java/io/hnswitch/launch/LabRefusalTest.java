package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file with a mistake is refused with the mistake's exact place, and changes nothing. */
class LabRefusalTest {

  private final LabHarness harness = new LabHarness();
  private final FakeDevices devices = new FakeDevices(harness.lab());

  @BeforeEach
  void deploy() {
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
    ask("lab.apply", new JsonObject().put("text", Labs.TWO));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return harness.ask(operation, request);
  }

  private Problem refusal(Mistake mistake) {
    try {
      ask("lab.apply", new JsonObject().put("text", mistake.text()));
    } catch (ReplyException e) {
      return Problem.parse(e.getMessage()).orElseThrow();
    }
    throw new AssertionError("applied, with " + mistake);
  }

  private String snapshot() {
    var all = new StringBuilder();
    for (var operation :
        List.of("lab.export", "nic.list", "vf.list", "switch.list", "adapter.list")) {
      all.append(ask(operation, new JsonObject()).encode()).append('\n');
    }
    return all.toString();
  }

  @Test
  void namesThePlaceOfEveryMistakeAndChangesNothing() throws IOException {
    var mistakes = new ArrayList<Mistake>();
    mistakes.addAll(Mistake.in(Labs.TWO));
    for (var name :
        List.of(
            "demo.yaml",
            "netns.yaml",
            "failover.yaml",
            "wire.yaml",
            "impaired.yaml",
            "qemu.yaml")) {
      mistakes.addAll(Mistake.in(Files.readString(Path.of("../conf").resolve(name))));
    }
    assertTrue(mistakes.size() >= 200, "only " + mistakes.size());
    var before = snapshot();
    devices.log.clear();
    for (var mistake : mistakes) {
      var problem = refusal(mistake);
      assertEquals("invalid-lab", problem.code(), mistake.toString());
      var places = problem.errors().stream().map(LabRefusalTest::place).toList();
      assertTrue(places.stream().anyMatch(mistake::isAt), () -> mistake + " gave " + places);
    }
    assertEquals(List.of(), devices.log);
    assertEquals(before, snapshot(), "revision included");
  }

  private static String place(Problem.Error error) {
    return error.line()
        + ":"
        + error.column()
        + " "
        + error.pointer()
        + (error.suggestion().isEmpty() ? "" : " -> " + error.suggestion());
  }
}
