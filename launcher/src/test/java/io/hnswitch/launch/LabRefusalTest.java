package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabPlaces;
import io.hnswitch.lab.LabResult;
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

  @Test
  void namesThePlaceOfWhatIsNotThere() {
    var links = "  links: { out: { endpoints: [pf0], packet: { interface: veth0 } } }\n";
    var text = Labs.TWO.replace("10.0.0.2", "10.0.0.3") + links;
    devices.failing.add("start link out");
    var link = refusal(new Mistake(text, ""));
    assertEquals("line 15, column 58: cannot start link out: link out is broken", link.detail());
    assertEquals(
        List.of("15:58 /spec/links/out/packet/interface"),
        link.errors().stream().map(LabRefusalTest::place).toList());
    devices.failing.clear();
    devices.failing.add("start endpoint b:hn0");
    var endpoint = refusal(new Mistake(text, ""));
    assertTrue(endpoint.detail().contains("cannot start endpoint b:hn0"), endpoint.detail());
    assertEquals(
        List.of("12:43 /spec/guests/b/nics/hn0/endpoint/host"),
        endpoint.errors().stream().map(LabRefusalTest::place).toList());
    var file = new LabFile("lab.yaml", text, Labs.parse(text), List.of(), places(text));
    assertEquals(
        "lab.yaml:12:43: cannot start endpoint b:hn0: endpoint b:hn0 is broken",
        Startup.text(
            Problem.of(
                    ProblemCode.DEVICE_FAILED,
                    "cannot start endpoint b:hn0: endpoint b:hn0 is broken",
                    List.of(
                        new Problem.Error(
                            LabPlaces.endpoint(new NicId("b", "hn0")), "broken", "", 0, 0)))
                .exception(),
            file));
  }

  private static LabPlaces places(String text) {
    return assertInstanceOf(LabResult.Accepted.class, LabParser.parse(text)).places();
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
