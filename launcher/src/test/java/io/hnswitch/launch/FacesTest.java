package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.launch.Face.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the catalogue by event bus, REST and command line, each on a node of its own
 * that runs the same lab: the same result, and the same error for the same mistake.
 */
class FacesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {}, sw1: {} }
        adapters: { pf0: { switch: sw0, vfs: 2 }, pf1: { switch: sw1 } }
        links: { core: { endpoints: [pf0, pf1] } }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { vf: { adapter: pf0 }, endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          p: { nics: { hn0: { endpoint: { pcap: { file: hour.pcap, auto: false } } } } }
      """;

  private static final Map<String, Function<TestNode, Face>> FACES = faces();

  /** What differs from node to node, or from moment to moment. */
  private static final Set<String> VOLATILE =
      Set.of(
          "pid",
          "leftMillis",
          "file",
          "since",
          "uptimeMillis",
          "made",
          "token",
          "time",
          "counters",
          "sinceMillis",
          "atMillis",
          "waitLeftMillis",
          "switchMillis",
          "age",
          "id",
          "source",
          "requestId",
          "cursor",
          "devices",
          "sent",
          "received",
          "lost",
          "delivered",
          "filtered",
          "inTransit",
          "inFlight",
          "created",
          "held",
          "arrivals",
          "latencyUs",
          "largestGapMs",
          "next",
          "micros",
          "bytes",
          "length",
          "missed",
          "value",
          "old",
          "history",
          "fdb",
          "from",
          "state",
          "reason",
          "pair",
          "frames",
          "dropped",
          "events",
          "records",
          "session",
          "unaccounted",
          "began",
          "ended",
          "run",
          "at",
          "startedMillis",
          "scanned",
          "offer",
          "host",
          "path");

  @TempDir private Path folder;

  private static Map<String, Function<TestNode, Face>> faces() {
    var faces = new LinkedHashMap<String, Function<TestNode, Face>>();
    faces.put("bus", Face::bus);
    faces.put("rest", Face::rest);
    faces.put("command line", Face::commandLine);
    return faces;
  }

  private void withNode(String name, Consumer<TestNode> use) {
    var own = folder.resolve(name);
    var scripts =
        new ScriptFolder(own).write("KeepVf", "void start(io.hnswitch.script.Script node) {}\n");
    var start = LabStart.of(Labs.parse(LAB));
    try (var node = TestNode.start(own, start, scripts.settings())) {
      use.accept(node);
    }
  }

  /** In an order in which every example works: what others need comes first. */
  private static List<Operation> inOrder() {
    var first =
        List.of(
            "token.create",
            "token.list",
            "token.revoke",
            "lab.checkpoint",
            "nic.set",
            "lab.undo",
            "lab.restore",
            "vf.attach",
            "vf.get",
            "vf.list",
            "vf.map",
            "vf.detach",
            "nic.multicast-join",
            "nic.multicast-leave",
            "flow.start",
            "flow.get",
            "flow.stop",
            "replay.start",
            "replay.stop",
            "capture.start",
            "capture.read",
            "capture.list",
            "capture.stop",
            "script.stop",
            "script.start",
            "script.reload");
    var last = List.of("lab.apply", "lab.destroy");
    var order = new ArrayList<Operation>();
    first.forEach(name -> order.add(Operations.get(name)));
    Operations.all().stream()
        .filter(one -> !first.contains(one.name()) && !last.contains(one.name()))
        .forEach(order::add);
    last.forEach(name -> order.add(Operations.get(name)));
    return order;
  }

  /** Nothing that runs by itself has this id. */
  private static boolean needsAnId(Operation operation) {
    return operation.noun().equals("operation");
  }

  /** A storm would go on while others are asked; without a VF it is refused. */
  private static boolean needsAVf(Operation operation) {
    return List.of("vf.revoke-storm", "fault.servicing").contains(operation.name());
  }

  /** These nodes are alone. */
  private static boolean needsOthers(Operation operation) {
    return List.of("cluster.leave", "cluster.drain", "guest.migrate").contains(operation.name());
  }

  @Test
  void giveTheSameResult() {
    var results = new LinkedHashMap<String, Map<String, Object>>();
    FACES.forEach(
        (name, face) -> withNode(name, node -> results.put(name, run(name, face.apply(node)))));
    var bus = results.get("bus");
    assertEquals(Operations.all().size(), bus.size());
    results.forEach(
        (name, result) ->
            bus.forEach(
                (operation, data) ->
                    assertEquals(data, result.get(operation), operation + " by " + name)));
  }

  private static Map<String, Object> run(String name, Face face) {
    var results = new LinkedHashMap<String, Object>();
    for (var operation : inOrder()) {
      var answer = face.ask(operation, request(operation));
      if (needsAnId(operation)) {
        assertEquals(ExitCode.NOT_FOUND.value(), answer.exit(), operation.name() + " " + name);
        results.put(operation.name(), "not found");
        continue;
      }
      if (needsAVf(operation)) {
        assertEquals(ExitCode.CONFLICT.value(), answer.exit(), operation.name() + " " + name);
        results.put(operation.name(), "no VF");
        continue;
      }
      if (needsOthers(operation)) {
        assertEquals(ExitCode.CONFLICT.value(), answer.exit(), operation.name() + " " + name);
        results.put(operation.name(), "alone");
        continue;
      }
      assertEquals(0, answer.exit(), operation.name() + " by " + name + ": " + answer);
      assertFits(operation, name, answer);
      results.put(operation.name(), masked(answer.data().orElse("nothing")));
    }
    return results;
  }

  private static JsonObject request(Operation operation) {
    var example = new JsonObject(operation.example());
    if (operation.name().equals("script.reload")) {
      example.remove("name");
    }
    // Or the next one would see the VF on its way.
    return operation.parameter("wait").isPresent() ? example.put("wait", true) : example;
  }

  private static void assertFits(Operation operation, String face, Answer answer) {
    var schema = JsonSchema.of(operation.reply().schema());
    var options =
        new JsonSchemaOptions()
            .setBaseUri("https://hnswitch.test/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    var result = Validator.create(schema, options).validate(answer.data().orElseThrow());
    assertTrue(
        result.getValid(),
        () -> operation.name() + " by " + face + ": " + result.toJson() + " " + answer.data());
  }

  private static Object masked(Object value) {
    return switch (value) {
      case JsonObject object -> {
        var masked = new JsonObject();
        object.forEach(
            one ->
                masked.put(
                    one.getKey(), VOLATILE.contains(one.getKey()) ? "…" : masked(one.getValue())));
        yield masked;
      }
      case JsonArray list -> {
        var masked = new JsonArray();
        list.forEach(one -> masked.add(masked(one)));
        yield masked;
      }
      case null -> "null";
      default -> value;
    };
  }

  /** A request that is wrong in one place. */
  private record Mistake(Operation operation, JsonObject request, String what) {}

  private static List<Mistake> mistakes(Operation operation) {
    var mistakes = new ArrayList<Mistake>();
    var example = new JsonObject(operation.example());
    mistakes.add(new Mistake(operation, example.copy().put("colour", "red"), "unknown member"));
    for (var parameter : operation.parameters()) {
      var name = parameter.name();
      if (parameter.required()) {
        var less = example.copy();
        less.remove(name);
        mistakes.add(new Mistake(operation, less, name + " is missing"));
        mistakes.add(new Mistake(operation, example.copy().put(name, "nobody"), name + " unknown"));
      }
      mistakes.add(
          new Mistake(
              operation, example.copy().put(name, wrong(parameter)), name + " of another type"));
    }
    return mistakes;
  }

  private static Object wrong(Parameter parameter) {
    return switch (parameter.type()) {
      case TEXT, SECRET, TEXTS -> new JsonObject().put("x", 1);
      case NUMBER -> "seven";
      case BOOLEAN -> "perhaps";
      case OBJECT -> "no object";
    };
  }

  /** Nothing of it is made, so all can be tried on one node. */
  @Test
  void refuseTheSameMistakesWithTheSameProblem() {
    withNode(
        "mistakes",
        node -> {
          var faces = new LinkedHashMap<String, Face>();
          FACES.forEach((name, face) -> faces.put(name, face.apply(node)));
          var tried = new LinkedHashMap<String, Integer>();
          Operations.all().stream()
              .flatMap(operation -> mistakes(operation).stream())
              .forEach(mistake -> compare(mistake, faces, tried));
          assertTrue(tried.get("bus") > 150, tried::toString);
          assertTrue(tried.get("rest") > 100, tried::toString);
          assertTrue(tried.get("command line") > 50, tried::toString);
        });
  }

  private static void compare(
      Mistake mistake, Map<String, Face> faces, Map<String, Integer> tried) {
    var operation = mistake.operation();
    var what = operation.name() + ", " + mistake.what();
    var bus = faces.get("bus").ask(operation, mistake.request());
    if (bus.problem().isEmpty()) {
      // A text that may be anything.
      assertTrue(mistake.what().endsWith("unknown"), what + " was taken: " + bus);
      return;
    }
    tried.merge("bus", 1, Integer::sum);
    var problem = bus.problem().get();
    var declared =
        operation.problems().stream().map(code -> code.slug()).collect(Collectors.toSet());
    assertTrue(declared.contains(problem.code()), what + " is not declared: " + problem);
    assertTrue(problem.errors().isEmpty() || !problem.errors().getFirst().detail().isEmpty(), what);
    faces.forEach(
        (name, face) -> {
          if (!name.equals("bus") && face.can(operation, mistake.request())) {
            tried.merge(name, 1, Integer::sum);
            assertSame(what + " by " + name, problem, face.ask(operation, mistake.request()));
          }
        });
  }

  private static void assertSame(String what, Problem problem, Answer answer) {
    assertEquals(ExitCode.of(problem).value(), answer.exit(), what + ": " + answer);
    if (answer.problem().isPresent()) {
      assertEquals(problem, answer.problem().get(), what);
    } else {
      assertTrue(answer.told().contains(problem.detail()), what + ": " + answer.told());
      assertTrue(answer.told().contains("[" + problem.code() + "]"), what + ": " + answer.told());
    }
  }
}
