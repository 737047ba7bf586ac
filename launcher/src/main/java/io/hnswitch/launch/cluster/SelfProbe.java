package io.hnswitch.launch.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks other nodes whether they reach this one, and registers anew what they do not. Hazelcast puts
 * two parts of a cluster together address by address, and what a node has registered may not be
 * among what is kept. Used on the context that opens the peers only.
 */
public final class SelfProbe {

  private static final String VERB = "reach";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Peers peers;
  private final Members members;
  private final Supplier<Future<Void>> announce;
  private final LongSupplier nanos;
  private final Reachability reachability;
  private BiConsumer<String, Set<String>> told = (peer, addresses) -> {};

  /**
   * @param announce tells the others again where this node's event bus is
   * @param nanos the clock
   */
  SelfProbe(Peers peers, Members members, Supplier<Future<Void>> announce, LongSupplier nanos) {
    this.peers = peers;
    this.members = members;
    this.announce = announce;
    this.nanos = nanos;
    reachability = new Reachability(nanos.getAsLong());
  }

  /**
   * Registers what other nodes ask for.
   *
   * @param told of each time that something was registered anew: who missed it, and what
   */
  public void open(BiConsumer<String, Set<String>> told) {
    this.told = told;
    peers.serve(VERB, this::tryAll);
  }

  /** What another node wants to know: which of its addresses are not reached from here. */
  private Future<JsonObject> tryAll(JsonObject body) {
    var addresses =
        body.getJsonArray("addresses").stream().map(String::valueOf).filter(Peers::isOne).toList();
    return Future.all(addresses.stream().map(peers::reaches).toList())
        .map(
            all -> {
              var missed = new JsonArray();
              for (int i = 0; i < addresses.size(); i++) {
                if (!all.<Boolean>resultAt(i)) {
                  missed.add(addresses.get(i));
                }
              }
              return new JsonObject().put("missed", missed);
            });
  }

  /** Nodes have come or gone, or two parts have become one. */
  public void changed() {
    reachability.changed(nanos.getAsLong());
  }

  /** To be called now and then. */
  public void look() {
    var others = members.all().stream().filter(member -> !member.self()).map(Member::name).toList();
    reachability.due(nanos.getAsLong(), others).ifPresent(this::ask);
  }

  private void ask(String peer) {
    peers
        .ask(
            peer,
            VERB,
            new JsonObject().put("addresses", new JsonArray(peers.addresses())),
            PATIENCE)
        .onComplete(
            answer -> {
              if (answer.failed()) {
                reachability.unanswered(nanos.getAsLong());
              } else {
                answered(peer, answer.result());
              }
            });
  }

  private void answered(String peer, JsonObject answer) {
    var missed =
        answer.getJsonArray("missed").stream().map(String::valueOf).collect(Collectors.toSet());
    var lost = reachability.answered(nanos.getAsLong(), missed);
    if (!lost.isEmpty()) {
      announce.get().transform(done -> peers.reopen()).onComplete(done -> told.accept(peer, lost));
    }
  }

  /** How often something was registered anew. */
  public long repairs() {
    return reachability.repairs();
  }
}
