package io.hnswitch.api;

import io.hnswitch.bus.Bus;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves operations of the catalogue on the event bus, all in the same way: the request is checked
 * against what the operation takes; a change that comes again with the same request id is answered
 * again, not made again; who wants need not wait for it; each change is recorded; a failure is a
 * problem whose code is the HTTP status. Used on one event loop only.
 */
public final class OperationService {

  private static final Logger LOG = LoggerFactory.getLogger(OperationService.class);

  private final EventBus bus;
  private final Timers timers;
  private final Optional<Background> background;
  private final Consumer<AuditRecord> audit;
  private final Replays<Future<JsonObject>> replays = new Replays<>();
  private final String run;
  private long requests;

  /**
   * @param timers on the event loop that this is used on
   * @param background for those who do not wait; without it every change is waited for
   * @param audit gets each change that was made or refused
   */
  public OperationService(
      EventBus bus, Timers timers, Optional<Background> background, Consumer<AuditRecord> audit) {
    this.bus = bus;
    this.timers = timers;
    this.background = background;
    this.audit = audit;
    run = Long.toString(timers.epochMillis(), Character.MAX_RADIX);
  }

  /** One request, and who answers it. */
  private record Call(
      Operation operation,
      JsonObject body,
      Caller caller,
      RequestId id,
      boolean waits,
      Function<Request, Future<JsonObject>> handler) {

    boolean isChange() {
      return operation.kind() == Operation.Kind.CHANGE;
    }

    Replays.Key key() {
      return new Replays.Key(caller.name(), operation.name(), id.text());
    }

    Future<JsonObject> answer(Consumer<Runnable> cancellation) {
      return Future.succeededFuture(new Request(operation, body, caller, cancellation))
          .compose(request -> handler.apply(request.checked()));
    }
  }

  /**
   * Serves an operation on the caller's context.
   *
   * @param handler gives the whole answer, {@code revision} and {@code data}
   */
  public Bus.Registration serve(
      Operation operation, Function<Request, Future<JsonObject>> handler) {
    MessageConsumer<JsonObject> consumer = bus.localConsumer(operation.address());
    consumer.handler(message -> receive(operation, handler, message));
    return consumer::unregister;
  }

  private void receive(
      Operation operation,
      Function<Request, Future<JsonObject>> handler,
      Message<JsonObject> message) {
    requests++;
    var headers = message.headers();
    var madeUp = new RequestId(run + "-" + requests, false);
    RequestId id;
    try {
      id = RequestId.of(headers, madeUp);
    } catch (ProblemException e) {
      refuse(operation, message, madeUp, e);
      return;
    }
    Future.succeededFuture()
        .compose(
            now ->
                answer(
                    new Call(
                        operation,
                        body(message),
                        Caller.of(headers),
                        id,
                        !headers.contains(RequestId.ASYNC),
                        handler)))
        .onSuccess(
            answer ->
                message.reply(answer, new DeliveryOptions().addHeader(RequestId.HEADER, id.text())))
        .onFailure(cause -> refuse(operation, message, id, cause));
  }

  private static JsonObject body(Message<?> message) {
    return switch (message.body()) {
      case null -> new JsonObject();
      case JsonObject json -> json;
      default -> throw Names.invalid("", "a request is a JSON object");
    };
  }

  private Future<JsonObject> answer(Call call) {
    if (!call.isChange()) {
      return call.answer(action -> {});
    }
    return call.id().isOfClient() ? once(call) : change(call);
  }

  private Future<JsonObject> once(Call call) {
    var digest = digest(call.body());
    return switch (replays.find(call.key(), digest, timers.nanos())) {
      case Replays.Verdict.Again<Future<JsonObject>>(var answer) -> answer;
      case Replays.Verdict.Other<Future<JsonObject>> _ ->
          throw Problem.of(
                  ProblemCode.REQUEST_ID_REUSED,
                  "the id " + call.id().text() + " was for another request")
              .exception();
      case Replays.Verdict.First<Future<JsonObject>> _ -> {
        var answer = Future.succeededFuture().compose(now -> change(call));
        replays.add(call.key(), digest, answer, timers.nanos());
        yield answer;
      }
    };
  }

  private Future<JsonObject> change(Call call) {
    if (call.waits() || background.isEmpty()) {
      return recorded(call, action -> {});
    }
    new Request(call.operation(), call.body(), call.caller()).checked();
    return Future.succeededFuture(
        background
            .get()
            .begin(
                call.operation().name(),
                call.caller().name(),
                cancellation -> recorded(call, cancellation)));
  }

  private Future<JsonObject> recorded(Call call, Consumer<Runnable> cancellation) {
    return call.answer(cancellation).onComplete(done -> record(call, done.cause()));
  }

  private void record(Call call, Throwable cause) {
    if ("true".equals(String.valueOf(call.body().getValue("dryRun")))) {
      return;
    }
    audit.accept(
        cause == null
            ? AuditRecord.done(
                timers.epochMillis(),
                call.caller(),
                call.operation(),
                call.body(),
                call.id().text())
            : AuditRecord.refused(
                timers.epochMillis(),
                call.caller(),
                call.operation(),
                call.body(),
                call.id().text(),
                Problem.of(cause)));
  }

  private static void refuse(
      Operation operation, Message<?> message, RequestId id, Throwable cause) {
    var problem = Problem.of(cause);
    if (problem.code().equals(ProblemCode.INTERNAL.slug())) {
      LOG.error("{} failed, request {}", operation.name(), id.text(), cause);
    }
    message.fail(problem.status(), problem.toJson().put(RequestId.MEMBER, id.text()).encode());
  }

  private static String digest(JsonObject body) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(body.encode().getBytes(StandardCharsets.UTF_8)));
    } catch (EncodeException e) {
      throw Names.invalid("", "the request is not JSON: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
