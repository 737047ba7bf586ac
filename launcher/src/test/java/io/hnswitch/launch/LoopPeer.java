package io.hnswitch.launch;

import io.hnswitch.launch.migrate.MigrationPeer;
import io.hnswitch.launch.migrate.Tunnel;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;

/** Another node in the same process; a test may have messages and answers go wrong. */
final class LoopPeer implements MigrationPeer {

  /** What the end of the tunnel is called among the types of messages; it passes or is lost. */
  static final String TUNNEL_END = "tunnel-end";

  /** The first byte of the tunnel's last message. */
  private static final byte END_KIND = 1;

  /** What becomes of a message. */
  enum Fate {
    PASSES,
    LOST,
    /** Arrives; its answer does not. */
    ANSWER_LOST,
    TWICE,
    REFUSED,
    /** The node does not hear it, and is then found dead. */
    DIES,
    /** It arrives, and then the node that sent it is found dead. */
    SENDER_DIES
  }

  private final MigrationNode from;
  private final MigrationNode to;
  private final Function<String, Fate> fate;
  private Runnable dies = () -> {};

  LoopPeer(MigrationNode from, MigrationNode to) {
    this(from, to, type -> Fate.PASSES);
  }

  LoopPeer(MigrationNode from, MigrationNode to, Function<String, Fate> fate) {
    this.from = from;
    this.to = to;
    this.fate = fate;
  }

  /** What happens when the sending node dies. */
  LoopPeer whenDead(Runnable action) {
    dies = action;
    return this;
  }

  @Override
  public String node() {
    return to.name();
  }

  @Override
  public Future<JsonObject> request(JsonObject message, Duration patience) {
    return switch (fate.apply(message.getString("type"))) {
      case PASSES -> pass(message);
      case LOST -> Promise.<JsonObject>promise().future();
      case ANSWER_LOST -> {
        pass(message);
        yield Promise.<JsonObject>promise().future();
      }
      case TWICE -> {
        pass(message);
        yield pass(message);
      }
      case REFUSED -> Future.succeededFuture(new JsonObject().put("refused", "by the test"));
      case SENDER_DIES -> {
        pass(message);
        dies.run();
        to.migrations().peerLost(from.name());
        yield Promise.<JsonObject>promise().future();
      }
      case DIES -> {
        from.migrations().peerLost(to.name());
        yield Promise.<JsonObject>promise().future();
      }
    };
  }

  private Future<JsonObject> pass(JsonObject message) {
    var copy = new JsonObject(message.toBuffer());
    return to.migrations()
        .receive(from.name(), copy)
        .map(answer -> new JsonObject(answer.toBuffer()));
  }

  @Override
  public Future<Tunnel> tunnel(MigrationId id) {
    return Future.succeededFuture(
        new Tunnel() {
          @Override
          public void send(Buffer message) {
            if (message.getByte(0) != END_KIND || fate.apply(TUNNEL_END) != Fate.LOST) {
              to.migrations().tunnelled(id, message.copy());
            }
          }

          @Override
          public boolean isFull() {
            return false;
          }

          @Override
          public void onRoom(Runnable action) {
            throw new IllegalStateException("there is always room");
          }

          @Override
          public void close() {}
        });
  }
}
