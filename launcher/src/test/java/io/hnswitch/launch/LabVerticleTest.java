package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabVerticleTest {

  private final LabHarness harness = new LabHarness();
  private final FakeDevices devices = new FakeDevices(harness.lab());
  private final LabVerticle verticle = new LabVerticle(harness.lab(), devices, "test");

  @BeforeEach
  void deploy() {
    harness.deploy(verticle);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return harness.ask(operation, request);
  }

  private JsonObject data(String operation, String... members) {
    return ask(operation, request(members)).getJsonObject("data");
  }

  private JsonArray list(String operation, String... members) {
    return ask(operation, request(members)).getJsonArray("data");
  }

  private static JsonObject request(String... members) {
    var json = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      json.put(members[i], members[i + 1]);
    }
    return json;
  }

  private Problem refusal(String operation, String... members) {
    var failure = assertThrows(ReplyException.class, () -> ask(operation, request(members)));
    var problem = Problem.parse(failure.getMessage()).orElseThrow();
    assertEquals(problem.status(), failure.failureCode());
    return problem;
  }

  private void applyTwo() {
    data("lab.apply", "text", Labs.TWO);
    devices.log.clear();
  }

  @Test
  void servesTheWholeCatalogue() {
    var names = new ArrayList<String>();
    list("sys.describe").forEach(one -> names.add(((JsonObject) one).getString("name")));
    assertEquals(Operations.all().size(), names.size());
    assertEquals("test", data("sys.info").getString("node"));
    assertTrue(data("sys.ping").getBoolean("pong"));
  }

  @Test
  void appliesALabOnce() {
    var first = ask("lab.apply", request("text", Labs.TWO));
    assertEquals(1, first.getLong("revision"));
    assertEquals(11, devices.log.stream().filter(line -> line.startsWith("start ")).count());
    devices.log.clear();
    var again = ask("lab.apply", request("text", Labs.TWO));
    assertEquals(1, again.getLong("revision"));
    assertTrue(again.getJsonObject("data").getBoolean("empty"));
    assertEquals(List.of(), devices.log);
  }

  @Test
  void plansWithoutDoing() {
    assertEquals(
        7, data("lab.plan", "text", Labs.TWO).getJsonArray("changes").size(), "switch to flow");
    assertFalse(data("lab.apply", "text", Labs.TWO, "dryRun", "true").getBoolean("applied"));
    assertEquals(List.of(), devices.log);
  }

  @Test
  void exportsWhatReappliesAsNoChange() {
    applyTwo();
    var text = data("lab.export").getString("text");
    assertTrue(data("lab.plan", "text", text).getBoolean("empty"));
    assertEquals(data("lab.get").getJsonObject("metadata").getString("name"), "two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.yaml",
        "netns.yaml",
        "failover.yaml",
        "wire.yaml",
        "impaired.yaml",
        "qemu.yaml"
      })
  void appliesTheExportOfAFileThatShipsAsNoChange(String name) throws IOException {
    data("lab.apply", "text", Files.readString(Path.of("../conf").resolve(name)));
    devices.log.clear();
    var exported = data("lab.export").getString("text");
    var again = ask("lab.apply", request("text", exported));
    assertTrue(again.getJsonObject("data").getBoolean("empty"));
    assertEquals(1, again.getLong("revision"));
    assertEquals(List.of(), devices.log);
    assertEquals(exported, data("lab.export").getString("text"));
  }

  @Test
  void refusesABadFileWithEveryPlace() {
    var problem = refusal("lab.apply", "text", Labs.TWO.replace("10.0.0.1/24", "10.0.0.1/99"));
    assertEquals("invalid-lab", problem.code());
    assertTrue(problem.errors().getFirst().line() > 1);
  }

  @Test
  void refusesAnotherRevision() {
    applyTwo();
    assertEquals(
        "revision-conflict", refusal("lab.apply", "text", Labs.TWO, "ifRevision", "7").code());
  }

  @Test
  void putsBackWhatWasDoneBeforeAFailure() {
    devices.failing.add("start netvsp b:hn0");
    var problem = refusal("lab.apply", "text", Labs.TWO);
    assertTrue(problem.detail().contains("start netvsp b:hn0"), problem.detail());
    var started = devices.log.stream().filter(line -> line.startsWith("start ")).toList();
    var stopped = devices.log.stream().filter(line -> line.startsWith("stop ")).toList();
    assertEquals(started.size() - 1, stopped.size());
    assertEquals(
        started.subList(0, started.size() - 1).reversed(),
        stopped.stream().map(line -> line.replace("stop ", "start ")).toList());
    assertEquals(0, ask("lab.get", new JsonObject()).getLong("revision"));
    devices.failing.clear();
    assertEquals(1, ask("lab.apply", request("text", Labs.TWO)).getLong("revision"));
  }

  @Test
  void takesAllDownForDestroy() {
    applyTwo();
    assertEquals(new JsonArray(), data("lab.destroy").getJsonArray("left"));
    assertTrue(devices.log.contains("stop switch sw0"));
    assertEquals(new JsonArray(), list("nic.list"));
  }

  @Test
  void showsNicsWithTheirPairs() {
    applyTwo();
    var nic = list("nic.list").getJsonObject(0);
    assertEquals("a:hn0", nic.getString("id"));
    assertEquals("synthetic", nic.getJsonObject("pair").getString("state"));
    assertEquals(
        5, data("nic.counters", "nic", "a:hn0").getJsonObject("counters").getInteger("ipackets"));
  }

  @Test
  void guessesWhatWasMeant() {
    applyTwo();
    var problem = refusal("nic.get", "nic", "a:hn1");
    assertEquals(404, problem.status());
    assertTrue(problem.detail().startsWith("no such nic: a:hn1 (did you mean"), problem.detail());
    assertEquals("not-found", refusal("switch.get", "switch", "sw9").code());
    assertEquals("not-found", refusal("flow.get", "id", "f9").code());
    assertEquals("not-found", refusal("vf.get", "vf", "pf0/vf9").code());
  }

  @Test
  void refusesUnknownAndMissingMembers() {
    assertEquals("invalid-value", refusal("nic.get").code());
    var problem = refusal("nic.get", "nic", "a:hn0", "nick", "b");
    assertEquals("/nick", problem.errors().getFirst().pointer());
    assertEquals("nic", problem.errors().getFirst().suggestion());
  }

  @Test
  void changesANicAndRemembersIt() {
    applyTwo();
    data("nic.set", "nic", "a:hn0", "mtu", "1400", "offloads", "-lro,+tso6");
    assertEquals(
        List.of(
            "a:hn0 SetMtu[mtu=1400]", "a:hn0 SetOffloads[enabled=[rxcsum, txcsum, tso4, tso6]]"),
        devices.log);
    assertTrue(data("lab.export").getString("text").contains("mtu: 1400"));
    data("nic.down", "nic", "a:hn0");
    assertEquals("a:hn0 SetUp[up=false]", devices.log.getLast());
  }

  @Test
  void changesAQueueKeyByKey() {
    applyTwo();
    assertTrue(refusal("nic.set", "nic", "a:hn0", "queue.limit", "50").detail().contains("rate"));
    data("nic.set", "nic", "a:hn0", "queue.rate", "50Mbit");
    data("nic.set", "nic", "a:hn0", "queue.limit", "50", "queue.burst", "64KiB");
    data("nic.set", "nic", "a:hn0", "queue.rate", "60Mbit");
    assertEquals(
        List.of(
            "a:hn0 SetQueue[queue={ rate: 50Mbit }]",
            "a:hn0 SetQueue[queue={ rate: 50Mbit, burst: 64KiB, limit: 50 }]",
            "a:hn0 SetQueue[queue={ rate: 60Mbit, burst: 64KiB, limit: 50 }]"),
        devices.log);
    assertTrue(
        data("lab.export")
            .getString("text")
            .contains("queue: { rate: 60Mbit, burst: 64KiB, limit: 50 }"));
    assertTrue(
        refusal("nic.set", "nic", "a:hn0", "queue.rate", "1Gbit").detail().contains("250000"));
    data("nic.set", "nic", "a:hn0", "queue", "none");
    assertEquals("a:hn0 SetQueue[queue=none]", devices.log.getLast());
    assertFalse(data("lab.export").getString("text").contains("queue"));
  }

  @Test
  void saysWhatAQueueCannotBe() {
    applyTwo();
    var problem = refusal("nic.set", "nic", "a:hn0", "queue.rate", "50");
    assertEquals("invalid-value", problem.code());
    assertEquals("/queue.rate", problem.errors().getFirst().pointer());
    assertEquals(
        "queue.rate must be a rate like 100Mbit, with Kbit, Mbit or Gbit, not \"50\"",
        problem.detail());
    for (var pair :
        List.of(
            List.of("queue", "fast"),
            List.of("queue.rate", "1Kbit"),
            List.of("queue.burst", "64KiB"))) {
      assertEquals(
          "invalid-value", refusal("nic.set", "nic", "a:hn0", pair.get(0), pair.get(1)).code());
    }
    assertEquals(
        "invalid-value",
        refusal("nic.set", "nic", "a:hn0", "queue", "none", "queue.rate", "1Mbit").code());
    assertEquals(
        "invalid-value",
        refusal("nic.set", "nic", "a:hn0", "queue.rate", "1Mbit", "queue.limit", "3").code());
    assertTrue(devices.log.isEmpty(), devices.log.toString());
  }

  @Test
  void takesHalfAChangeBack() {
    applyTwo();
    devices.failing.add("a:hn0 SetUp[up=false]");
    var problem = refusal("nic.set", "nic", "a:hn0", "mtu", "1400", "up", "false");
    assertEquals(409, problem.status());
    assertEquals("a:hn0 SetMtu[mtu=1500]", devices.log.getLast());
    assertFalse(data("lab.export").getString("text").contains("1400"));
  }

  @Test
  void attachesAndDetachesVfs() {
    applyTwo();
    assertEquals(
        "synthetic", data("vf.detach", "nic", "a:hn0", "how", "surprise").getString("state"));
    assertTrue(devices.log.getLast().contains("how=SURPRISE"), devices.log.toString());
    assertFalse(data("lab.export").getString("text").contains("attach: true"));
    assertEquals("pf0/vf0", data("vf.attach", "nic", "a:hn0").getString("vf"));
    assertEquals("invalid-value", refusal("vf.detach", "nic", "a:hn0", "how", "gently").code());
    assertEquals("not-supported", refusal("vf.attach", "nic", "b:hn0").code());
  }

  @Test
  void refusesToOperateAManagedVf() {
    applyTwo();
    assertEquals("vf-managed-by-nic", refusal("nic.down", "nic", "pf0/vf0").code());
    assertEquals("vf-managed-by-nic", refusal("nic.set", "nic", "pf0/vf0", "mtu", "1400").code());
    assertEquals("vf-managed-by-nic", refusal("vf.attach", "nic", "pf0/vf0").code());
  }

  @Test
  void waitsForThePair() {
    applyTwo();
    devices.pairState = "waiting";
    var answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(
                Operations.get("vf.attach").address(), request("nic", "a:hn0", "wait", "true"));
    harness.settle();
    assertFalse(answer.isComplete());
    devices.pairState = "vf-active";
    harness.bus().publish("hnswitch.nic.path-changed", "a:hn0", Map.of("to", "vf"));
    assertEquals(
        "vf-active", harness.await(answer).body().getJsonObject("data").getString("state"));
  }

  @Test
  void givesUpWaitingInTime() {
    applyTwo();
    devices.pairState = "waiting";
    var answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(
                Operations.get("vf.attach").address(), request("nic", "a:hn0", "wait", "true"));
    harness.until(() -> devices.log.stream().anyMatch(line -> line.contains("AttachVf")));
    harness.settle();
    harness.elapse(Duration.ofSeconds(26));
    var failure = assertThrows(ReplyException.class, () -> harness.await(answer));
    assertEquals(504, failure.failureCode());
  }

  @Test
  void startsAndStopsFlows() {
    applyTwo();
    var flow = data("flow.start", "from", "b:hn0", "to", "a:hn0", "rate", "2000pps");
    assertEquals("f2", flow.getString("id"));
    assertEquals(List.of("a:hn0 receives f2", "b:hn0 sends f2"), devices.log);
    assertEquals(
        "state-conflict", refusal("flow.start", "id", "f2", "from", "b:hn0", "to", "a:hn0").code());
    var stopped = data("flow.stop", "id", "f2");
    assertEquals("stopped", stopped.getString("state"));
    assertEquals(0, stopped.getLong("lost"));
    assertEquals("stopped", data("flow.get", "id", "f2").getString("state"));
    assertEquals("invalid-value", refusal("flow.start", "from", "a:hn0", "to", "a:hn0").code());
    assertEquals(
        "invalid-value",
        refusal("flow.start", "from", "a:hn0", "to", "b:hn0", "rate", "fast").code());
  }

  @Test
  void waitsForTheLastFramesOfAStoppedFlow() {
    applyTwo();
    data("flow.start", "from", "b:hn0", "to", "a:hn0", "rate", "2000pps");
    devices.arriving = 9;
    var answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(Operations.get("flow.stop").address(), request("id", "f2"));
    harness.settle();
    assertFalse(answer.isComplete());
    for (int i = 0; i < 100 && !answer.isComplete(); i++) {
      harness.elapse(Duration.ofMillis(20));
      harness.settle();
    }
    assertEquals(1, harness.await(answer).body().getJsonObject("data").getLong("lost"));
    devices.arriving = 10;
  }

  @Test
  void givesTheBooks() {
    applyTwo();
    var ledger = data("ledger.get");
    assertEquals(0, ledger.getLong("unaccounted"));
    assertEquals(0, ledger.getLong("inFlight"));
    assertEquals(11, ledger.getJsonArray("devices").size());
  }

  @Test
  void comesDownComeWhatMay() {
    applyTwo();
    devices.failing.add("a:hn0 Detach[]");
    harness.await(verticle.onLoop(() -> verticle.runner().leave()));
    assertTrue(devices.log.contains("stop hn a:hn0"));
    assertTrue(devices.log.contains("stop switch sw0"));
    assertEquals(LabSpec.empty("two").nics().keySet().size(), list("nic.list").size());
  }
}
