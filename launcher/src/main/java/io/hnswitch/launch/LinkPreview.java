package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.impair.Dice;
import io.hnswitch.impair.ImpairedEnd;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.impair.Preview;
import io.hnswitch.impair.Preview.Fate;
import io.hnswitch.lab.ImpairText;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.Rate;
import io.hnswitch.time.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a link would do to frames of either direction.
 *
 * @param link whose name the random numbers come from
 * @param layered it, as it would be
 * @param what was laid over it for that; nothing when the link is taken as it is
 * @param seed for the directions of which that says something; for both when it says nothing
 * @param lab where random numbers come from else
 */
record LinkPreview(
    LinkSpec link, LayeredLink layered, LinkImpairment what, Optional<Long> seed, Seeds lab) {

  /** What a request says of how often a frame is sent, in frames a second. */
  static long rate(Optional<String> text) {
    long rate = text.map(LinkPreview::parsed).map(Rate::pps).orElse(Preview.RATE_DEFAULT);
    if (rate > Preview.RATE_MAX) {
      throw Names.invalid(
          "/rate", "rate must be 1pps to " + Preview.RATE_MAX + "pps, not " + text.orElse(""));
    }
    return rate;
  }

  private static Rate parsed(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/rate", e.getMessage());
    }
  }

  /** Frames of a size, so many a second. */
  JsonObject json(int size, long rate) {
    return new JsonObject()
        .put("link", link.name())
        .put("size", size)
        .put("rate", new Rate(rate).toString())
        .put(LinkEnd.FORWARD, direction(true, size, rate))
        .put(LinkEnd.REVERSE, direction(false, size, rate));
  }

  private JsonObject direction(boolean forward, int size, long rate) {
    var name = forward ? LinkEnd.FORWARD : LinkEnd.REVERSE;
    var way = layered.way(forward);
    boolean isSaid = what.isNone() || !LayeredLink.direction(what, forward).isNone();
    var dice = seed.filter(any -> isSaid).map(one -> new Dice(one, 0)).or(way::dice);
    var random = ImpairedEnd.random(dice, lab, link.name(), name);
    var fates = Preview.of(way.effect(), random, size, rate);
    var json =
        new JsonObject()
            .put("seed", dice.map(Dice::seed).orElse(lab.seed()))
            .put(
                "does",
                new JsonObject(
                    ImpairText.tree(LayeredLink.direction(layered.effective(), forward))))
            .put("arrived", fates.stream().mapToInt(fate -> fate.arrivesNanos().size()).sum())
            .put("lost", count(fates, Fate::isLost))
            .put("duplicated", count(fates, Fate::duplicated))
            .put("reordered", count(fates, Fate::reordered))
            .put("corrupted", count(fates, Fate::corrupted));
    Preview.Delays.of(fates)
        .ifPresent(
            delays ->
                json.put(
                    "delayNanos",
                    new JsonObject()
                        .put("min", delays.minNanos())
                        .put("median", delays.medianNanos())
                        .put("max", delays.maxNanos())));
    var frames = new JsonArray();
    fates.forEach(fate -> frames.add(json(fate)));
    return json.put("frames", frames);
  }

  private static long count(List<Fate> fates, Predicate<Fate> which) {
    return fates.stream().filter(which).count();
  }

  private static JsonObject json(Fate fate) {
    var json =
        new JsonObject()
            .put("sentNanos", fate.sentNanos())
            .put("arrivesNanos", new JsonArray(fate.arrivesNanos()));
    fate.dropped().ifPresent(reason -> json.put("dropped", reason.slug()));
    return mark(
        mark(mark(json, "duplicated", fate.duplicated()), "reordered", fate.reordered()),
        "corrupted",
        fate.corrupted());
  }

  /** What is not so is not said. */
  private static JsonObject mark(JsonObject json, String name, boolean is) {
    return is ? json.put(name, true) : json;
  }
}
