package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.RequestId;
import io.hnswitch.control.LabEvent;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the same for every change: ids of requests, not waiting, and the record. */
class ChangesTest {

  private static final Caller CI = new Caller("ci", "operator", "rest 127.0.0.1");
  private static final JsonObject MTU = new JsonObject().put("nic", "a:hn0").put("mtu", 1400);

  private final List<LabEvent> events = new ArrayList<>();
  private LabHarness harness = new LabHarness();
  private FakeDevices devices = new FakeDevices(harness.lab());
  @TempDir private Path temp;

  @AfterEach
  void close() {
    harness.close();
  }

  private void node() {
    deploy(new LabVerticle(harness.lab(), devices, "test"));
  }

  private static LabStart kept(StateFolder folder) {
    return new LabStart(LabSpec.empty("empty"), Optional.empty(), Optional.of(folder));
  }

  private void deploy(LabVerticle node) {
    harness.deploy(node);
    harness.lab().bus().onEvents(events::add);
    ask("lab.apply", new JsonObject().put("text", Labs.TWO), new DeliveryOptions());
    devices.log.clear();
    events.clear();
  }

  private Future<Message<JsonObject>> send(String name, JsonObject body, DeliveryOptions options) {
    return harness.vertx().eventBus().request(Operations.get(name).address(), body, options);
  }

  private JsonObject ask(String name, JsonObject body, DeliveryOptions options) {
    return harness.await(send(name, body, options)).body();
  }

  private static DeliveryOptions by(Caller caller) {
    return caller.addTo(new DeliveryOptions());
  }

  private static DeliveryOptions id(String id) {
    return by(CI).addHeader(RequestId.HEADER, id);
  }

  private static DeliveryOptions async() {
    return by(CI).addHeader(RequestId.ASYNC, "true");
  }

  private Problem refusal(String name, JsonObject body, DeliveryOptions options) {
    return Problem.parse(failure(name, body, options)).orElseThrow();
  }

  private JsonObject failure(String name, JsonObject body, DeliveryOptions options) {
    var failure = assertThrows(ReplyException.class, () -> ask(name, body, options));
    return new JsonObject(failure.getMessage());
  }

  private JsonObject operation(String id) {
    return ask("operation.get", new JsonObject().put("id", id), by(CI)).getJsonObject("data");
  }

  private List<JsonObject> records(String... filter) {
    var request = new JsonObject();
    for (int i = 0; i < filter.length; i += 2) {
      request.put(filter[i], filter[i + 1]);
    }
    var data = ask("audit.list", request, new DeliveryOptions()).getJsonObject("data");
    return Printer.objects(data.getJsonArray("records"));
  }

  private List<String> operations(String... filter) {
    return records(filter).stream()
        .map(one -> one.getString("operation") + " " + one.getString("result"))
        .toList();
  }

  @Test
  void areMadeOnceForTheSameId() {
    node();
    var first = harness.await(send("nic.set", MTU, id("7c1")));
    assertEquals("7c1", first.headers().get(RequestId.HEADER), "the id is echoed");
    int told = devices.log.size();
    assertTrue(told > 0);
    ask("nic.set", MTU.copy().put("mtu", 1300), id("7c2"));
    devices.log.clear();
    assertEquals(first.body(), ask("nic.set", MTU, id("7c1")), "the answer of then");
    assertEquals(List.of(), devices.log, "nothing is done again");
    assertEquals(
        1300,
        ask("lab.get", new JsonObject(), by(CI))
            .getJsonObject("data")
            .getJsonObject("spec")
            .getJsonObject("guests")
            .getJsonObject("a")
            .getJsonObject("nics")
            .getJsonObject("hn0")
            .getInteger("mtu"));
    var other = refusal("nic.set", MTU.copy().put("mtu", 1200), id("7c1"));
    assertEquals("request-id-reused", other.code());
    assertEquals(422, other.status());
  }

  @Test
  void areRefusedOnceForTheSameId() {
    node();
    var body = new JsonObject().put("nic", "z:hn0");
    var first = failure("nic.up", body, id("7c1"));
    assertEquals("7c1", first.getString("requestId"));
    assertEquals(first, failure("nic.up", body, id("7c1")));
    assertEquals(1, records("operation", "nic.up").size(), "and recorded once");
  }

  @Test
  void areNotRepeatedWhileTheFirstIsUnderWay() {
    node();
    var first = send("nic.set", MTU, id("7c1"));
    var second = send("nic.set", MTU, id("7c1"));
    assertEquals(harness.await(first).body(), harness.await(second).body());
    assertEquals(List.of("a:hn0 SetMtu[mtu=1400]"), devices.log);
  }

  @Test
  void refuseAnIdThatNobodyCanRead() {
    node();
    assertEquals("invalid-value", refusal("nic.set", MTU, id("a b")).code());
    assertEquals("invalid-value", refusal("nic.set", MTU, id("x".repeat(101))).code());
    assertEquals(List.of(), devices.log);
    var problem = failure("nic.get", new JsonObject().put("nic", "z:hn0"), by(CI));
    assertFalse(problem.getString("requestId").isEmpty(), "each has an id");
  }

  private boolean hasHappened(String type) {
    return events.stream().anyMatch(event -> event.type().equals(type));
  }

  @Test
  void goOnWithoutWhoeverAskedForThem() {
    node();
    var answer = ask("nic.set", MTU, async());
    var id = answer.getString("operation");
    assertEquals(Set.of("operation"), answer.fieldNames());
    harness.until(() -> hasHappened("hnswitch.operation.done"));
    var done = operation(id);
    assertEquals("done", done.getString("state"));
    assertEquals("nic.set", done.getString("operation"));
    assertEquals("ci", done.getString("by"));
    assertEquals(2, done.getJsonObject("answer").getInteger("revision"));
    var told =
        events.stream().filter(event -> event.subject().equals(id)).map(LabEvent::type).toList();
    assertEquals(List.of("hnswitch.operation.running", "hnswitch.operation.done"), told);
    var cancel = refusal("operation.cancel", new JsonObject().put("id", id), by(CI));
    assertEquals("state-conflict", cancel.code());
  }

  @Test
  void canFailWithoutWhoeverAskedForThem() {
    node();
    devices.failing.add("a:hn0 SetMtu[mtu=1400]");
    var id = ask("nic.set", MTU, async()).getString("operation");
    harness.until(() -> hasHappened("hnswitch.operation.failed"));
    assertEquals("failed", operation(id).getString("state"));
    assertEquals("state-conflict", operation(id).getJsonObject("problem").getString("code"));
    var unknown = refusal("nic.set", new JsonObject().put("nik", "a:hn0"), async());
    assertEquals("invalid-value", unknown.code(), "what cannot begin is refused at once");
    assertEquals(
        "not-found", refusal("operation.get", new JsonObject().put("id", "op-x"), by(CI)).code());
  }

  @Test
  void canBeCancelledWhileTheyWait() {
    node();
    var attach = new JsonObject().put("nic", "a:hn0").put("wait", true);
    var id = ask("vf.attach", attach, async()).getString("operation");
    harness.settle();
    assertTrue(operation(id).getBoolean("cancellable"), operation(id)::encode);
    ask("operation.cancel", new JsonObject().put("id", id), by(CI));
    harness.until(() -> events.size() >= 2);
    assertEquals("cancelled", operation(id).getString("state"));
    assertEquals(
        "waiting for a:hn0 ended; it is synthetic",
        operation(id).getJsonObject("problem").getString("detail"));
  }

  @Test
  void areRecordedWithWhoAndWhat() {
    node();
    ask("nic.set", MTU, id("7c1"));
    ask("lab.apply", new JsonObject().put("text", Labs.TWO).put("dryRun", true), by(CI));
    ask("nic.get", new JsonObject().put("nic", "a:hn0"), by(CI));
    refusal("nic.down", new JsonObject().put("nic", "z:hn0"), by(CI));
    var newest = records().getFirst();
    assertEquals("nic.down", newest.getString("operation"));
    assertEquals("not-found", newest.getString("result"));
    assertTrue(newest.getString("detail").startsWith("no such nic: z:hn0"), newest::encode);
    var set = records("by", "ci", "operation", "nic.set").getFirst();
    assertEquals(MTU.encode(), set.getString("request"));
    assertEquals("operator", set.getString("role"));
    assertEquals("rest 127.0.0.1", set.getString("from"));
    assertEquals("7c1", set.getString("requestId"));
    assertEquals(
        List.of("nic.down not-found", "nic.set done", "lab.apply done"),
        operations(),
        "neither what only reads nor what only says what it would do");
    assertEquals(List.of("nic.down not-found"), operations("result", "not-found"));
  }

  @Test
  void areRecordedForTheNextNode() throws Exception {
    var state = temp.resolve("state");
    try (var folder = StateFolder.open(state)) {
      deploy(new LabVerticle(harness.lab(), devices, "test", kept(folder)));
      ask("nic.set", MTU, id("7c1"));
      for (int i = 0; i < 5; i++) {
        refusal("nic.down", new JsonObject().put("nic", "z:hn0"), by(CI));
      }
      harness.close();
    }
    Files.writeString(state.resolve("audit.jsonl"), "half a li\n", StandardOpenOption.APPEND);
    harness = new LabHarness();
    devices = new FakeDevices(harness.lab());
    try (var folder = StateFolder.open(state)) {
      harness.deploy(new LabVerticle(harness.lab(), devices, "test", kept(folder)));
      assertEquals(List.of("nic.down not-found", "nic.set done", "lab.apply done"), operations());
      assertEquals(4, records().getFirst().getInteger("times"), "written when it doubled");
      assertNotNull(records().get(1).getString("time"));
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("audit.jsonl"))));
  }
}
