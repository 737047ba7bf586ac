package io.hnswitch.console;

import io.hnswitch.api.OperationService;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Lab;
import io.hnswitch.console.ConsoleSettings.Tcp;
import io.hnswitch.console.metrics.NodeMeters;
import io.hnswitch.console.metrics.Scrapes;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the console: REST below {@code /api/v1}, the event bus at {@code /eventbus/websocket}, the
 * page at {@code /}, health. It runs beside the lab's event loop, so nothing that people look at
 * delays frames.
 *
 * <p>Deploying it fails with a {@link ConsoleException} when it cannot listen.
 */
public final class ConsoleVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleVerticle.class);

  /** The system would let a client that does not read have megabytes of answers made for it. */
  private static final int SOCKET_BYTES = 128 << 10;

  private static final int ATTEMPTS_MAX = 64;

  private final Lab lab;
  private final ConsoleSettings settings;
  private final NodeMeters meters;
  private final int passwordIterations;
  private final SharedRosters shared;
  private ContextInternal own;
  private EventGateway events;
  private TickSource ticks;
  private OwnOperations operations;
  private InnerFace inner;
  private Passwords passwords;
  private Scrapes scrapes;
  private Optional<TcpBridge> tcp = Optional.empty();
  private HttpServer server;

  /** One that measures its lab and nothing else. */
  public ConsoleVerticle(Lab lab, ConsoleSettings settings) {
    this(lab, settings, new NodeMeters());
  }

  /**
   * @param meters what is measured of the node besides its lab
   */
  public ConsoleVerticle(Lab lab, ConsoleSettings settings, NodeMeters meters) {
    this(lab, settings, meters, SharedRosters.NONE);
  }

  /**
   * @param meters what is measured of the node besides its lab
   * @param shared tokens and users that other nodes have too
   */
  public ConsoleVerticle(
      Lab lab, ConsoleSettings settings, NodeMeters meters, SharedRosters shared) {
    this(lab, settings, meters, Passwords.ITERATIONS, shared);
  }

  /** For tests, whose passwords need not be hard to guess. */
  ConsoleVerticle(Lab lab, ConsoleSettings settings, int passwordIterations) {
    this(lab, settings, new NodeMeters(), passwordIterations, SharedRosters.NONE);
  }

  private ConsoleVerticle(
      Lab lab,
      ConsoleSettings settings,
      NodeMeters meters,
      int passwordIterations,
      SharedRosters shared) {
    this.shared = shared;
    this.lab = lab;
    this.settings = settings;
    this.meters = meters;
    this.passwordIterations = passwordIterations;
  }

  /** The port it listens on, also when any was asked for; known when it is deployed. */
  public int actualPort() {
    return server.actualPort();
  }

  /** The port of the TCP bridge; empty when it is off. */
  public OptionalInt actualTcpPort() {
    return tcp.isEmpty() ? OptionalInt.empty() : OptionalInt.of(tcp.get().actualPort());
  }

  /** The face for code inside this process; there when it is deployed. */
  public InnerFace inner() {
    return inner;
  }

  @Override
  public Future<?> start() {
    var elsewhere =
        Stream.concat(Stream.of(settings.host()), settings.tcp().stream().map(Tcp::host))
            .filter(host -> !settings.reach().allows(host))
            .findFirst();
    if (elsewhere.isPresent()) {
      return Future.failedFuture(
          new ConsoleException(
              ConsoleError.NOT_LOOPBACK,
              "refusing to listen on "
                  + elsewhere.get()
                  + ": without TLS the console is for this machine only, use 127.0.0.1, ::1 or"
                  + " localhost, or give it TLS"));
    }
    own = besideTheLab();
    return onOwn(this::open);
  }

  /** A context on another event loop than the lab's, when there are several. */
  private ContextInternal besideTheLab() {
    var inside = (VertxInternal) vertx;
    var candidate = inside.createEventLoopContext();
    for (int i = 0; i < ATTEMPTS_MAX && candidate.nettyEventLoop() == lab.loop(); i++) {
      candidate = inside.createEventLoopContext();
    }
    return candidate;
  }

  private Future<?> open() {
    Timers timers = lab.timers(own);
    var gateway = new BusGateway(vertx, record -> lab.bus().send(Addresses.audit(), record));
    events = new EventGateway(gateway, timers);
    ticks = new TickSource(gateway, timers, events);
    var router = Router.router(vertx);
    var accounts = accounts();
    passwords = new Passwords(vertx, ConsoleVerticle::secret, passwordIterations);
    var service = new OperationService(vertx.eventBus(), timers, Optional.empty(), gateway::record);
    operations = new OwnOperations(service, events);
    inner = new InnerFace(own, gateway, service, events, timers);
    var throttle = new Throttle();
    var check = new TokenCheck(accounts.tokens(), throttle);
    var connections = accounts.connections();
    var clients = new BridgeClients();
    var bridge =
        new Bridge(
            gateway, events, new TickListeners(ticks::run), check, connections, clients, timers);
    scrapes = new Scrapes(meters, lab, own, clients::count);
    var page = new LoginPage(() -> !accounts.users().isEmpty());
    var login =
        new LoginRoutes(
            accounts, passwords, new LoginThrottle(throttle), events, timers, gateway::record);
    var gate =
        new GateHandler(
            new Gate(new Hosts(settings.reach().hosts()), check, accounts.sessions()),
            accounts.sessions(),
            page,
            timers);
    router.route().handler(gate::place);
    new HealthRoutes(vertx, lab, gateway).addTo(router);
    page.addTo(router);
    login.addLoginTo(router);
    router.route().handler(gate::who);
    login.addTo(router);
    new ApiRoutes(gateway, events, timers, connections).addTo(router);
    new BridgeRoutes(bridge).addTo(router);
    new MetricsRoutes(scrapes).addTo(router);
    new PageRoutes(vertx).addTo(router);
    router.route().failureHandler(ConsoleVerticle::failed);
    router.errorHandler(404, ConsoleVerticle::failed);
    router.errorHandler(405, ConsoleVerticle::failed);
    server = vertx.createHttpServer(options()).requestHandler(router);
    tcp = settings.tcp().map(place -> new TcpBridge(vertx, bridge, tcpOptions(place)));
    events.open(lab.bus(), service);
    new TokenOperations(timers, accounts).open(operations);
    new UserOperations(timers, accounts, passwords).open(operations);
    operations.serve("view.get", request -> ticks.view());
    scrapes.open();
    return accounts
        .load()
        .onSuccess(loaded -> shared.onChange(() -> own.runOnContext(ignored -> accounts.sync())))
        .onSuccess(loaded -> accounts.sync())
        .compose(loaded -> listen())
        .recover(cause -> close().transform(done -> Future.failedFuture(cause)));
  }

  private Accounts accounts() {
    var kept = settings.kept();
    return new Accounts(
        new Tokens(settings.token(), ConsoleVerticle::secret),
        new Users(),
        new Sessions(ConsoleVerticle::secret),
        new Connections(),
        new SecretFile(vertx, kept.tokens(), ConsoleError.TOKENS_UNREADABLE),
        new SecretFile(vertx, kept.users(), ConsoleError.USERS_UNREADABLE),
        shared);
  }

  private static byte[] secret() {
    var bytes = new byte[Tokens.SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private Future<?> listen() {
    return server
        .listen()
        .recover(cause -> refused(cause, settings.host(), settings.port()))
        .compose(open -> tcp.isEmpty() ? Future.succeededFuture() : listenByTcp(tcp.get()));
  }

  private Future<Object> listenByTcp(TcpBridge by) {
    var place = settings.tcp().orElseThrow();
    return by.open()
        .<Object>mapEmpty()
        .recover(cause -> refused(cause, place.host(), place.port()));
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private HttpServerOptions options() {
    var options =
        new HttpServerOptions()
            .setHost(bare(settings.host()))
            .setPort(settings.port())
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setCompressionSupported(true)
            .setMaxWebSocketFrameSize(Bridge.MESSAGE_BYTES_MAX)
            .setMaxWebSocketMessageSize(Bridge.MESSAGE_BYTES_MAX);
    settings.reach().tls().ifPresent(tls -> tls.addTo(options));
    return options;
  }

  private NetServerOptions tcpOptions(Tcp place) {
    var options =
        new NetServerOptions()
            .setHost(bare(place.host()))
            .setPort(place.port())
            .setSendBufferSize(SOCKET_BYTES)
            .setReceiveBufferSize(SOCKET_BYTES);
    settings.reach().tls().ifPresent(tls -> tls.addTo(options));
    return options;
  }

  private static <T> Future<T> refused(Throwable cause, String host, int port) {
    var place = "port " + port + " on " + host;
    return Future.failedFuture(
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")
            ? new ConsoleException(ConsoleError.PORT_IN_USE, place + " is in use")
            : new ConsoleException(
                ConsoleError.CANNOT_LISTEN,
                "cannot listen on " + place + ": " + cause.getMessage()));
  }

  private static void failed(RoutingContext route) {
    var path = route.request().path();
    var problem =
        switch (route.statusCode()) {
          case 400 -> Problem.of(ProblemCode.INVALID_VALUE, "the request is malformed");
          case 404 -> Problem.of(ProblemCode.NOT_FOUND, "nothing is at " + path);
          case 405 ->
              Problem.of(
                  ProblemCode.METHOD_NOT_ALLOWED, path + " has no " + route.request().method());
          case 413 -> Problem.of(ProblemCode.TOO_LARGE, "the body is larger than 1 MiB");
          default -> Problem.of(route.failure() == null ? unknown(route) : route.failure());
        };
    if (problem.code().equals(ProblemCode.INTERNAL.slug())) {
      LOG.error("{} {} failed", route.request().method(), path, route.failure());
    }
    Answers.problem(route.response(), problem);
  }

  private static IllegalStateException unknown(RoutingContext route) {
    return new IllegalStateException("status " + route.statusCode());
  }

  @Override
  public Future<?> stop() {
    return own == null ? Future.succeededFuture() : onOwn(this::close);
  }

  private Future<?> close() {
    ticks.run(false);
    return Future.join(events.close(), operations.close(), passwords.close(), scrapes.close())
        .transform(done -> tcp.isEmpty() ? Future.succeededFuture() : tcp.get().close())
        .transform(done -> server.close());
  }

  private Future<?> onOwn(Supplier<Future<?>> action) {
    Promise<Object> promise = Promise.promise();
    own.runOnContext(
        ignored -> {
          Future<?> result;
          try {
            result = action.get();
          } catch (RuntimeException e) {
            result = Future.failedFuture(e);
          }
          result.onComplete(
              done -> {
                if (done.succeeded()) {
                  promise.complete();
                } else {
                  promise.fail(done.cause());
                }
              });
        });
    return promise.future();
  }
}
