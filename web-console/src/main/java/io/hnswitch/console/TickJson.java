package io.hnswitch.console;

import io.hnswitch.console.Rates.Count;
import io.hnswitch.console.Rates.Rate;
import io.hnswitch.console.Rates.Reading;
import io.hnswitch.console.Rates.Speed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads counters from the answer of {@code nic.list} and writes rates into ticks. */
final class TickJson {

  private TickJson() {}

  /**
   * Reads the counters of all NICs.
   *
   * @param nics an array of NIC views
   * @param nanos when they were read, monotonic time
   */
  static List<Reading> readings(JsonArray nics, long nanos) {
    return nics.stream().map(nic -> reading((JsonObject) nic, nanos)).toList();
  }

  private static Reading reading(JsonObject nic, long nanos) {
    var counters = nic.getJsonObject("counters", new JsonObject());
    return new Reading(
        nic.getString("id"),
        nic.getString("path"),
        nanos,
        count(counters, "opackets", "obytes"),
        count(counters, "ipackets", "ibytes"));
  }

  private static Count count(JsonObject counters, String frames, String bytes) {
    return new Count(
        counters.getLong(frames, 0L),
        counters.getLong(frames + "-vf", 0L),
        counters.getLong(bytes, 0L));
  }

  /** Rates of each NIC. */
  static JsonArray nics(List<Rate> rates) {
    var json = new JsonArray();
    rates.forEach(
        rate ->
            json.add(
                new JsonObject()
                    .put("id", rate.nic())
                    .put("path", rate.path())
                    .put("txFramesPerSecond", whole(rate.sent().frames()))
                    .put("txBitsPerSecond", whole(rate.sent().bits()))
                    .put("rxFramesPerSecond", whole(rate.received().frames()))
                    .put("rxBitsPerSecond", whole(rate.received().bits()))
                    .put("paths", paths(rate.sent(), rate.received()))));
    return json;
  }

  /** Frames in a second by path, over all NICs; empty when nothing is known yet. */
  static JsonObject paths(List<Rate> rates) {
    if (rates.isEmpty()) {
      return new JsonObject();
    }
    return paths(
        rates.stream().map(Rate::sent).reduce(Speed.ZERO, Speed::plus),
        rates.stream().map(Rate::received).reduce(Speed.ZERO, Speed::plus));
  }

  private static JsonObject paths(Speed sent, Speed received) {
    return new JsonObject()
        .put("synthetic", path(sent.syntheticFrames(), received.syntheticFrames()))
        .put("vf", path(sent.vfFrames(), received.vfFrames()));
  }

  private static JsonObject path(double sent, double received) {
    return new JsonObject()
        .put("txFramesPerSecond", whole(sent))
        .put("rxFramesPerSecond", whole(received));
  }

  private static long whole(double value) {
    return Math.round(value);
  }
}
