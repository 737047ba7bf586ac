package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.RequestId;
import io.hnswitch.time.Timers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One client of the event bus, by WebSocket or TCP. {@link Access} decides what it may; every
 * refusal is an {@code err} with the address that the client gave. What a client can hold is
 * bounded: registrations, requests in flight, messages a second, and bytes that wait for it.
 */
final class BridgeSession {

  static final int REGISTRATIONS_MAX = 100;

  /** Requests that are not answered yet; further ones are refused. */
  static final int PENDING_MAX = 64;

  /** Of these, so many have their turn; the others wait. */
  static final int AT_ONCE_MAX = 4;

  /** Messages that are taken before others have their turn. */
  private static final int WITHOUT_REST = 16;

  /** A request that takes longer only waits, and gives its turn away. */
  private static final Duration TURN = Duration.ofMillis(50);

  /** Messages a second, after a burst; more ends the connection. */
  static final int RATE_MAX = 500;

  static final int BURST_MAX = 1000;

  /** Answers that wait for a client that does not read; more ends the connection. */
  static final int QUEUE_BYTES_MAX = 8 << 20;

  private static final String TOKEN = "hnswitch-token";
  private static final List<String> HEADERS =
      List.of(RequestId.HEADER, RequestId.ASYNC, "traceparent");
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  private final BridgeWire wire;
  private final Bridge bridge;
  private final Map<String, Runnable> ticks = new HashMap<>();
  private final SessionEvents events;
  private final Allowance allowance;
  private Principal who;
  private Runnable forget;
  private Timers.Timer silence = () -> {};
  private long heardNanos;
  private int sinceRest;
  private long queuedBytes;
  private final Turns turns;
  private boolean closed;

  BridgeSession(BridgeWire wire, Bridge bridge, Principal who) {
    this.wire = wire;
    this.bridge = bridge;
    this.who = who;
    heardNanos = bridge.timers().nanos();
    allowance = new Allowance(RATE_MAX, BURST_MAX, heardNanos);
    forget = bridge.connections().add(who, this::cut);
    turns = new Turns(AT_ONCE_MAX, PENDING_MAX, wire::isFull);
    bridge.clients().came();
    events = new SessionEvents(bridge.events(), wire::isFull, this::deliver);
    watch(SILENCE_MAX);
  }

  private void watch(Duration left) {
    silence =
        bridge
            .timers()
            .after(
                left,
                () -> {
                  var quiet = Duration.ofNanos(bridge.timers().nanos() - heardNanos);
                  if (quiet.compareTo(SILENCE_MAX) >= 0) {
                    cut(
                        Problem.of(
                            ProblemCode.PEER_TIMEOUT,
                            "nothing was heard for " + SILENCE_MAX.toSeconds() + " s; send ping"));
                  } else {
                    watch(SILENCE_MAX.minus(quiet));
                  }
                });
  }

  /** A message came. */
  void receive(Buffer message) {
    if (closed) {
      return;
    }
    heardNanos = bridge.timers().nanos();
    if (!allowance.take(heardNanos)) {
      cut(
          Problem.of(
              ProblemCode.TOO_MANY_REQUESTS, "more than " + RATE_MAX + " messages in a second"));
      return;
    }
    JsonObject json;
    try {
      json = new JsonObject(message);
    } catch (DecodeException | ClassCastException e) {
      cut(Problem.of(ProblemCode.INVALID_VALUE, "a message is one JSON object"));
      return;
    }
    take(json);
    rest();
  }

  /** One that sends without pause does not keep the others waiting. */
  private void rest() {
    sinceRest++;
    if (sinceRest == WITHOUT_REST && !closed) {
      wire.read(false);
      wire.later(
          () -> {
            sinceRest = 0;
            read();
          });
    } else {
      read();
    }
  }

  private void read() {
    if (!closed && sinceRest < WITHOUT_REST) {
      wire.read(!wire.isFull());
    }
  }

  private void take(JsonObject message) {
    var address = text(message, "address");
    var back = text(message, "replyAddress").isEmpty() ? address : text(message, "replyAddress");
    if (!identify(message, back)) {
      return;
    }
    if (who.isAnonymous() && !wire.admitsStrangers()) {
      refuse(back, Problem.of(ProblemCode.UNAUTHENTICATED, "show a token first: " + TOKEN));
      return;
    }
    switch (text(message, "type")) {
      case "send" -> send(message, address, back);
      case "register" -> register(address);
      case "unregister" -> unregister(address);
      case "ping" -> write(new JsonObject().put("type", "pong"));
      case "publish" ->
          refuse(back, Problem.of(ProblemCode.FORBIDDEN, "clients send, they do not publish"));
      default ->
          refuse(
              back,
              Problem.of(
                  ProblemCode.INVALID_VALUE,
                  "the type of a message is send, register, unregister or ping"));
    }
  }

  /** A token says who speaks from here on; false when it is nobody's. */
  private boolean identify(JsonObject message, String back) {
    var token = headers(message).getOrDefault(TOKEN, "");
    if (!wire.takesTokens() || token.isEmpty()) {
      return true;
    }
    switch (bridge.tokens().check(token, wire.address(), bridge.timers().nanos())) {
      case TokenCheck.Result.Known(var known) -> become(known);
      case TokenCheck.Result.Wrong() -> {
        refuse(back, Problem.of(ProblemCode.UNAUTHENTICATED, "this is not a token of this node"));
        return false;
      }
      case TokenCheck.Result.Throttled(var left) -> {
        refuse(
            back,
            Problem.of(
                ProblemCode.TOO_MANY_REQUESTS,
                "too many wrong tokens; the next one is looked at in "
                    + Answers.seconds(left)
                    + " s"));
        return false;
      }
    }
    return true;
  }

  private void become(Principal known) {
    if (!known.equals(who)) {
      forget.run();
      who = known;
      forget = bridge.connections().add(who, this::cut);
    }
  }

  private void send(JsonObject message, String address, String back) {
    switch (Access.send(who, address)) {
      case Access.Decision.Asks(var operation) -> {
        if (!(message.getValue("body") instanceof JsonObject body)) {
          refuse(back, Problem.of(ProblemCode.INVALID_VALUE, "a request is a JSON object"));
        } else if (!turns.add(turn -> ask(turn, operation, body, headers(message), back))) {
          refuse(
              back,
              Problem.of(
                  ProblemCode.TOO_MANY_REQUESTS, PENDING_MAX + " requests are not answered yet"));
        }
      }
      case Access.Decision.Refused(var problem, var operation) -> {
        refuse(back, problem);
        operation.ifPresent(one -> recordRefusal(one, message, problem));
      }
      case Access.Decision.Events(), Access.Decision.Ticks() ->
          throw new IllegalStateException(address + " takes no requests");
    }
  }

  private void recordRefusal(Operation operation, JsonObject message, Problem problem) {
    bridge
        .gateway()
        .refused(
            bridge.timers().epochMillis(),
            who.from(wire.place()),
            operation,
            message.getValue("body") instanceof JsonObject body ? body : new JsonObject(),
            headers(message).getOrDefault(RequestId.HEADER, ""),
            problem);
  }

  private void ask(
      Turns.Turn turn,
      Operation operation,
      JsonObject body,
      Map<String, String> said,
      String back) {
    var clock = bridge.timers().after(TURN, turn::giveAway);
    var headers = new HashMap<String, String>();
    HEADERS.stream().filter(said::containsKey).forEach(name -> headers.put(name, said.get(name)));
    bridge
        .gateway()
        .request(who.from(wire.place()), operation, body, headers, REPLY_TIMEOUT)
        .onComplete(
            answered -> {
              if (answered.succeeded()) {
                answer(back, answered.result(), said.getOrDefault(RequestId.HEADER, ""));
              } else {
                fail(back, answered.cause());
              }
              clock.cancel();
              turn.end();
            });
  }

  private void register(String address) {
    if (!ticks.containsKey(address)
        && !events.has(address)
        && ticks.size() + events.size() >= REGISTRATIONS_MAX) {
      refuse(
          address,
          Problem.of(
              ProblemCode.TOO_MANY_REQUESTS, "there are " + REGISTRATIONS_MAX + " registrations"));
      return;
    }
    switch (Access.register(address)) {
      case Access.Decision.Events() -> events.add(address);
      case Access.Decision.Ticks() -> ticks.computeIfAbsent(address, this::listen);
      case Access.Decision.Refused(var problem, _) -> refuse(address, problem);
      case Access.Decision.Asks(var operation) ->
          throw new IllegalStateException(operation.name() + " cannot be listened to");
    }
  }

  /** A tick that comes too early for a slow client is left out: the next one says it all. */
  private Runnable listen(String address) {
    var registration =
        bridge
            .gateway()
            .listen(
                address,
                body -> {
                  if (!wire.isFull()) {
                    deliver(address, body);
                  }
                });
    bridge.listeners().add();
    return () -> {
      registration.unregister();
      bridge.listeners().remove();
    };
  }

  private void unregister(String address) {
    events.remove(address);
    var tick = ticks.remove(address);
    if (tick != null) {
      tick.run();
    }
  }

  private void answer(String address, JsonObject body, String requestId) {
    if (!closed && queuedBytes > QUEUE_BYTES_MAX) {
      cut(
          Problem.of(
              ProblemCode.TOO_MANY_REQUESTS,
              "more than " + QUEUE_BYTES_MAX + " bytes of answers were not read"));
      return;
    }
    var message = message(address, body);
    if (!requestId.isEmpty()) {
      message.put("headers", new JsonObject().put(RequestId.HEADER, requestId));
    }
    write(message);
  }

  private void deliver(String address, JsonObject body) {
    write(message(address, body));
  }

  private JsonObject message(String address, JsonObject body) {
    return new JsonObject()
        .put("type", wire.messageType())
        .put("address", address)
        .put("body", body);
  }

  private void fail(String address, Throwable cause) {
    var type = cause instanceof ReplyException reply ? reply.failureType() : ReplyFailure.ERROR;
    write(error(address, Problem.of(cause), type));
  }

  private void refuse(String address, Problem problem) {
    write(error(address, problem, ReplyFailure.RECIPIENT_FAILURE));
  }

  /** How every refusal looks on the wire. */
  static JsonObject error(String address, Problem problem, ReplyFailure type) {
    return new JsonObject()
        .put("type", "err")
        .put("address", address)
        .put("failureCode", problem.status())
        .put("failureType", type.name())
        .put("message", problem.toJson().encode());
  }

  private void write(JsonObject message) {
    if (closed) {
      return;
    }
    var buffer = message.toBuffer();
    queuedBytes += buffer.length();
    wire.write(buffer).onComplete(done -> queuedBytes -= buffer.length());
  }

  /** The client has taken what waited for it. */
  void drained() {
    if (!closed) {
      read();
      turns.go();
      events.pump();
    }
  }

  /** Ends it for a reason, which the client is told. */
  void cut(Problem why) {
    if (!closed) {
      closed();
      wire.end(why);
    }
  }

  /** It has ended. */
  void closed() {
    if (closed) {
      return;
    }
    closed = true;
    bridge.clients().left();
    silence.cancel();
    turns.close();
    forget.run();
    events.close();
    ticks.values().forEach(Runnable::run);
    ticks.clear();
  }

  private static String text(JsonObject message, String name) {
    return message.getValue(name) instanceof String text ? text : "";
  }

  private static Map<String, String> headers(JsonObject message) {
    var texts = new HashMap<String, String>();
    if (message.getValue("headers") instanceof JsonObject headers) {
      headers.forEach(
          one -> {
            if (one.getValue() instanceof String text) {
              texts.put(one.getKey(), text);
            }
          });
    }
    return texts;
  }
}
