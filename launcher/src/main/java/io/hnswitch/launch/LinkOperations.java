package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.impair.Dice;
import io.hnswitch.impair.ImpairAction;
import io.hnswitch.impair.ImpairedEnd;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.impair.Preview;
import io.hnswitch.lab.ImpairText;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code link.*}. */
final class LinkOperations {

  private static final List<String> DIRECTIONS = List.of("both", "forward", "reverse");

  private final Bus bus;
  private final LabState state;
  private final ChangeGate gate;
  private final LabDeployer deployer;
  private final LinkLayers layers;
  private final Seeds seeds;

  /**
   * @param seeds of the lab
   */
  LinkOperations(
      Bus bus,
      LabState state,
      ChangeGate gate,
      LabDeployer deployer,
      LinkLayers layers,
      Seeds seeds) {
    this.bus = bus;
    this.state = state;
    this.gate = gate;
    this.deployer = deployer;
    this.layers = layers;
    this.seeds = seeds;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("link.list", request -> list());
    handlers.put("link.get", request -> describe(named(request)));
    handlers.put(
        "link.effective",
        request -> Future.succeededFuture(layers.effective(named(request).name())));
    handlers.put("link.set", this::set);
    handlers.put("link.impair", this::impair);
    handlers.put("link.preview", this::preview);
    handlers.put(
        "link.clear", request -> change(request, link -> layers.clear(link, notFile(request))));
    handlers.put("link.enable", request -> enable(request, true));
    handlers.put("link.disable", request -> enable(request, false));
    handlers.put("link.down", request -> up(request, false));
    handlers.put("link.up", request -> up(request, true));
  }

  private LinkSpec named(Request request) {
    var name = request.text("link");
    var link = state.spec().links().get(name);
    if (link == null) {
      throw Names.notFound("link", name, state.spec().links().keySet());
    }
    return link;
  }

  private Future<JsonObject> change(Request request, Function<String, Future<Void>> change) {
    var name = named(request).name();
    return gate.beside(() -> change.apply(name)).compose(done -> describe(named(request)));
  }

  private Future<JsonObject> enable(Request request, boolean on) {
    return change(request, link -> layers.enable(link, request.findText("layer"), on));
  }

  private Future<JsonObject> up(Request request, boolean up) {
    var time = up ? Optional.<Duration>empty() : time(request);
    return change(request, link -> layers.up(link, up, time));
  }

  private static Optional<Duration> time(Request request) {
    return request.findText("for").map(text -> DurationWord.of("/for", text));
  }

  private static Optional<String> notFile(Request request) {
    var layer = request.findText("layer");
    if (layer.filter(LinkLayers.FILE::equals).isPresent()) {
      throw Names.invalid("/layer", "the layer \"file\" is the lab file's: change it by link.set");
    }
    return layer;
  }

  private Future<JsonObject> impair(Request request) {
    var layer = layer(notFile(request));
    var what = impairment(request);
    if (what.isNone()) {
      throw Names.invalid("", "link.impair needs both, forward or reverse");
    }
    var seed = seed(request);
    var time = time(request);
    return change(request, link -> layers.impair(link, layer, what, seed, time));
  }

  private static String layer(Optional<String> name) {
    var layer = name.orElse(LinkLayers.LIVE);
    if (!ImpairText.isName(layer)) {
      throw Names.invalid("/layer", "layer must be a name of a-z, 0-9 and -, not " + layer);
    }
    return layer;
  }

  private static Optional<Long> seed(Request request) {
    return request.findNumber("seed").map(any -> request.number("seed", 0, Dice.SEED_MAX, any));
  }

  /** Without a layer and what it says, the link is taken as it is. */
  private Future<JsonObject> preview(Request request) {
    var link = named(request);
    var layer = layer(request.findText("layer"));
    var what = impairment(request);
    var preview =
        new LinkPreview(
            link,
            what.isNone() && request.findText("layer").isEmpty()
                ? layers.get(link.name())
                : layers.with(link.name(), layer, what),
            what,
            seed(request),
            seeds);
    int size =
        (int) request.number("size", Preview.SIZE_MIN, Preview.SIZE_MAX, Preview.SIZE_DEFAULT);
    return Future.succeededFuture(preview.json(size, LinkPreview.rate(request.findText("rate"))));
  }

  /** The file's layer from now on; without a direction it is empty. */
  private Future<JsonObject> set(Request request) {
    var before = named(request);
    state.require(request);
    var what = impairment(request);
    var after = before.with(what);
    return gate.beside(
            () ->
                deployer
                    .perform(List.of(new LabStep.SetLink(Optional.of(before), Optional.of(after))))
                    .onSuccess(
                        done ->
                            state.edit(
                                LabState.link(before.name(), old -> old.with(what)),
                                Cause.of(request))))
        .compose(done -> describe(named(request)));
  }

  private static LinkImpairment impairment(Request request) {
    var layer = new JsonObject();
    for (var direction : DIRECTIONS) {
      request.findObject(direction).ifPresent(one -> layer.put(direction, one));
    }
    return switch (ImpairText.parse(layer.encode())) {
      case ImpairText.Result.Layer(var impairment) -> impairment;
      case ImpairText.Result.Refused(var problems) -> throw LabProblems.invalid(problems);
    };
  }

  private Future<JsonArray> list() {
    return NicOperations.all(state.here().links().values().stream().map(this::describe).toList())
        .map(JsonArray::new);
  }

  private Future<JsonObject> describe(LinkSpec link) {
    var view = link.nic().map(nic -> cable(link, nic)).orElseGet(() -> wire(link));
    return view.map(one -> json(link, one));
  }

  private Future<LinkView> wire(LinkSpec link) {
    Future<LinkView> view =
        bus.request(Addresses.link(link.name()), new LinkControl.Describe(), LinkView.class);
    for (var end : link.endpoints()) {
      if (state.here().adapters().containsKey(end)) {
        view =
            view.compose(
                before -> counters(link, end).map(counters -> impaired(before, end, counters)));
      }
    }
    return view;
  }

  private Future<Map<String, Long>> counters(LinkSpec link, String adapter) {
    return bus.request(Addresses.adapter(adapter), new AdapterControl.Describe(), AdapterView.class)
        .map(
            view ->
                view.wire()
                    .filter(wire -> wire.link().equals(link.name()))
                    .map(AdapterView.Wire::counters)
                    .orElse(Map.of()))
        .otherwise(Map.of());
  }

  /** What an end has done to frames, in both directions that it has to do with. */
  private static LinkView impaired(LinkView view, String end, Map<String, Long> counters) {
    return view.with(
        view.ways().stream()
            .map(
                way -> {
                  boolean sent = way.from().equals(end);
                  if (!sent && !view.leadsOut()) {
                    return way; // That end says it.
                  }
                  var prefix = sent ? ImpairedEnd.SENT : ImpairedEnd.RECEIVED;
                  return impaired(way, actions(counters, prefix));
                })
            .toList());
  }

  private static LinkView.Way impaired(LinkView.Way way, Map<String, Long> actions) {
    if (actions.isEmpty()) {
      return way;
    }
    var dropped = new TreeMap<>(way.dropped());
    dropped.merge(DropReason.IMPAIR_LOSS, of(actions, ImpairAction.LOST), Long::sum);
    dropped.merge(DropReason.IMPAIR_QUEUE_FULL, of(actions, ImpairAction.QUEUE_FULL), Long::sum);
    dropped.merge(DropReason.LINK_DOWN, of(actions, ImpairAction.LINK_DOWN), Long::sum);
    return new LinkView.Way(way.from(), way.to(), way.frames(), way.bytes(), dropped, actions);
  }

  private static long of(Map<String, Long> actions, ImpairAction action) {
    return actions.getOrDefault(action.slug(), 0L);
  }

  private static Map<String, Long> actions(Map<String, Long> counters, String prefix) {
    var actions = new TreeMap<String, Long>();
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            actions.put(name.substring(prefix.length()), count);
          }
        });
    return actions;
  }

  /** The cable of a NIC is part of it. */
  private Future<LinkView> cable(LinkSpec link, NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.Describe(), NicView.class)
        .map(
            view -> {
              var id = nic.toString();
              var peer = link.peer(id);
              var counters = view.counters();
              var sent =
                  impaired(
                      new LinkView.Way(
                          id,
                          peer,
                          counters.getOrDefault("opackets", 0L),
                          counters.getOrDefault("obytes", 0L),
                          Map.of()),
                      actions(counters, ImpairedEnd.SENT));
              var received =
                  impaired(
                      new LinkView.Way(
                          peer,
                          id,
                          counters.getOrDefault("ipackets", 0L),
                          counters.getOrDefault("ibytes", 0L),
                          Map.of()),
                      actions(counters, ImpairedEnd.RECEIVED));
              return new LinkView(
                  link.name(),
                  link.endpoints(),
                  LinkView.UP,
                  Optional.empty(),
                  link.isForwardFrom(id) ? List.of(sent, received) : List.of(received, sent),
                  Optional.empty());
            });
  }

  private JsonObject json(LinkSpec link, LinkView told) {
    var view = layers.isUp(link.name()) ? told : told.down("link.down");
    var ways = view.ways();
    return ViewJson.object(view)
        .put("frames", ways.stream().mapToLong(LinkView.Way::frames).sum())
        .put("bytes", ways.stream().mapToLong(LinkView.Way::bytes).sum())
        .put(
            "dropped",
            ways.stream()
                .flatMap(way -> way.dropped().values().stream())
                .mapToLong(Long::longValue)
                .sum())
        .put("layers", layers.layers(link));
  }
}
