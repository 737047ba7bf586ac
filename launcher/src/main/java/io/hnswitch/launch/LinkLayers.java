package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.impair.Dice;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.ImpairText;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What links do to frames, in layers: that of the file, and those that were laid over it, each as
 * long as was said. Tells the devices at the ends that run here. Used on the lab's event loop only.
 *
 * <p>Events, their subject a link: {@code hnswitch.link.impaired} with {@code layer}, {@code
 * change} and what the layer says; {@code hnswitch.link.down} and {@code hnswitch.link.up}.
 */
final class LinkLayers {

  /** The layer of the lab file. */
  static final String FILE = "file";

  /** The layer when none is named. */
  static final String LIVE = "live";

  private static final Logger LOG = LoggerFactory.getLogger(LinkLayers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long FOR_EVER = LayeredLink.FOR_EVER;
  private static final long MILLI = 1_000_000;
  private static final String SEED = "seed";
  private static final String ROUND = "round";

  private final Bus bus;
  private final Timers timers;
  private final Deployments deployments;
  private final Supplier<LabSpec> lab;
  private final Map<String, LayeredLink> links = new LinkedHashMap<>();
  private long round;
  private Consumer<JsonObject> others = body -> {};

  /**
   * @param lab what is wanted, of all nodes
   */
  LinkLayers(Bus bus, Timers timers, Deployments deployments, Supplier<LabSpec> lab) {
    this.bus = bus;
    this.timers = timers;
    this.deployments = deployments;
    this.lab = lab;
  }

  /**
   * Other nodes have ends of these links too.
   *
   * @param newOthers passes to them what {@link #adopt} takes
   */
  void join(Consumer<JsonObject> newOthers) {
    others = newOthers;
  }

  private LayeredLink link(String name) {
    var spec = lab.get().links().get(name);
    if (!links.containsKey(name)) {
      if (spec == null) {
        throw Names.notFound("link", name, lab.get().links().keySet());
      }
      links.put(name, new LayeredLink(spec));
    }
    return links.get(name);
  }

  /** The file has this link from now on. */
  Future<Void> file(LinkSpec spec) {
    var link = links.computeIfAbsent(spec.name(), name -> new LayeredLink(spec));
    link.spec = spec;
    return apply(link);
  }

  /** The file has the link no more; what was laid over it is gone too. */
  Future<Void> forget(LinkSpec spec) {
    var link = links.remove(spec.name());
    if (link == null) {
      return Future.succeededFuture();
    }
    link.layers.values().forEach(layer -> layer.timer.cancel());
    link.layers.clear();
    link.upTimer.cancel();
    link.up = true;
    link.spec = link.spec.with(LinkImpairment.NONE);
    return apply(link).otherwiseEmpty(); // The ends may have gone before.
  }

  /** A device has been made, and does not know yet what its link does. */
  Future<Void> made(Device device) {
    return switch (device) {
      case Device.Hn(var nic, var of) ->
          of.links().values().stream()
              .filter(link -> link.nic().filter(nic.id()::equals).isPresent())
              .findFirst()
              .map(this::known)
              .orElseGet(Future::succeededFuture);
      case Device.Link(var spec, _) -> known(spec);
      case Device.Switch _,
          Device.Pairing _,
          Device.Adapter _,
          Device.Vmbus _,
          Device.Endpoint _,
          Device.ArrivingEndpoint _,
          Device.ArrivingNetvsp _,
          Device.Netvsp _ ->
          Future.succeededFuture();
    };
  }

  private Future<Void> known(LinkSpec spec) {
    var link = links.computeIfAbsent(spec.name(), name -> new LayeredLink(spec));
    link.spec = spec;
    link.told = false;
    return apply(link)
        .onFailure(cause -> LOG.warn("link {}: {}", spec.name(), cause.getMessage()))
        .otherwiseEmpty();
  }

  /** Tells those ends that run here. */
  private Future<Void> apply(LayeredLink link) {
    var forward = link.way(true);
    var reverse = link.way(false);
    if (!link.told && link.up && forward.effect().isNone() && reverse.effect().isNone()) {
      return Future.succeededFuture();
    }
    link.told = true;
    var spec = link.spec;
    var nic = spec.nic();
    var told = new ArrayList<Future<?>>();
    if (nic.isPresent()) {
      if (deployments.isRunning("hn " + nic.get())) {
        boolean isFirst = spec.isForwardFrom(nic.get().toString());
        told.add(
            tell(
                nic.get(),
                new LinkEnd(
                    spec.name(),
                    isFirst,
                    isFirst ? forward : reverse,
                    Optional.of(isFirst ? reverse : forward),
                    link.up)));
      }
    } else {
      for (var adapter : spec.endpoints()) {
        if (deployments.isRunning("adapter " + adapter)) {
          boolean isFirst = spec.isForwardFrom(adapter);
          // Outside of the lab nobody does what the other direction needs.
          Optional<LinkEnd.Way> back =
              spec.outside().isPresent() ? Optional.of(reverse) : Optional.empty();
          told.add(
              bus.request(
                  Addresses.adapter(adapter),
                  new AdapterControl.SetLink(
                      new LinkEnd(
                          spec.name(), isFirst, isFirst ? forward : reverse, back, link.up)),
                  Outcome.Done.class,
                  PATIENCE));
        }
      }
    }
    return Future.join(told).mapEmpty();
  }

  private Future<Outcome.Done> tell(NicId nic, LinkEnd end) {
    return bus.request(
        Addresses.nic(nic), new NicControl.SetLink(end), Outcome.Done.class, PATIENCE);
  }

  /**
   * Lays a layer over a link, or puts another in its place.
   *
   * @param seed what chance begins with, in the directions of which the layer says something
   * @param time how long it lies; for ever when that is not said
   */
  Future<Void> impair(
      String name,
      String layerName,
      LinkImpairment what,
      Optional<Long> seed,
      Optional<Duration> time) {
    var link = link(name);
    var layer = link.layers.computeIfAbsent(layerName, ignored -> new LayeredLink.Layer(what));
    layer.what = what;
    layer.dice = seed.map(one -> new Dice(one, nextRound()));
    layer.on = true;
    arm(name, layerName, layer, time);
    return changed(link, layerName, "set");
  }

  /** Greater than any before, also than those of a node that had these links before this one. */
  private long nextRound() {
    round = Math.max(round + 1, timers.epochMillis());
    return round;
  }

  /** A link as it is. */
  LayeredLink get(String name) {
    return link(name);
  }

  /** A link with another layer in one's place, or over all; nothing changes by that. */
  LayeredLink with(String name, String layerName, LinkImpairment what) {
    return link(name).with(layerName, what);
  }

  private void arm(
      String name, String layerName, LayeredLink.Layer layer, Optional<Duration> time) {
    layer.timer.cancel();
    layer.until = time.map(one -> timers.nanos() + one.toNanos()).orElse(FOR_EVER);
    time.ifPresent(one -> layer.timer = timers.after(one, () -> expired(name, layerName, layer)));
  }

  private void expired(String name, String layerName, LayeredLink.Layer layer) {
    var link = links.get(name);
    if (link != null && link.layers.remove(layerName, layer)) {
      changed(link, layerName, "expired")
          .onFailure(cause -> LOG.warn("link {}: {}", name, cause.getMessage()));
    }
  }

  /** Takes a layer away, or all but the file's. */
  Future<Void> clear(String name, Optional<String> layerName) {
    var link = link(name);
    if (layerName.isPresent()) {
      remove(link, named(link, layerName.get()));
      return changed(link, layerName.get(), "cleared");
    }
    for (var one : List.copyOf(link.layers.keySet())) {
      remove(link, one);
    }
    return changed(link, "", "cleared");
  }

  private static void remove(LayeredLink link, String layerName) {
    var gone = link.layers.remove(layerName);
    if (gone != null) {
      gone.timer.cancel();
    }
  }

  private static String named(LayeredLink link, String layerName) {
    if (!link.layers.containsKey(layerName)) {
      throw Names.notFound("layer", layerName, link.layers.keySet());
    }
    return layerName;
  }

  /** Lets a layer, or all, have no effect, or an effect again. */
  Future<Void> enable(String name, Optional<String> layerName, boolean on) {
    var link = link(name);
    if (layerName.filter(one -> !one.equals(FILE)).isPresent()) {
      link.layers.get(named(link, layerName.get())).on = on;
    } else {
      link.fileOn = on;
      if (layerName.isEmpty()) {
        link.layers.values().forEach(layer -> layer.on = on);
      }
    }
    return changed(link, layerName.orElse(""), on ? "enabled" : "disabled");
  }

  /**
   * Pulls the cable out, or puts it back.
   *
   * @param time how long it is out; for ever when that is not said
   */
  Future<Void> up(String name, boolean up, Optional<Duration> time) {
    var link = link(name);
    link.upTimer.cancel();
    link.up = up;
    link.downUntil = FOR_EVER;
    if (!up && time.isPresent()) {
      link.downUntil = timers.nanos() + time.get().toNanos();
      link.upTimer =
          timers.after(
              time.get(),
              () ->
                  up(name, true, Optional.empty())
                      .onFailure(cause -> LOG.warn("link {}: {}", name, cause.getMessage())));
    }
    return apply(link)
        .onComplete(
            done -> {
              tellOthers(link);
              bus.publish(
                  up ? "hnswitch.link.up" : "hnswitch.link.down",
                  name,
                  up ? Map.of() : Map.of("reason", "link.down"));
            });
  }

  private Future<Void> changed(LayeredLink link, String layerName, String change) {
    return apply(link)
        .onComplete(
            done -> {
              tellOthers(link);
              var data = new LinkedHashMap<String, Object>();
              data.put("layer", layerName);
              data.put("change", change);
              var layer = link.layers.get(layerName);
              if (layer != null) {
                data.put("says", new JsonObject(ImpairText.tree(layer.what)).encode());
                layer.dice.ifPresent(dice -> data.put("seed", dice.seed()));
              }
              bus.publish("hnswitch.link.impaired", link.spec.name(), data);
            });
  }

  /** Takes away everything that no file says; succeeds whatever a device says. */
  Future<Void> clearAll() {
    var all = new ArrayList<Future<Void>>();
    for (var link : List.copyOf(links.values())) {
      var name = link.spec.name();
      boolean isTouched = !link.layers.isEmpty() || !link.fileOn;
      link.fileOn = true;
      if (isTouched) {
        all.add(clear(name, Optional.empty()));
      }
      if (!link.up) {
        all.add(up(name, true, Optional.empty()));
      }
    }
    return Future.join(all).<Void>mapEmpty().otherwiseEmpty();
  }

  /** Whether its cable is there. */
  boolean isUp(String name) {
    var link = links.get(name);
    return link == null || link.up;
  }

  /** The layers of a link, the file's first. */
  JsonArray layers(LinkSpec spec) {
    var link = links.getOrDefault(spec.name(), new LayeredLink(spec));
    var list = new JsonArray();
    if (!link.spec.impair().isNone() || !link.fileOn) {
      list.add(view(FILE, link.fileOn, FOR_EVER, link.spec.impair()));
    }
    link.layers.forEach((name, layer) -> list.add(view(name, layer)));
    return list;
  }

  private JsonObject view(String name, LayeredLink.Layer layer) {
    var view = view(name, layer.on, layer.until, layer.what);
    layer.dice.ifPresent(dice -> view.put(SEED, dice.seed()));
    return view;
  }

  private JsonObject view(String name, boolean on, long until, LinkImpairment what) {
    var view = new JsonObject().put("name", name).put("enabled", on);
    if (until != FOR_EVER) {
      view.put("leftMillis", left(until));
    }
    return view.mergeIn(new JsonObject(ImpairText.tree(what)));
  }

  private long left(long until) {
    return Math.max(0, (until - timers.nanos() + MILLI - 1) / MILLI);
  }

  /** All layers of a link together. */
  JsonObject effective(String name) {
    var link = link(name);
    var all = link.effective();
    return new JsonObject()
        .put("link", name)
        .put("up", link.up)
        .put("layers", layers(link.spec))
        .put("forward", new JsonObject(ImpairText.tree(all.forward())))
        .put("reverse", new JsonObject(ImpairText.tree(all.reverse())));
  }

  /** What no file says: layers, those that are disabled, links that are down. */
  JsonArray faults() {
    var list = new JsonArray();
    for (var link : links.values()) {
      var name = link.spec.name();
      if (!link.up) {
        list.add(fault("link.down", name, "", link.downUntil));
      }
      if (!link.fileOn && !link.spec.impair().isNone()) {
        list.add(fault("link.disable", name, FILE, FOR_EVER));
      }
      link.layers.forEach(
          (layerName, layer) -> list.add(fault("link.impair", name, layerName, layer.until)));
    }
    return list;
  }

  private JsonObject fault(String operation, String link, String layer, long until) {
    var fault = new JsonObject().put("operation", operation).put("object", link);
    if (!layer.isEmpty()) {
      fault.put("layer", layer);
    }
    if (until != FOR_EVER) {
      fault.put("leftMillis", left(until));
    }
    return fault;
  }

  private void tellOthers(LayeredLink link) {
    var layers = new JsonArray();
    link.layers.forEach(
        (name, layer) -> {
          var view = view(name, layer);
          layer.dice.ifPresent(dice -> view.put(ROUND, dice.round()));
          layers.add(view);
        });
    var body =
        new JsonObject()
            .put("link", link.spec.name())
            .put("up", link.up)
            .put("file", link.fileOn)
            .put("layers", layers);
    if (link.downUntil != FOR_EVER) {
      body.put("leftMillis", left(link.downUntil));
    }
    others.accept(body);
  }

  /** Another node has changed a link; this one may have an end of it. */
  void adopt(JsonObject body) {
    var name = body.getString("link");
    if (!lab.get().links().containsKey(name)) {
      return;
    }
    var link = link(name);
    for (var one : List.copyOf(link.layers.keySet())) {
      remove(link, one);
    }
    for (var item : body.getJsonArray("layers")) {
      var view = (JsonObject) item;
      var what = new JsonObject();
      for (var key : List.of("both", "forward", "reverse")) {
        if (view.containsKey(key)) {
          what.put(key, view.getValue(key));
        }
      }
      if (ImpairText.parse(what.encode()) instanceof ImpairText.Result.Layer(var impairment)) {
        var layer = new LayeredLink.Layer(impairment);
        layer.on = view.getBoolean("enabled");
        layer.dice =
            Optional.ofNullable(view.getLong(SEED))
                .map(seed -> new Dice(seed, view.getLong(ROUND)));
        round = Math.max(round, layer.dice.map(Dice::round).orElse(0L));
        link.layers.put(view.getString("name"), layer);
        // Who has laid it takes it away; this node only if that one cannot.
        layer.until =
            Optional.ofNullable(view.getLong("leftMillis"))
                .map(millis -> timers.nanos() + millis * MILLI)
                .orElse(FOR_EVER);
      }
    }
    link.fileOn = body.getBoolean("file");
    link.up = body.getBoolean("up");
    link.downUntil =
        Optional.ofNullable(body.getLong("leftMillis"))
            .map(millis -> timers.nanos() + millis * MILLI)
            .orElse(FOR_EVER);
    apply(link).onFailure(cause -> LOG.warn("link {}: {}", name, cause.getMessage()));
  }

  /** How long something lasts, as in a request. */
  static String text(Duration time) {
    return ViewJson.duration(time);
  }
}
