package io.hnswitch.launch;

import io.hnswitch.control.LinkEnd;
import io.hnswitch.impair.Dice;
import io.hnswitch.impair.Impairment;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.time.Timers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One link: the layer of the lab file, those laid over it, and whether its cable is there. */
final class LayeredLink {

  /** A time that never comes. */
  static final long FOR_EVER = Long.MAX_VALUE;

  LinkSpec spec;
  final Map<String, Layer> layers = new LinkedHashMap<>();
  boolean fileOn = true;
  boolean up = true;
  long downUntil = FOR_EVER;
  Timers.Timer upTimer = () -> {};

  /** Whether its devices have ever been told anything. */
  boolean told;

  /** One layer over the file's. */
  static final class Layer {
    LinkImpairment what;
    Optional<Dice> dice = Optional.empty();
    boolean on = true;
    long until = FOR_EVER;
    Timers.Timer timer = () -> {};

    Layer(LinkImpairment what) {
      this.what = what;
    }
  }

  LayeredLink(LinkSpec spec) {
    this.spec = spec;
  }

  /** All layers that have their effect, together. */
  LinkImpairment effective() {
    var all = fileOn ? spec.impair() : LinkImpairment.NONE;
    for (var layer : layers.values()) {
      if (layer.on) {
        all = layer.what.over(all);
      }
    }
    return all;
  }

  /**
   * The same for one direction, with the dice of the last layer that has some and says something of
   * it.
   */
  LinkEnd.Way way(boolean forward) {
    Optional<Dice> dice = Optional.empty();
    for (var layer : layers.values()) {
      if (layer.on && layer.dice.isPresent() && !direction(layer.what, forward).isNone()) {
        dice = layer.dice;
      }
    }
    return new LinkEnd.Way(direction(effective(), forward).effect(), dice);
  }

  static Impairment direction(LinkImpairment what, boolean forward) {
    return forward ? what.forward() : what.reverse();
  }

  /** A link of its own that is as this one with another layer in one's place, or over all. */
  LayeredLink with(String name, LinkImpairment what) {
    boolean isFile = name.equals(LinkLayers.FILE);
    var other = new LayeredLink(isFile ? spec.with(what) : spec);
    other.fileOn = fileOn || isFile;
    other.layers.putAll(layers);
    if (!isFile) {
      other.layers.put(name, new Layer(what));
    }
    return other;
  }
}
