package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.launch.cluster.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reaches the two ends of a flow, on whichever node they are. */
final class FlowEnds {

  private static final String VERB = "flow";

  private final Bus bus;
  private Optional<Remote> remote = Optional.empty();

  private record Remote(ClusterNode cluster, Function<NicId, String> place) {}

  FlowEnds(Bus bus) {
    this.bus = bus;
  }

  /**
   * From now on some ends are on other nodes.
   *
   * @param place the node that a NIC is on
   */
  void join(ClusterNode cluster, Function<NicId, String> place) {
    remote = Optional.of(new Remote(cluster, place));
    cluster.peers().serve(VERB, this::serve);
  }

  /** Tells an end something that has no other answer than that it is done. */
  Future<Void> tell(NicId end, EndpointControl message) {
    var elsewhere = elsewhere(end);
    return elsewhere.isPresent()
        ? ask(elsewhere.get(), end, message).mapEmpty()
        : bus.request(Addresses.endpoint(end), message, Outcome.Done.class).mapEmpty();
  }

  /** What an end has to say of a flow. */
  Future<FlowEnd> describe(NicId end, String id) {
    var message = new EndpointControl.DescribeFlow(id);
    var elsewhere = elsewhere(end);
    return elsewhere.isPresent()
        ? ask(elsewhere.get(), end, message).map(FlowEnds::end)
        : bus.request(Addresses.endpoint(end), message, FlowEnd.class);
  }

  /** On another node. */
  boolean isElsewhere(NicId end) {
    return elsewhere(end).isPresent();
  }

  private Optional<String> elsewhere(NicId end) {
    return remote
        .map(one -> one.place().apply(end))
        .filter(node -> !node.isEmpty() && !node.equals(remote.get().cluster().name()));
  }

  private Future<JsonObject> ask(String node, NicId end, EndpointControl message) {
    var cluster = remote.orElseThrow().cluster();
    // Nobody need wait for an answer of a node that is known to be away.
    if (cluster.members().named(node).isEmpty()) {
      return Future.failedFuture(
          Problem.of(
                  ProblemCode.UNAVAILABLE,
                  end + " is on node " + node + ", which is not in the cluster now")
              .exception());
    }
    return cluster
        .peers()
        .ask(node, VERB, json(message).put("nic", end.toString()), Bus.CONTROL_TIMEOUT);
  }

  private static JsonObject json(EndpointControl message) {
    return switch (message) {
      case EndpointControl.ReceiveFlow(var order) -> word("receive").put("order", json(order));
      case EndpointControl.SendFlow(var order) -> word("send").put("order", json(order));
      case EndpointControl.StopFlow(var id) -> word("stop").put("id", id);
      case EndpointControl.ForgetFlow(var id) -> word("forget").put("id", id);
      case EndpointControl.DescribeFlow(var id) -> word("describe").put("id", id);
      default -> throw new IllegalArgumentException("not about a flow: " + message);
    };
  }

  private static JsonObject word(String word) {
    return new JsonObject().put("word", word);
  }

  /** An order as nodes tell it each other. */
  static JsonObject json(FlowOrder order) {
    return new JsonObject()
        .put("id", order.id())
        .put("number", order.number())
        .put("from", order.from().toString())
        .put("to", order.to().toString())
        .put("fromMac", order.fromMac().toString())
        .put("toMac", order.toMac().toString())
        .put("fromIp", order.fromIp())
        .put("toIp", order.toIp())
        .put("udp", order.udp())
        .put("pps", order.pps())
        .put("size", order.size())
        .put("count", order.count())
        .put("echo", order.echo());
  }

  private static JsonObject json(FlowEnd end) {
    return new JsonObject()
        .put("id", end.id())
        .put("running", end.running())
        .put("sent", end.sent())
        .put("received", end.received())
        .put("missing", end.missing())
        .put("duplicated", end.duplicated())
        .put("reordered", end.reordered())
        .put("latencyMinNanos", end.latencyMinNanos())
        .put("latencyP50Nanos", end.latencyP50Nanos())
        .put("latencyP90Nanos", end.latencyP90Nanos())
        .put("latencyP99Nanos", end.latencyP99Nanos())
        .put("latencyMaxNanos", end.latencyMaxNanos())
        .put("largestGapNanos", end.largestGapNanos());
  }

  private static FlowEnd end(JsonObject json) {
    return new FlowEnd(
        json.getString("id"),
        json.getBoolean("running"),
        json.getLong("sent"),
        json.getLong("received"),
        json.getLong("missing"),
        json.getLong("duplicated"),
        json.getLong("reordered"),
        json.getLong("latencyMinNanos"),
        json.getLong("latencyP50Nanos"),
        json.getLong("latencyP90Nanos"),
        json.getLong("latencyP99Nanos"),
        json.getLong("latencyMaxNanos"),
        json.getLong("largestGapNanos"));
  }

  /** Reads what {@link #json(FlowOrder)} gives. */
  static FlowOrder order(JsonObject json) {
    return new FlowOrder(
        json.getString("id"),
        json.getInteger("number"),
        NicId.parse(json.getString("from")),
        NicId.parse(json.getString("to")),
        MacAddress.parse(json.getString("fromMac")),
        MacAddress.parse(json.getString("toMac")),
        json.getString("fromIp"),
        json.getString("toIp"),
        json.getInteger("udp"),
        json.getLong("pps"),
        json.getInteger("size"),
        json.getLong("count"),
        json.getBoolean("echo"));
  }

  private Future<JsonObject> serve(JsonObject body) {
    var end = NicId.parse(body.getString("nic"));
    return switch (body.getString("word")) {
      case "receive" ->
          done(end, new EndpointControl.ReceiveFlow(order(body.getJsonObject("order"))));
      case "send" -> done(end, new EndpointControl.SendFlow(order(body.getJsonObject("order"))));
      case "stop" -> done(end, new EndpointControl.StopFlow(body.getString("id")));
      case "forget" -> done(end, new EndpointControl.ForgetFlow(body.getString("id")));
      default ->
          bus.request(
                  Addresses.endpoint(end),
                  new EndpointControl.DescribeFlow(body.getString("id")),
                  FlowEnd.class)
              .map(FlowEnds::json);
    };
  }

  private Future<JsonObject> done(NicId end, EndpointControl message) {
    return bus.request(Addresses.endpoint(end), message, Outcome.Done.class, Duration.ofSeconds(4))
        .map(done -> new JsonObject());
  }
}
