package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionOperationsTest {

  private final LabHarness harness = new LabHarness();
  private final FakeDevices devices = new FakeDevices(harness.lab());
  @TempDir private Path temp;

  @AfterEach
  void close() {
    harness.close();
  }

  private void node() {
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
  }

  private JsonObject ask(String operation, JsonObject request, String caller) {
    var options = new DeliveryOptions();
    if (!caller.isEmpty()) {
      new Caller(caller, "operator", "").addTo(options);
    }
    return harness
        .await(
            harness
                .vertx()
                .eventBus()
                .<JsonObject>request(Operations.get(operation).address(), request, options))
        .body();
  }

  private JsonObject data(String operation, Object... members) {
    return ask(operation, request(members), "").getJsonObject("data");
  }

  private static JsonObject request(Object... members) {
    var json = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      json.put(members[i].toString(), members[i + 1]);
    }
    return json;
  }

  private Problem refusal(String operation, Object... members) {
    var failure = assertThrows(ReplyException.class, () -> data(operation, members));
    return Problem.parse(failure.getMessage()).orElseThrow();
  }

  private long revision() {
    return ask("lab.get", new JsonObject(), "").getLong("revision");
  }

  private String export() {
    return data("lab.export").getString("text");
  }

  private List<String> revisions(String member) {
    var list = new ArrayList<String>();
    data("lab.revisions")
        .getJsonArray("revisions")
        .forEach(one -> list.add(String.valueOf(((JsonObject) one).getValue(member))));
    return list;
  }

  @Test
  void undoesEveryKindOfChange() {
    node();
    data("lab.apply", "text", Labs.TWO);
    var texts = new ArrayList<>(List.of(export()));
    var changes =
        List.<Runnable>of(
            () -> data("nic.set", "nic", "a:hn0", "mtu", 1400, "queue.rate", "1Mbit"),
            () -> data("nic.down", "nic", "b:hn0"),
            () -> data("nic.up", "nic", "b:hn0"),
            () -> data("nic.sysctl-set", "name", "hw.hn.vf_xpnt_attwait", "value", "5"),
            () -> data("vf.detach", "nic", "a:hn0", "how", "surprise"),
            () -> data("flow.start", "from", "b:hn0", "to", "a:hn0"),
            () -> data("flow.stop", "id", "f1"),
            () -> data("lab.apply", "text", Labs.TWO.replace("{ name: two }", "{ name: three }")),
            () -> data("lab.destroy"));
    for (var change : changes) {
      change.run();
      texts.add(export());
    }
    assertEquals(10, revision());
    for (int i = changes.size() - 1; i >= 0; i--) {
      data("lab.undo");
      assertEquals(texts.get(i), export(), "change " + i);
    }
    assertEquals(19, revision());
    assertEquals(List.of("nic.set", "lab.apply", "run"), revisions("operation").subList(17, 20));
    assertEquals(List.of("2", "1", "0"), revisions("revision").subList(17, 20));
  }

  @Test
  void takesTheStepsOfAPlan() {
    node();
    data("lab.apply", "text", Labs.TWO);
    data("nic.set", "nic", "a:hn0", "mtu", 1400);
    devices.log.clear();
    var plan = data("lab.undo", "dryRun", true);
    assertFalse(plan.getBoolean("applied"));
    assertEquals(1, plan.getLong("of"));
    assertEquals(List.of(), devices.log);
    assertEquals(2, revision());
    var done = data("lab.undo");
    assertEquals(plan.getJsonArray("changes"), done.getJsonArray("changes"));
    assertEquals(3, done.getLong("revision"));
    assertEquals(List.of("a:hn0 SetMtu[mtu=1500]"), devices.log);
  }

  @Test
  void makesNoRevisionOfAFailedUndo() {
    node();
    data("lab.apply", "text", Labs.TWO);
    data("nic.set", "nic", "a:hn0", "mtu", 1400, "up", false);
    devices.failing.add("a:hn0 SetUp[up=true]");
    devices.log.clear();
    assertEquals("state-conflict", refusal("lab.undo").code());
    assertEquals(
        List.of("a:hn0 SetMtu[mtu=1500]", "a:hn0 SetUp[up=true]", "a:hn0 SetMtu[mtu=1400]"),
        devices.log);
    assertEquals(2, revision());
    devices.failing.clear();
    assertEquals(1, data("lab.undo").getLong("of"));
  }

  @Test
  void refusesAnotherRevision() {
    node();
    data("lab.apply", "text", Labs.TWO);
    for (var operation : List.of("lab.undo", "lab.checkpoint", "lab.restore")) {
      var request = request("ifRevision", 7);
      if (!operation.equals("lab.undo")) {
        request.put("name", "base");
      }
      var failure = assertThrows(ReplyException.class, () -> ask(operation, request, ""));
      assertEquals(412, failure.failureCode(), operation);
    }
    assertEquals(1, revision());
    data("lab.undo", "ifRevision", 1);
    assertEquals("state-conflict", refusal("lab.undo").code());
  }

  @Test
  void restoresByNameAndNumber() {
    node();
    data("lab.apply", "text", Labs.TWO);
    var two = export();
    assertFalse(data("lab.checkpoint", "name", "base", "dryRun", true).getBoolean("applied"));
    assertEquals("not-found", refusal("lab.restore", "name", "base").code());
    assertEquals(1, data("lab.checkpoint", "name", "base").getLong("revision"));
    data("lab.destroy");
    assertEquals(1, data("lab.restore", "name", "base").getLong("of"));
    assertEquals(two, export());
    assertEquals(0, data("lab.restore", "revision", 0).getLong("of"));
    data("lab.undo");
    assertEquals(two, export());
    assertEquals(5, revision());
    var same = data("lab.restore", "name", "base");
    assertTrue(same.getBoolean("empty"));
    assertEquals(5, same.getLong("revision"));
    assertEquals(List.of("[]", "[]", "[]", "[]", "[\"base\"]", "[]"), revisions("checkpoints"));
  }

  @Test
  void saysWhatCannotBe() {
    node();
    assertEquals("invalid-value", refusal("lab.restore").code());
    assertEquals("invalid-value", refusal("lab.restore", "name", "a", "revision", 0).code());
    assertEquals("not-found", refusal("lab.restore", "revision", 9).code());
    assertEquals("/name", refusal("lab.checkpoint", "name", "Base").errors().getFirst().pointer());
    assertEquals("invalid-value", refusal("lab.checkpoint", "name", "../x").code());
    assertEquals("invalid-value", refusal("lab.revisions", "limit", 0).code());
  }

  @Test
  void saysWhoAsked() {
    node();
    ask("lab.apply", request("text", Labs.TWO), "ann");
    assertEquals(List.of("ann", "null"), revisions("by"));
    assertEquals("1970-01-01T00:00:00Z".length(), revisions("time").getFirst().length());
  }

  @Test
  void givesPages() {
    node();
    data("lab.apply", "text", Labs.TWO);
    data("nic.down", "nic", "a:hn0");
    var first = data("lab.revisions", "limit", 2);
    assertTrue(first.getBoolean("more"));
    assertEquals(2, first.getLong("current"));
    assertEquals(1, first.getLong("cursor"));
    var second = data("lab.revisions", "cursor", 1, "limit", 2);
    assertFalse(second.getBoolean("more"));
    assertEquals(1, second.getJsonArray("revisions").size());
    assertEquals(new JsonArray(), data("lab.revisions", "cursor", 0).getJsonArray("revisions"));
  }

  @Test
  void tellsEqualLabsByTheirDigest() {
    node();
    data("lab.apply", "text", Labs.TWO);
    data("nic.down", "nic", "a:hn0");
    data("lab.undo");
    var digests = revisions("digest");
    assertEquals(digests.get(0), digests.get(2));
    assertFalse(digests.get(0).equals(digests.get(1)));
  }

  private LabVerticle keeping(StateFolder folder) {
    var found = folder.read();
    var earlier =
        found.revisions().isEmpty()
            ? Optional.<LabHistory>empty()
            : Optional.of(LabHistory.of(found.revisions(), found.checkpoints(), found.last()));
    return harness.deploy(
        new LabVerticle(
            harness.lab(),
            devices,
            "test",
            new LabStart(LabSpec.empty("empty"), earlier, Optional.of(folder))));
  }

  private void start(LabVerticle node, StateFolder folder, String text) {
    var found = folder.read();
    var earlier =
        Optional.of(found)
            .filter(one -> !one.revisions().isEmpty())
            .map(one -> LabHistory.of(one.revisions(), one.checkpoints(), one.last()));
    var lab = text.isEmpty() ? earlier.orElseThrow().current().lab() : Labs.parse(text);
    var start = new LabStart(lab, earlier, Optional.of(folder));
    harness.await(node.onLoop(() -> node.runner().start(start)));
  }

  private void stop(LabVerticle node) {
    harness.await(node.onLoop(() -> node.runner().leave()));
    harness.undeploy(node);
  }

  @Test
  void goesOnWhereAnEarlierNodeStopped() {
    var texts = new ArrayList<String>();
    try (var folder = StateFolder.open(temp.resolve("state"))) {
      var node = keeping(folder);
      start(node, folder, Labs.TWO);
      texts.add(export());
      data("nic.set", "nic", "a:hn0", "mtu", 1400);
      data("lab.checkpoint", "name", "base");
      texts.add(export());
      data("nic.down", "nic", "b:hn0");
      texts.add(export());
      stop(node);
    }
    try (var folder = StateFolder.open(temp.resolve("state"))) {
      var node = keeping(folder);
      start(node, folder, "");
      assertEquals(3, revision(), "to go on is no change");
      assertEquals(texts.get(2), export());
      data("lab.undo");
      assertEquals(texts.get(1), export());
      data("lab.undo");
      assertEquals(texts.get(0), export());
      assertEquals(2, data("lab.restore", "name", "base").getLong("of"));
      stop(node);
    }
    try (var folder = StateFolder.open(temp.resolve("state"))) {
      var node = keeping(folder);
      start(node, folder, Labs.TWO.replace("{ name: two }", "{ name: three }"));
      assertEquals(7, revision(), "a file is the next revision");
      data("lab.undo");
      assertEquals(texts.get(1), export());
      stop(node);
    }
  }

  @Test
  void answersWhenAChangeIsKept() throws IOException {
    try (var folder = StateFolder.open(temp.resolve("state"))) {
      keeping(folder);
      assertFalse(ask("lab.apply", request("text", Labs.TWO), "").containsKey("notKept"));
      var file = temp.resolve("state/revisions/1.json");
      assertTrue(Files.exists(file));
      assertTrue(data("lab.revisions").getBoolean("kept"));
      assertEquals(
          temp.resolve("state").toString(),
          data("sys.info").getJsonObject("state").getString("folder"));
    }
  }

  @Test
  void saysWhenAChangeIsNotKept() throws IOException {
    try (var folder = StateFolder.open(temp.resolve("state"))) {
      keeping(folder);
      data("lab.apply", "text", Labs.TWO);
      var revisions = temp.resolve("state/revisions");
      Files.move(revisions, temp.resolve("away"));
      var answer = ask("nic.down", request("nic", "a:hn0"), "");
      assertTrue(answer.getString("notKept").contains("cannot write in"), answer.encode());
      assertEquals(2, answer.getLong("revision"), "the change has been made");
      assertTrue(data("sys.info").getJsonObject("state").containsKey("problem"));
      Files.move(temp.resolve("away"), revisions);
      assertFalse(ask("nic.up", request("nic", "a:hn0"), "").containsKey("notKept"));
      assertTrue(Files.exists(revisions.resolve("2.json")), "it is made good");
    }
  }
}
