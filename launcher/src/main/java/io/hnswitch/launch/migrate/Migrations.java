package io.hnswitch.launch.migrate;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Lab;
import io.hnswitch.migration.Ask;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All migrations of a node: those of guests that leave and those of guests that come. May be used
 * from any thread; everything happens on the lab's event loop.
 */
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** Migrations that have ended and are remembered, for a message that comes late. */
  private static final int REMEMBERED = 256;

  private final MigrationParts parts;
  private final Map<String, Departure> departures = new HashMap<>();
  private final Map<MigrationId, Arrival> arrivals = new HashMap<>();
  private final Map<MigrationId, Arrival> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MigrationId, Arrival> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param doors a folder that exists and that nobody else can enter, for the sockets that TAPs
   *     come by
   */
  public Migrations(Lab lab, Context own, GuestHome home, Arbiter arbiter, Path doors) {
    this(lab, own, lab.timers(own), home, arbiter, doors);
  }

  /**
   * With time of its own.
   *
   * @param timers run actions on the context
   */
  public Migrations(
      Lab lab, Context own, Timers timers, GuestHome home, Arbiter arbiter, Path doors) {
    this.parts = new MigrationParts(lab, own, timers, home, arbiter, doors);
  }

  /**
   * Moves a guest to another node, with its traffic running. The caller keeps other changes of the
   * guest away meanwhile.
   *
   * @param id unique in the cluster for ever: random
   * @return how it went; a migration that did not come about is no failure. Fails with a problem
   *     when it could not begin
   */
  public Future<MigrationReport> migrate(MigrationId id, String guest, MigrationPeer target) {
    return onLoop(
        () ->
            settled(guest)
                .compose(
                    now -> {
                      var departure = new Departure(id, parts.home().guest(guest), target, parts);
                      departures.put(guest, departure);
                      return departure
                          .start()
                          .onComplete(done -> departures.remove(guest, departure));
                    }));
  }

  /** Has a guest that leaves stay, if it is not too late; nothing else is said about it. */
  public Future<Void> cancel(String guest) {
    return onLoop(
        () -> {
          var departure = departures.get(guest);
          if (departure != null) {
            departure.cancel();
          }
          return Future.succeededFuture();
        });
  }

  /**
   * Once nothing is under way with a guest here. Where it is decided whose the guest is, the rest
   * is waited for: it takes moments, and the other node, which may be done already, knows nothing
   * of it. Fails while it is not decided.
   */
  private Future<Void> settled(String guest) {
    var departure = departures.get(guest);
    if (departure != null) {
      return departure.hasLeft() ? departure.over().compose(over -> settled(guest)) : moving(guest);
    }
    for (var arrival : arrivals.values()) {
      if (arrival.guest().equals(guest)) {
        return arrival.isHere() ? arrival.over().compose(over -> settled(guest)) : moving(guest);
      }
    }
    return Future.succeededFuture();
  }

  private static Future<Void> moving(String guest) {
    return Future.failedFuture(
        Problem.of(ProblemCode.STATE_CONFLICT, "guest " + guest + " is on its way").exception());
  }

  /**
   * A message of another node.
   *
   * @param node the name of that node
   * @return the answer, in its time; never fails
   */
  public Future<JsonObject> receive(String node, JsonObject message) {
    return onLoop(() -> take(node, message))
        .otherwise(cause -> Messages.refused(String.valueOf(cause.getMessage())));
  }

  /** Whether a message begins a migration to this node. */
  public static boolean isBeginning(JsonObject message) {
    return Messages.word(Ask.PREPARE).equals(message.getValue("type"));
  }

  /** Whether a message is the word: behind it the guest may run at the target. */
  public static boolean isWord(JsonObject message) {
    return Messages.word(Ask.RESUME).equals(message.getValue("type"));
  }

  /** The answer to a message that is not to be received. */
  public static JsonObject refusal(String why) {
    return Messages.refused(why);
  }

  private Future<JsonObject> take(String node, JsonObject message) {
    var id = Messages.id(message);
    var type = Messages.type(message);
    var arrival = arrivals.containsKey(id) ? arrivals.get(id) : ended.get(id);
    if (type.equals(Messages.ABORT)) {
      return arrival == null
          ? Future.succeededFuture(Messages.done(Map.of()))
          : arrival.abort(Messages.text(message, "why")).map(over -> Messages.done(Map.of()));
    }
    for (var ask : Ask.values()) {
      if (type.equals(Messages.word(ask))) {
        return asked(node, id, ask, message, arrival);
      }
    }
    throw new IllegalArgumentException("no migration message is called " + type);
  }

  private Future<JsonObject> asked(
      String node, MigrationId id, Ask ask, JsonObject message, Arrival known) {
    var state = ask == Ask.TRANSFER ? state(message) : StateTree.EMPTY;
    if (known != null) {
      return known.ask(ask, state);
    }
    if (ask != Ask.PREPARE) {
      throw new IllegalArgumentException("no migration " + id);
    }
    return settled(Messages.text(message, "guest"))
        .compose(now -> begun(node, id, message).ask(ask, state));
  }

  /** The same question may have come again while it was waited for. */
  private Arrival begun(String node, MigrationId id, JsonObject message) {
    var arrival = arrivals.containsKey(id) ? arrivals.get(id) : ended.get(id);
    return arrival == null ? begin(node, id, message) : arrival;
  }

  private static StateTree state(JsonObject message) {
    try {
      return StateJson.tree(Messages.object(message, "state"));
    } catch (StateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Arrival begin(String node, MigrationId id, JsonObject message) {
    var name = Messages.text(message, "guest");
    var guest = parts.home().admit(name, Messages.object(message, "description"));
    var devices = new GuestDevices(parts.lab().bus(), id, guest);
    var kept = devices.immovable();
    if (kept.isPresent()) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED,
              "guest " + name + " has a " + kept.get() + " endpoint, which stays at its node")
          .exception();
    }
    var machine = Messages.text(message, "machine");
    if (devices.hasTaps() && (machine.isEmpty() || !machine.equals(Machine.id()))) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED,
              "guest " + name + " has a tap, which can only go to a node of the same machine")
          .exception();
    }
    var arrival = new Arrival[1];
    arrival[0] = new Arrival(id, guest, node, parts, () -> remember(id));
    arrivals.put(id, arrival[0]);
    return arrival[0];
  }

  private void remember(MigrationId id) {
    var arrival = arrivals.remove(id);
    if (arrival != null) {
      ended.put(id, arrival);
    }
  }

  /** A message that another node has sent into the tunnel of a migration; in their order. */
  public void tunnelled(MigrationId id, Buffer message) {
    parts
        .own()
        .runOnContext(
            ignored -> {
              var arrival = arrivals.get(id);
              if (arrival != null) {
                tunnelled(arrival, message);
              }
            });
  }

  private static void tunnelled(Arrival arrival, Buffer message) {
    try {
      arrival.tunnelled(TunnelMessage.of(message));
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("guest", arrival.guest())
          .log("{} comes with {}", arrival.guest(), e.getMessage());
    }
  }

  /** A node is gone, or has been given up. */
  public void peerLost(String node) {
    parts
        .own()
        .runOnContext(
            ignored -> {
              for (var departure : new ArrayList<>(departures.values())) {
                if (departure.node().equals(node)) {
                  departure.peerLost();
                }
              }
              for (var arrival : new ArrayList<>(arrivals.values())) {
                if (arrival.node().equals(node)) {
                  arrival.peerLost();
                }
              }
            });
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    parts
        .own()
        .runOnContext(
            ignored -> Future.succeededFuture().compose(now -> action.get()).onComplete(promise));
    return promise.future();
  }
}
