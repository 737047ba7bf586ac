package io.hnswitch.pairing;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.VfId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests about one hn that are answered when their effect has come. */
final class PendingAnswers {

  private final Map<VfId, List<Promise<Outcome>>> departures = new HashMap<>();
  private final List<Promise<Outcome>> ups = new ArrayList<>();
  private final List<Promise<Outcome>> downs = new ArrayList<>();
  private final List<Promise<Outcome>> detachings = new ArrayList<>();

  Future<Outcome> departure(VfId vf) {
    return added(departures.computeIfAbsent(vf, any -> new ArrayList<>()));
  }

  Future<Outcome> nicUp() {
    return added(ups);
  }

  Future<Outcome> nicDown() {
    return added(downs);
  }

  Future<Outcome> detaching() {
    return added(detachings);
  }

  void departed(VfId vf) {
    var waiting = departures.remove(vf);
    if (waiting != null) {
      done(waiting);
    }
  }

  void nicIsUp() {
    done(ups);
  }

  void nicIsDown() {
    done(downs);
  }

  void nicIsFree() {
    done(detachings);
  }

  /** Refuses whatever is still open. */
  void giveUp() {
    var open = new ArrayList<Promise<Outcome>>(ups);
    open.addAll(downs);
    open.addAll(detachings);
    departures.values().forEach(open::addAll);
    departures.clear();
    ups.clear();
    downs.clear();
    detachings.clear();
    var refusal = new RefusedException(Refusal.STATE_CONFLICT, "pairing ends");
    open.forEach(promise -> promise.fail(refusal));
  }

  private static Future<Outcome> added(List<Promise<Outcome>> to) {
    var promise = Promise.<Outcome>promise();
    to.add(promise);
    return promise.future();
  }

  private static void done(List<Promise<Outcome>> waiting) {
    var now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(promise -> promise.complete(Outcome.DONE));
  }
}
