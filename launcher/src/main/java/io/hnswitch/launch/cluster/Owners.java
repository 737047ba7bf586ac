package io.hnswitch.launch.cluster;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which node a device is with, as all nodes see it. One owner at a time, with an epoch. */
public final class Owners {

  private static final int ATTEMPTS = 10;

  private final SharedMap map;
  private final Members members;

  Owners(SharedMap map, Members members) {
    this.map = map;
    this.members = members;
  }

  /** All, by device. */
  public Future<Map<String, Owner>> all() {
    return map.all()
        .map(
            texts -> {
              var owners = new TreeMap<String, Owner>();
              texts.forEach(
                  (device, text) ->
                      Owner.parse(text).ifPresent(owner -> owners.put(device, owner)));
              return owners;
            });
  }

  /** The owner of a device. */
  public Future<Optional<Owner>> of(String device) {
    return map.get(device).map(text -> text.flatMap(Owner::parse));
  }

  /**
   * Makes a device this node's.
   *
   * @return fails with {@link ProblemCode#STATE_CONFLICT} when another node that is there has it
   */
  public Future<Owner> claim(String device, String node, String run) {
    return claim(device, node, run, ATTEMPTS);
  }

  private Future<Owner> claim(String device, String node, String run, int attempts) {
    if (attempts == 0) {
      return conflict(device + " changes hands too often to be claimed");
    }
    return map.get(device)
        .compose(
            text ->
                switch (Owner.claim(text.flatMap(Owner::parse), node, run, members.runs())) {
                  case Owner.Verdict.Same(var owner) -> Future.succeededFuture(owner);
                  case Owner.Verdict.Refused(var owner) ->
                      conflict(device + " is with node " + owner.node());
                  case Owner.Verdict.Granted(var owner) ->
                      write(device, text, owner)
                          .compose(
                              written ->
                                  written
                                      ? Future.succeededFuture(owner)
                                      : claim(device, node, run, attempts - 1));
                });
  }

  /** Makes a device this node's, whoever had it: it has been handed over. */
  public Future<Owner> take(String device, String node, String run) {
    return map.get(device)
        .compose(
            text -> {
              long epoch = text.flatMap(Owner::parse).map(Owner::epoch).orElse(0L);
              var owner = new Owner(node, run, epoch + 1);
              return write(device, text, owner)
                  .compose(
                      written -> written ? Future.succeededFuture(owner) : take(device, node, run));
            });
  }

  private Future<Boolean> write(String device, Optional<String> old, Owner owner) {
    var text = owner.toJson().encode();
    return old.map(before -> map.replace(device, before, text))
        .orElseGet(() -> map.putIfAbsent(device, text));
  }

  /** Gives a device up; that it is another's is fine. */
  public Future<Void> release(String device, String run) {
    return map.get(device)
        .compose(
            text ->
                text.flatMap(Owner::parse).filter(owner -> owner.run().equals(run)).isPresent()
                    ? map.remove(device, text.orElseThrow()).mapEmpty()
                    : Future.succeededFuture());
  }

  private static <T> Future<T> conflict(String detail) {
    return Future.failedFuture(Problem.of(ProblemCode.STATE_CONFLICT, detail).exception());
  }
}
