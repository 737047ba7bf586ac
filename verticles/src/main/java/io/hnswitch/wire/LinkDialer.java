package io.hnswitch.wire;

import io.hnswitch.lab.LinkSpec;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Connects one end of a link with the other: finds out where that is, tries, and tries again after
 * longer and longer times.
 */
final class LinkDialer {

  private final WireHub hub;
  private final LinkSpec link;
  private final String adapter;
  private final Supplier<Hello.Count> count;
  private final BiConsumer<WireConnection, Hello.Count> welcomed;
  private final Consumer<String> failed;
  private final Retry retry;
  private Optional<String> node = Optional.empty();
  private Optional<WireAddress> address = Optional.empty();
  private Optional<WireConnection> opening = Optional.empty();

  /** Counts the tries: what comes of one that has been given up is of no interest. */
  private int attempt;

  private boolean busy;

  /**
   * @param adapter the end on this node
   * @param count what this end knows
   * @param welcomed gets a connection that carries frames, and what the far end knows
   * @param failed told why a try did not work; another one follows
   */
  LinkDialer(
      WireHub hub,
      Timers timers,
      LinkSpec link,
      String adapter,
      Supplier<Hello.Count> count,
      BiConsumer<WireConnection, Hello.Count> welcomed,
      Consumer<String> failed) {
    this.hub = hub;
    this.link = link;
    this.adapter = adapter;
    this.count = count;
    this.welcomed = welcomed;
    this.failed = failed;
    var times = hub.settings().times();
    this.retry = new Retry(timers, times.retryFirst(), times.retryMost(), this::dial);
  }

  /** The node that was tried last. */
  String node() {
    return node.orElse("");
  }

  /** Whether the directory knows another place than the one that was tried last. */
  boolean isElsewhere() {
    var now = hub.directory().nodeOf(link.peer(adapter));
    var there = now.flatMap(hub.directory()::addressOf);
    return there.isPresent() && !(now.equals(node) && there.equals(address));
  }

  /** Tries now, unless a try is under way. */
  void dial() {
    if (busy) {
      return;
    }
    var peer = link.peer(adapter);
    node = hub.directory().nodeOf(peer);
    address = node.flatMap(hub.directory()::addressOf);
    if (address.isEmpty()) {
      // The hub says when the directory knows more; until then there is nothing to try.
      failed.accept(node.map(name -> name + " is not there").orElse("no node has " + peer));
      return;
    }
    busy = true;
    int mine = ++attempt;
    hub.connect(address.get())
        .onSuccess(connection -> connected(mine, connection))
        .onFailure(
            cause -> failed(mine, "cannot connect with " + node() + ": " + cause.getMessage()));
  }

  private void connected(int mine, WireConnection connection) {
    if (mine != attempt) {
      connection.discard();
      return;
    }
    var nonce = hub.secret().newNonce();
    var from = hub.settings().node();
    var hello = new Hello(nonce, link.name(), from, node(), adapter, count.get());
    opening = Optional.of(connection);
    connection.begin(
        new ClientHandshake(
            hub.secret(),
            connection,
            hello,
            far -> {
              // Not before it is known whether the counts agree: else the try has failed.
              welcomed.accept(connection, far);
              opening = Optional.empty();
              busy = false;
              retry.succeeded();
            },
            why -> failed(mine, why)));
  }

  private void failed(int mine, String why) {
    if (mine == attempt) {
      opening = Optional.empty();
      busy = false;
      failed.accept(why);
      again();
    }
  }

  /** Tries again later. */
  void again() {
    retry.failed();
  }

  /** Gives up whatever is under way; the next {@link #dial} is a new beginning. */
  void cancel() {
    attempt++;
    busy = false;
    retry.succeeded();
    opening.ifPresent(connection -> connection.close("given up"));
    opening = Optional.empty();
  }
}
