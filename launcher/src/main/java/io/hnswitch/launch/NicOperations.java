package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Media;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.PolicyView;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.PolicyTexts;
import io.hnswitch.lab.PolicyTree;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.policy.PortPolicy;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * {@code nic.*} and {@code endpoint.*}. A change that names a VF goes to the VF itself, which
 * refuses it while an hn manages it.
 */
final class NicOperations {

  private final Bus bus;
  private final LabState state;
  private final ChangeGate gate;
  private final LabDeployer deployer;

  NicOperations(Bus bus, LabState state, ChangeGate gate, LabDeployer deployer) {
    this.bus = bus;
    this.state = state;
    this.gate = gate;
    this.deployer = deployer;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("nic.list", request -> list());
    handlers.put("nic.get", request -> get(nic(state, request.text("nic"))));
    handlers.put("nic.counters", request -> counters(nic(state, request.text("nic"))));
    handlers.put("nic.capabilities", request -> capabilities(nic(state, request.text("nic"))));
    handlers.put("nic.policy", request -> policyOf(nic(state, request.text("nic"))));
    handlers.put("nic.set", this::set);
    handlers.put("nic.media", request -> media(nic(state, request.text("nic"))));
    handlers.put("nic.multicast-join", request -> group(request, NicControl.JoinMulticast::new));
    handlers.put("nic.multicast-leave", request -> group(request, NicControl.LeaveMulticast::new));
    handlers.put("nic.up", request -> setUp(request, true));
    handlers.put("nic.down", request -> setUp(request, false));
    handlers.put("endpoint.list", request -> endpoints());
  }

  /** The declared NIC with an id; throws a problem when there is none. */
  static NicSpec nic(LabState state, String text) {
    return find(state, text)
        .orElseThrow(
            () ->
                Names.notFound(
                    "nic",
                    text,
                    state.spec().nics().keySet().stream().map(NicId::toString).toList()));
  }

  private static Optional<NicSpec> find(LabState state, String text) {
    try {
      return state.spec().nic(NicId.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Future<JsonArray> list() {
    return all(state.here().nics().keySet().stream().map(this::view).toList())
        .compose(views -> pairs().map(pairs -> withPairs(views, pairs)));
  }

  private static JsonArray withPairs(List<JsonObject> views, List<PairView> pairs) {
    var byNic = new HashMap<String, PairView>();
    pairs.forEach(pair -> byNic.put(pair.nic().toString(), pair));
    for (var view : views) {
      var pair = byNic.get(view.getString("id"));
      if (pair != null) {
        view.put("pair", brief(pair));
      }
    }
    return new JsonArray(views);
  }

  private static JsonObject brief(PairView pair) {
    var json = ViewJson.object(pair);
    json.remove("history");
    json.remove("nic");
    return json;
  }

  /** Without pairing there are no pairs. */
  private Future<List<PairView>> pairs() {
    return bus.request(
            Addresses.pairing(), new PairingControl.Describe(), PairingControl.Pairs.class)
        .map(PairingControl.Pairs::pairs)
        .otherwise(List.of());
  }

  private Future<JsonObject> view(NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.Describe(), NicView.class)
        .map(ViewJson::object)
        .otherwise(cause -> failing("id", nic, cause));
  }

  /** One that does not answer does not keep the others from being listed. */
  private static JsonObject failing(String member, Object id, Throwable cause) {
    return new JsonObject().put(member, id.toString()).put("problem", Problem.of(cause).toJson());
  }

  private Future<JsonObject> get(NicSpec nic) {
    return describe(nic.id())
        .compose(
            view ->
                pairs()
                    .compose(
                        pairs -> {
                          var json = withPairs(List.of(view), pairs).getJsonObject(0);
                          json.put("switch", nic.switchName());
                          return host(nic.id()).map(host -> json.put("host", host));
                        }));
  }

  private Future<JsonObject> host(NicId nic) {
    return bus.request(Addresses.netvsp(nic), new NetvspControl.Describe(), NetvspView.class)
        .map(ViewJson::object)
        .otherwise(cause -> failing("nic", nic, cause));
  }

  private Future<JsonObject> describe(NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.Describe(), NicView.class)
        .map(ViewJson::object);
  }

  private Future<JsonObject> capabilities(NicSpec nic) {
    return describe(nic.id())
        .map(
            view ->
                new JsonObject()
                    .put("id", nic.id().toString())
                    .put("supported", view.getJsonArray("capabilities"))
                    .put("own", view.getJsonArray("ownCapabilities"))
                    .put("enabled", view.getJsonArray("offloads"))
                    .put("wanted", new JsonArray(nic.offloads().slugs()))
                    .put("tso", view.getJsonObject("tso")));
  }

  private Future<JsonObject> counters(NicSpec nic) {
    return describe(nic.id())
        .map(
            view ->
                new JsonObject()
                    .put("id", nic.id().toString())
                    .put("counters", view.getJsonObject("counters")));
  }

  private Future<?> setUp(Request request, boolean up) {
    var id = request.text("nic");
    var vf = vf(id);
    if (vf.isPresent()) {
      return onVf(vf.get(), new VfControl.SetFlags(up, false, false, null));
    }
    var nic = nic(state, id);
    return change(
        nic,
        List.of(new LabStep.SetUp(nic.id(), nic.up(), up)),
        old -> with(old, old.mtu(), old.offloads(), up, old.queue(), old.policy()),
        Cause.of(request));
  }

  private Future<?> set(Request request) {
    var id = request.text("nic");
    var vf = vf(id);
    if (vf.isPresent()) {
      long mtu = request.number("mtu", NicSpec.MIN_MTU, NicSpec.MAX_MTU, NicSpec.DEFAULT_MTU);
      return onVf(vf.get(), new VfControl.SetMtu((int) mtu, null));
    }
    var nic = nic(state, id);
    state.require(request);
    int mtu = (int) request.number("mtu", NicSpec.MIN_MTU, NicSpec.MAX_MTU, nic.mtu());
    var offloads =
        request
            .findTexts("offloads")
            .map(words -> OffloadWords.apply(nic.offloads(), words))
            .orElse(nic.offloads());
    boolean up = request.findFlag("up").orElse(nic.up());
    var queue = QueueWords.apply(nic.queue(), request);
    var steps = new ArrayList<LabStep>();
    if (request.findNumber("mtu").isPresent()) {
      steps.add(new LabStep.SetMtu(nic.id(), nic.mtu(), mtu));
    }
    if (request.findTexts("offloads").isPresent()) {
      steps.add(new LabStep.SetOffloads(nic.id(), nic.offloads(), offloads));
    }
    if (QueueWords.areIn(request)) {
      steps.add(new LabStep.SetQueue(nic.id(), nic.queue(), queue));
    }
    var policy = policy(nic, request);
    if (!policy.equals(nic.policy())) {
      steps.add(new LabStep.SetPolicy(nic, nic.policy(), policy));
    }
    boolean policed = PolicyTexts.KEYS.stream().anyMatch(key -> request.findText(key).isPresent());
    if (request.findFlag("up").isPresent()) {
      steps.add(new LabStep.SetUp(nic.id(), nic.up(), up));
    }
    var atOnce = atOnce(request);
    if (steps.isEmpty() && atOnce.isEmpty() && !policed) {
      throw Names.invalid(
          "",
          "nic.set needs mtu, offloads, queue, vlan, guards, storm, acl, bandwidth, up, promisc,"
              + " allmulti or media");
    }
    return change(nic, steps, old -> with(old, mtu, offloads, up, queue, policy), Cause.of(request))
        .compose(view -> atOnce.isEmpty() ? Future.succeededFuture(view) : inTurn(nic, atOnce));
  }

  /** What the NIC's port will do; keys that the request does not name stay. */
  private static PortPolicy policy(NicSpec nic, Request request) {
    var texts = new HashMap<String, String>();
    PolicyTexts.KEYS.forEach(key -> request.findText(key).ifPresent(text -> texts.put(key, text)));
    try {
      return PolicyTexts.apply(nic.policy(), texts);
    } catch (IllegalArgumentException e) {
      var key = texts.size() == 1 ? "/" + texts.keySet().iterator().next() : "";
      throw Names.invalid(key, e.getMessage());
    }
  }

  private Future<JsonObject> policyOf(NicSpec nic) {
    return bus.request(
            Addresses.virtualSwitch(nic.switchName()),
            new SwitchControl.DescribePolicy(nic.id()),
            PolicyView.class)
        .map(ViewJson::object)
        .map(view -> view.put("policy", new JsonObject(PolicyTree.of(nic.policy()))));
  }

  /** What a NIC has while it lives and no lab file says: flags and media. */
  private static List<Function<NicView, NicControl>> atOnce(Request request) {
    var list = new ArrayList<Function<NicView, NicControl>>();
    var promiscuous = request.findFlag("promisc");
    var allMulti = request.findFlag("allmulti");
    if (promiscuous.isPresent() || allMulti.isPresent()) {
      list.add(
          view ->
              new NicControl.SetFlags(
                  promiscuous.orElse(view.flags().contains("promisc")),
                  allMulti.orElse(view.flags().contains("allmulti"))));
    }
    request.findText("media").ifPresent(media -> list.add(_ -> new NicControl.SetMedia(media)));
    return list;
  }

  private Future<JsonObject> inTurn(NicSpec nic, List<Function<NicView, NicControl>> changes) {
    Future<?> all = Future.succeededFuture();
    for (var change : changes) {
      all = all.compose(done -> view(nic)).compose(view -> ask(nic, change.apply(view)));
    }
    return all.compose(done -> get(nic));
  }

  private Future<NicView> view(NicSpec nic) {
    return bus.request(Addresses.nic(nic.id()), new NicControl.Describe(), NicView.class);
  }

  private Future<Outcome.Done> ask(NicSpec nic, NicControl message) {
    return bus.request(Addresses.nic(nic.id()), message, Outcome.Done.class);
  }

  private Future<JsonObject> group(Request request, Function<MacAddress, NicControl> message) {
    var nic = nic(state, request.text("nic"));
    var text = request.text("group");
    try {
      var group = MacAddress.parse(text);
      return ask(nic, message.apply(group)).compose(done -> get(nic));
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/group", "no MAC address: " + text);
    }
  }

  private Future<JsonObject> media(NicSpec nic) {
    return bus.request(Addresses.nic(nic.id()), new NicControl.GetMedia(), Media.class)
        .map(ViewJson::object)
        .map(media -> new JsonObject().put("nic", nic.id().toString()).mergeIn(media));
  }

  private static NicSpec with(
      NicSpec old, int mtu, OffloadCaps offloads, boolean up, QueueSpec queue, PortPolicy policy) {
    return new NicSpec(
        old.id(),
        old.mac(),
        old.switchName(),
        mtu,
        old.channels(),
        offloads,
        up,
        queue,
        policy,
        endpoint(old, mtu),
        old.vf());
  }

  /** A TAP whose MTU was the NIC's goes on to follow it. */
  private static EndpointSpec endpoint(NicSpec old, int mtu) {
    return switch (old.endpoint()) {
      case EndpointSpec.Tap tap when tap.mtu() == old.mtu() ->
          new EndpointSpec.Tap(tap.name(), tap.netns(), tap.ips(), tap.mac(), mtu);
      case EndpointSpec.Tap tap -> tap;
      case EndpointSpec.Host host -> host;
      case EndpointSpec.Packet packet -> packet;
      case EndpointSpec.Qemu qemu -> qemu;
      case EndpointSpec.Pcap pcap -> pcap;
      case EndpointSpec.None none -> none;
    };
  }

  private Future<JsonObject> change(
      NicSpec nic, List<LabStep> steps, UnaryOperator<NicSpec> edit, Cause cause) {
    return gate.beside(
            () ->
                deployer
                    .perform(steps)
                    .onSuccess(done -> state.edit(LabState.nic(nic.id(), edit), cause)))
        .compose(done -> get(nic));
  }

  private static Optional<VfId> vf(String text) {
    try {
      return text.indexOf('/') < 0 ? Optional.empty() : Optional.of(VfId.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Future<?> onVf(VfId vf, VfControl message) {
    return VfOperations.describe(bus, vf)
        .compose(there -> bus.request(Addresses.vf(vf), message, Outcome.Done.class))
        .compose(done -> VfOperations.describe(bus, vf));
  }

  private Future<JsonArray> endpoints() {
    var views =
        state.here().nics().values().stream()
            .filter(nic -> !nic.endpoint().equals(EndpointSpec.NONE))
            .map(nic -> endpoint(nic.id()))
            .toList();
    return all(views).map(JsonArray::new);
  }

  private Future<JsonObject> endpoint(NicId nic) {
    return bus.request(Addresses.endpoint(nic), new EndpointControl.Describe(), EndpointView.class)
        .map(ViewJson::object)
        .otherwise(cause -> failing("nic", nic, cause));
  }

  /** The results of futures that cannot fail, in their order. */
  static Future<List<JsonObject>> all(List<Future<JsonObject>> views) {
    return Future.all(views).map(done -> done.list());
  }
}
