package io.hnswitch.wire;

import io.hnswitch.bus.Lab;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's place where links to other nodes meet: one server for all that come in, a client for
 * those that go out, and who is at which end. Everything happens on the lab's event loop, so that
 * frames do not change threads; {@link #start}, {@link #stop} and {@link #directoryChanged} may be
 * called from anywhere.
 */
public final class WireHub {

  private static final Logger LOG = LoggerFactory.getLogger(WireHub.class);

  /** Connections that have not said yet who they are. */
  private static final int STRANGERS_MAX = 64;

  private final Lab lab;
  private final WireSettings settings;
  private final WireDirectory directory;
  private final WireSecret secret;
  private final ContextInternal context;
  private final Timers timers;
  private final NetClient client;
  private final Map<String, RemoteLinkVerticle> ends = new HashMap<>();
  private NetServer server;
  private volatile Optional<WireAddress> address = Optional.empty();
  private int strangers;
  private long accepted;
  private long refused;
  private long nonsense;

  public WireHub(Lab lab, WireSettings settings, WireDirectory directory) {
    this.lab = lab;
    this.settings = settings;
    this.directory = directory;
    this.secret = new WireSecret(settings.secret());
    this.context = lab.newContext();
    this.timers = lab.timers(context);
    this.client =
        lab.vertx()
            .createNetClient(
                new NetClientOptions()
                    .setTcpNoDelay(true)
                    .setConnectTimeout((int) settings.times().handshake().toMillis()));
  }

  /**
   * Listens.
   *
   * @return where
   */
  public Future<WireAddress> start() {
    return onLoop(
        () -> {
          server =
              lab.vertx()
                  .createNetServer(new NetServerOptions().setTcpNoDelay(true))
                  .connectHandler(this::accept)
                  .exceptionHandler(cause -> LOG.warn("wires: {}", cause.getMessage()));
          return server
              .listen(settings.port(), settings.host())
              .map(
                  there -> {
                    var at = new WireAddress(settings.host(), there.actualPort());
                    address = Optional.of(at);
                    LOG.info("wires of {} at {}", settings.node(), at);
                    return at;
                  });
        });
  }

  /** Where it listens; nothing before it does. */
  public Optional<WireAddress> address() {
    return address;
  }

  /** Listens no more. Links that are there still go down; take them down before. */
  public Future<Void> stop() {
    return onLoop(
        () -> {
          Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
          return closed.transform(done -> client.close());
        });
  }

  /** The directory answers otherwise than before: links look anew for their far ends. */
  public void directoryChanged() {
    context.runOnContext(
        ignored -> Map.copyOf(ends).values().forEach(RemoteLinkVerticle::directoryChanged));
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> Future.succeededFuture().compose(now -> action.get()).onComplete(promise));
    return promise.future();
  }

  WireSettings settings() {
    return settings;
  }

  WireDirectory directory() {
    return directory;
  }

  WireSecret secret() {
    return secret;
  }

  /** This node has an end of a link. */
  void register(RemoteLinkVerticle end) {
    ends.put(end.link(), end);
  }

  void unregister(RemoteLinkVerticle end) {
    ends.remove(end.link(), end);
  }

  /** The end of a link that is here, or null. */
  RemoteLinkVerticle end(String link) {
    return ends.get(link);
  }

  /** Connects with another node, on the lab's event loop. */
  Future<WireConnection> connect(WireAddress to) {
    Promise<NetSocket> promise = Promise.promise();
    // The socket belongs to the context that asks for it.
    context.execute(() -> client.connect(to.port(), to.host()).onComplete(promise));
    return promise.future().map(this::connection);
  }

  private WireConnection connection(NetSocket socket) {
    return new WireConnection(
        lab.memory(),
        socket,
        timers,
        settings.times(),
        2 * settings.limits().bytes(),
        this::nonsense);
  }

  private void nonsense(String what) {
    nonsense++;
    LOG.warn("wire from {}", what);
  }

  private void accept(NetSocket socket) {
    if (strangers >= STRANGERS_MAX) {
      refused++;
      socket.close();
      return;
    }
    strangers++;
    accepted++;
    var handshake = new ServerHandshake(this, connection(socket));
    handshake.begin();
  }

  /** A connection has said who it is, or ended before. */
  void known(boolean welcome) {
    strangers--;
    if (!welcome) {
      refused++;
    }
  }

  /** What came to the server since it began. */
  Map<String, Long> counters() {
    return Map.of("accepted", accepted, "refused", refused, "nonsense", nonsense);
  }
}
