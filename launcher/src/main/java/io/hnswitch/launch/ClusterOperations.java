package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.launch.cluster.Member;
import io.hnswitch.launch.cluster.Owner;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code cluster.*}; a node that runs alone is a cluster of one. */
final class ClusterOperations {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FAREWELL = Duration.ofMillis(200);
  private static final long SKEW_MAX = 1_000;

  private final String node;
  private final LabState state;
  private final Timers timers;
  private final Optional<ClusterLab> lab;
  private final Runnable end;

  /**
   * @param lab what this node and others run; empty when it is alone
   * @param end makes this process end in order
   */
  ClusterOperations(
      String node, LabState state, Timers timers, Optional<ClusterLab> lab, Runnable end) {
    this.node = node;
    this.state = state;
    this.timers = timers;
    this.lab = lab;
    this.end = end;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("cluster.members", request -> members());
    handlers.put("cluster.health", request -> health());
    handlers.put("cluster.placement", request -> placement());
    handlers.put("cluster.doctor", request -> doctor());
    handlers.put("cluster.leave", this::leave);
    handlers.put("cluster.drain", request -> refuseAlone());
    handlers.put("guest.migrate", request -> refuseAlone());
  }

  /** Registers what other nodes ask for. */
  void open() {
    lab.ifPresent(
        one -> {
          one.cluster().peers().serve("node.info", body -> Future.succeededFuture(info()));
          one.cluster().peers().serve("node.leave", body -> leaveHere());
        });
  }

  private JsonObject info() {
    var info =
        new JsonObject()
            .put("revision", state.revision())
            .put("devices", lab.map(one -> one.devices().size()).orElse(devicesAlone()))
            .put("held", new JsonArray(List.copyOf(held())))
            .put("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
            .put("nowMillis", timers.epochMillis());
    lab.map(ClusterLab::problem)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> info.put("problem", text));
    return info;
  }

  private int devicesAlone() {
    return held().size();
  }

  private Set<String> held() {
    return lab.map(ClusterLab::devices).orElseGet(() -> ShareKeeper.devices(state.here()));
  }

  private Future<JsonArray> members() {
    if (lab.isEmpty()) {
      return Future.succeededFuture(
          new JsonArray()
              .add(
                  new JsonObject()
                      .put("node", node)
                      .put("state", "alone")
                      .put("self", true)
                      .put("leader", true)
                      .put("version", Version.text())
                      .put("revision", state.revision())
                      .put("devices", devicesAlone())
                      .put("uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())));
    }
    return infos().map(infos -> members(lab.get(), infos));
  }

  /** What each node that is there says of itself; a problem of one is its answer. */
  private Future<Map<String, JsonObject>> infos() {
    var members = lab.orElseThrow().cluster().members().all();
    var asked = members.stream().map(this::ask).toList();
    return Future.all(asked)
        .map(
            all -> {
              var infos = new TreeMap<String, JsonObject>();
              for (int i = 0; i < members.size(); i++) {
                infos.put(members.get(i).name(), all.resultAt(i));
              }
              return infos;
            });
  }

  private Future<JsonObject> ask(Member member) {
    if (member.self()) {
      return Future.succeededFuture(info());
    }
    long began = timers.nanos();
    long beganMillis = timers.epochMillis();
    return lab.orElseThrow()
        .cluster()
        .peers()
        .ask(member.name(), "node.info", new JsonObject(), PATIENCE)
        .map(
            info -> {
              long nanos = timers.nanos() - began;
              long middle = beganMillis + nanos / 2_000_000;
              return info.put("rttMs", nanos / 1_000 / 1_000.0)
                  .put("clockSkewMs", info.getLong("nowMillis") - middle);
            })
        .otherwise(cause -> new JsonObject().put("problem", Problem.of(cause).detail()));
  }

  private JsonArray members(ClusterLab one, Map<String, JsonObject> infos) {
    var list = new JsonArray();
    var there = new TreeSet<String>();
    for (var member : one.cluster().members().all()) {
      there.add(member.name());
      var info = infos.getOrDefault(member.name(), new JsonObject());
      var json =
          new JsonObject()
              .put("node", member.name())
              .put("state", info.containsKey("revision") ? "there" : "silent")
              .put("self", member.self())
              .put("leader", member.leader())
              .put("version", member.version())
              .put("place", member.place())
              .put("run", member.run());
      for (var name :
          List.of("revision", "devices", "uptimeMillis", "rttMs", "clockSkewMs", "problem")) {
        if (info.containsKey(name)) {
          json.put(name, info.getValue(name));
        }
      }
      list.add(json);
    }
    for (var place : one.places()) {
      if (!there.contains(place)) {
        list.add(
            new JsonObject()
                .put("node", place)
                .put("state", "absent")
                .put("self", false)
                .put("leader", false));
      }
    }
    return list;
  }

  private Future<JsonObject> health() {
    var json = new JsonObject().put("clustered", lab.isPresent()).put("node", node);
    if (lab.isEmpty()) {
      return Future.succeededFuture(
          json.put("leader", node)
              .put("members", 1)
              .put("size", 1)
              .put("needed", 1)
              .put("majority", true)
              .put("safe", true)
              .put("splits", 0)
              .put("repairs", 0)
              .put("revision", state.revision()));
    }
    var one = lab.get();
    var members = one.cluster().members();
    json.put("leader", one.leader())
        .put("members", members.all().size())
        .put("size", one.cluster().settings().members().size())
        .put("needed", members.quorum())
        .put("majority", members.isMajority())
        .put("splits", one.splits())
        .put("repairs", one.repairs())
        .put("revision", state.revision());
    if (!one.problem().isEmpty()) {
      json.put("problem", one.problem());
    }
    return members.isSafe().map(safe -> json.put("safe", safe));
  }

  private Map<String, String> wanted() {
    var wanted = new TreeMap<String, String>();
    var spec = state.spec();
    for (var device : ShareKeeper.devices(spec)) {
      var name = device.substring(device.indexOf(' ') + 1);
      wanted.put(
          device,
          switch (device.substring(0, device.indexOf(' '))) {
            case "switch" -> spec.placeOfSwitch(name);
            case "adapter" -> spec.placeOfAdapter(name);
            default -> spec.placeOfGuest(name);
          });
    }
    return wanted;
  }

  private Future<Map<String, Owner>> owners() {
    return lab.map(one -> one.cluster().owners().all())
        .orElseGet(() -> Future.succeededFuture(Map.of()));
  }

  private Future<JsonArray> placement() {
    return owners()
        .map(
            owners -> {
              var list = new JsonArray();
              var all = new TreeSet<>(wanted().keySet());
              all.addAll(owners.keySet());
              all.forEach(device -> list.add(placed(device, owners.get(device))));
              return list;
            });
  }

  private JsonObject placed(String device, Owner owner) {
    var place = wanted().getOrDefault(device, "");
    var json = new JsonObject().put("device", device).put("place", place.isEmpty() ? node : place);
    if (lab.isEmpty()) {
      return json.put("owner", node).put("state", "there");
    }
    if (owner == null) {
      return json.put("state", "absent");
    }
    boolean isThere = lab.get().cluster().members().runs().contains(owner.run());
    return json.put("owner", owner.node())
        .put("epoch", owner.epoch())
        .put("state", !isThere ? "absent" : owner.node().equals(place) ? "there" : "misplaced");
  }

  private Future<JsonArray> doctor() {
    if (lab.isEmpty()) {
      return Future.succeededFuture(new JsonArray());
    }
    return infos()
        .compose(
            infos ->
                owners()
                    .compose(
                        owners ->
                            lab.get()
                                .cluster()
                                .members()
                                .isSafe()
                                .map(safe -> findings(infos, owners, safe))));
  }

  private JsonArray findings(
      Map<String, JsonObject> infos, Map<String, Owner> owners, boolean safe) {
    var findings = new ArrayList<JsonObject>();
    var one = lab.orElseThrow();
    var members = one.cluster().members();
    if (!members.isMajority()) {
      findings.add(
          finding("no-majority", "error", node, ChangeCoordinator.frozen(one.cluster()).detail()));
    }
    if (!safe) {
      findings.add(
          finding("not-safe", "warning", node, "not all that the nodes share has its copies yet"));
    }
    infos.forEach((name, info) -> nodeFindings(findings, name, info));
    for (var place : one.places()) {
      if (!infos.containsKey(place)) {
        findings.add(
            finding(
                "node-absent",
                "error",
                place,
                "the lab places devices at " + place + ", which is not in the cluster"));
      }
    }
    wanted().forEach((device, place) -> ownerFindings(findings, device, place, infos, owners));
    return new JsonArray(List.copyOf(findings));
  }

  private void nodeFindings(List<JsonObject> findings, String name, JsonObject info) {
    var problem = info.getString("problem");
    if (!info.containsKey("revision")) {
      findings.add(finding("node-silent", "error", name, problem));
      return;
    }
    if (problem != null) {
      findings.add(finding("share-failed", "error", name, problem));
    }
    if (info.getLong("revision") != state.revision()) {
      findings.add(
          finding(
              "revision-differs",
              "warning",
              name,
              name
                  + " is at revision "
                  + info.getLong("revision")
                  + ", "
                  + node
                  + " at "
                  + state.revision()));
    }
    if (Math.abs(info.getLong("clockSkewMs", 0L)) > SKEW_MAX) {
      findings.add(
          finding(
              "clock-skew",
              "warning",
              name,
              "the clock of " + name + " is off by " + info.getLong("clockSkewMs") + " ms"));
    }
  }

  /** The owner that all have written down, and who says that it has the device. */
  private void ownerFindings(
      List<JsonObject> findings,
      String device,
      String place,
      Map<String, JsonObject> infos,
      Map<String, Owner> owners) {
    var holders =
        infos.entrySet().stream()
            .filter(
                entry -> entry.getValue().getJsonArray("held", new JsonArray()).contains(device))
            .map(Map.Entry::getKey)
            .toList();
    if (holders.size() > 1) {
      findings.add(
          finding(
              "two-holders",
              "error",
              device,
              device + " runs on " + String.join(" and ", holders)));
    }
    var owner = owners.get(device);
    if (infos.containsKey(place) && (owner == null || !owner.node().equals(place))) {
      findings.add(
          finding(
              "wrong-owner",
              "error",
              device,
              device
                  + " belongs to "
                  + place
                  + " and "
                  + (owner == null ? "nobody has it" : owner.node() + " has it")));
    } else if (owner != null && holders.isEmpty() && infos.containsKey(owner.node())) {
      findings.add(
          finding(
              "not-running",
              "error",
              device,
              owner.node() + " owns " + device + " and does not run it"));
    }
  }

  private static JsonObject finding(String code, String severity, String subject, String detail) {
    return new JsonObject()
        .put("code", code)
        .put("severity", severity)
        .put("subject", subject)
        .put("detail", String.valueOf(detail));
  }

  private Future<JsonObject> refuseAlone() {
    throw Problem.of(
            ProblemCode.NOT_SUPPORTED, "node " + node + " is alone: guests have nowhere to go")
        .exception();
  }

  private Future<JsonObject> leave(Request request) {
    var name = request.text("node");
    if (lab.isEmpty()) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED, "node " + node + " is alone: there is nothing to leave")
          .exception();
    }
    var members = lab.get().cluster().members();
    if (members.named(name).isEmpty()) {
      throw Names.notFound("node", name, members.all().stream().map(Member::name).toList());
    }
    return name.equals(node)
        ? leaveHere()
        : lab.get().cluster().peers().ask(name, "node.leave", new JsonObject(), PATIENCE);
  }

  /** The answer has to get out before the process ends. */
  private Future<JsonObject> leaveHere() {
    timers.after(FAREWELL, end);
    return Future.succeededFuture(new JsonObject().put("node", node).put("leaves", true));
  }
}
