package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.OperationJson;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabPlan;
import io.hnswitch.lab.LabProblem;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code sys.*} and {@code lab.*}. */
final class LabOperations {

  private final String node;
  private final LabState state;
  private final LabRunner runner;
  private final Optional<ClusterLab> cluster;

  /**
   * @param cluster the lab of several nodes; empty when this one is alone
   */
  LabOperations(String node, LabState state, LabRunner runner, Optional<ClusterLab> cluster) {
    this.node = node;
    this.state = state;
    this.runner = runner;
    this.cluster = cluster;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("sys.info", request -> done(info()));
    handlers.put("sys.describe", request -> done(CATALOGUE));
    handlers.put("sys.ping", request -> done(ping()));
    handlers.put("guest.list", request -> done(guests()));
    handlers.put("guest.get", request -> done(guest(request.text("guest"))));
    handlers.put("lab.get", request -> done(lab()));
    handlers.put("lab.list", request -> done(new JsonArray().add(summary())));
    handlers.put("lab.validate", request -> parse(request).map(LabOperations::validated));
    handlers.put("lab.plan", request -> parse(request).map(parsed -> plan(placed(parsed))));
    handlers.put("lab.apply", this::apply);
    handlers.put("lab.export", request -> done(exported()));
    handlers.put("lab.destroy", this::destroy);
  }

  private static Future<?> done(Object data) {
    return Future.succeededFuture(data);
  }

  private JsonObject ping() {
    return new JsonObject()
        .put("pong", true)
        .put("started", state.isStarted())
        .put("ready", state.isReady() && cluster.map(ClusterLab::isReady).orElse(true));
  }

  private JsonObject info() {
    var runtime = ManagementFactory.getRuntimeMXBean();
    var info = new JsonObject();
    state.saver().path().ifPresent(path -> info.put("state", kept(path)));
    return info.put("node", node)
        .put("version", Version.text())
        .put("java", Runtime.version().toString())
        .put("pid", runtime.getPid())
        .put("uptimeMillis", runtime.getUptime())
        .put("lab", summary());
  }

  private JsonObject kept(String path) {
    var kept = new JsonObject().put("folder", path);
    state.saver().problem().ifPresent(reason -> kept.put("problem", reason));
    return kept;
  }

  private JsonObject summary() {
    var spec = state.spec();
    return new JsonObject()
        .put("name", spec.metadata().name())
        .put("title", spec.metadata().title())
        .put("revision", state.revision())
        .put("switches", spec.switches().size())
        .put("adapters", spec.adapters().size())
        .put("nics", spec.nics().size())
        .put("flows", spec.flows().size());
  }

  /** It is the same for all, and large; who gets it gets a copy from the event bus. */
  private static final JsonArray CATALOGUE = OperationJson.all();

  private JsonArray guests() {
    var list = new JsonArray();
    state.spec().guests().keySet().forEach(name -> list.add(guest(name)));
    return list;
  }

  private JsonObject guest(String name) {
    var guest = state.spec().guests().get(name);
    if (guest == null) {
      throw Names.notFound("guest", name, state.spec().guests().keySet());
    }
    var nics = new JsonArray();
    guest.nics().values().forEach(nic -> nics.add(nic.id().toString()));
    return new JsonObject().put("name", name).put("nics", nics);
  }

  private JsonObject lab() {
    return new JsonObject(LabWriter.json(state.spec()));
  }

  private JsonObject exported() {
    return new JsonObject()
        .put("name", state.spec().metadata().name())
        .put("text", LabWriter.yaml(state.spec()));
  }

  private static JsonObject validated(LabResult.Accepted accepted) {
    return new JsonObject()
        .put("valid", true)
        .put("name", accepted.spec().metadata().name())
        .put("warnings", ViewJson.array(accepted.warnings()));
  }

  /** On several nodes every device has a place. */
  private LabSpec placed(LabResult.Accepted parsed) {
    return cluster.map(one -> one.placed(parsed.spec())).orElse(parsed.spec());
  }

  private JsonObject plan(LabSpec next) {
    return plan(state.spec(), next);
  }

  /** What turning one lab into another changes. */
  static JsonObject plan(LabSpec before, LabSpec next) {
    var changes = new JsonArray();
    for (var change : LabPlan.between(before, next).changes()) {
      changes.add(ViewJson.object(change).put("effect", ViewJson.slug(change.effect())));
    }
    return new JsonObject()
        .put("lab", next.metadata().name())
        .put("empty", changes.isEmpty())
        .put("changes", changes);
  }

  private Future<JsonObject> apply(Request request) {
    return parse(request)
        .compose(
            parsed -> {
              state.require(request);
              var next = placed(parsed);
              var plan = plan(next).put("applied", !request.flag("dryRun"));
              plan.put("warnings", ViewJson.array(parsed.warnings()));
              return request.flag("dryRun")
                  ? Future.succeededFuture(plan)
                  : runner
                      .apply(next, Cause.of(request), () -> state.require(request))
                      .recover(cause -> FilePlaces.located(cause, parsed.places()))
                      .map(plan);
            });
  }

  private Future<JsonObject> destroy(Request request) {
    state.require(request);
    var plan = plan(LabSpec.empty(state.spec().metadata().name()));
    plan.put("applied", !request.flag("dryRun"));
    return request.flag("dryRun")
        ? Future.succeededFuture(plan)
        : runner
            .destroy(Cause.of(request), () -> state.require(request))
            .map(left -> plan.put("left", new JsonArray(left)));
  }

  private Future<LabResult.Accepted> parse(Request request) {
    var tree = request.findObject("lab").map(JsonObject::encode);
    var text = request.findText("text");
    if (text.isPresent() == tree.isPresent()) {
      throw Names.invalid("/text", "a lab file is needed, either as text or as lab");
    }
    return runner
        .aside(() -> LabParser.parse(text.or(() -> tree).orElseThrow()))
        .compose(
            result ->
                switch (result) {
                  case LabResult.Accepted accepted -> Future.succeededFuture(accepted);
                  case LabResult.Refused(var problems, _) ->
                      Future.failedFuture(invalid(problems).exception());
                });
  }

  /** The problem for a lab file; each of its errors has line and column. */
  private static Problem invalid(List<LabProblem> problems) {
    var first = problems.getFirst();
    var more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return Problem.of(
        ProblemCode.INVALID_LAB,
        "line " + first.line() + ", column " + first.column() + ": " + first.detail() + more,
        LabProblems.errors(problems));
  }
}
