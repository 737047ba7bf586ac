package io.hnswitch.console;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Bus;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code token.*} and {@code sys.whoami}. */
final class TokenOperations {

  private final BusGateway gateway;
  private final EventGateway events;
  private final Timers timers;
  private final Tokens tokens;
  private final TokenFile file;
  private final Connections connections;
  private final List<Bus.Registration> registrations = new ArrayList<>();

  TokenOperations(
      BusGateway gateway,
      EventGateway events,
      Timers timers,
      Tokens tokens,
      TokenFile file,
      Connections connections) {
    this.gateway = gateway;
    this.events = events;
    this.timers = timers;
    this.tokens = tokens;
    this.file = file;
    this.connections = connections;
  }

  /** Begins to answer, on the caller's context. */
  void open() {
    serve("sys.whoami", this::whoami);
    serve("token.list", call -> Future.succeededFuture(list()));
    serve("token.create", this::create);
    serve("token.revoke", this::revoke);
  }

  /** Answers no more. */
  Future<?> close() {
    return Future.join(registrations.stream().map(Bus.Registration::unregister).toList());
  }

  private void serve(String name, Function<BusGateway.Call, Future<Object>> handler) {
    var operation = Operations.get(name);
    var known = operation.parameters().stream().map(Parameter::name).toList();
    registrations.add(
        gateway.serve(
            operation,
            call -> {
              for (var member : call.body().fieldNames()) {
                if (!known.contains(member)) {
                  throw invalid(member, name + " takes no \"" + member + "\"");
                }
              }
              return handler.apply(call).map(events::answer);
            }));
  }

  private Future<Object> whoami(BusGateway.Call call) {
    return Future.succeededFuture(
        new JsonObject().put("name", call.who().name()).put("role", call.who().roleSlug()));
  }

  private Object list() {
    var all = new JsonArray();
    tokens.list().forEach(one -> all.add(one.view()));
    return all;
  }

  private Future<Object> create(BusGateway.Call call) {
    var name = text(call.body(), "name");
    var secret = tokens.create(name, text(call.body(), "role"), timers.epochMillis());
    var view = tokens.list().getLast().view().put("token", secret);
    return file.save(tokens)
        .<Object>map(view)
        .recover(
            cause -> {
              tokens.revoke(name);
              return notKept("the token was not made: " + cause);
            });
  }

  /** At once, whatever becomes of the file. */
  private Future<Object> revoke(BusGateway.Call call) {
    var gone = tokens.revoke(text(call.body(), "name"));
    int cut =
        connections.cut(
            gone.principal(), Problem.of(ProblemCode.UNAUTHENTICATED, "the token was revoked"));
    return file.save(tokens)
        .<Object>map(gone.view().put("revoked", true).put("cut", cut))
        .recover(cause -> notKept("revoked, but a restart may bring the token back: " + cause));
  }

  private static Future<Object> notKept(String detail) {
    return Future.failedFuture(Problem.of(ProblemCode.UNAVAILABLE, detail).exception());
  }

  private static String text(JsonObject body, String name) {
    return switch (body.getValue(name)) {
      case null -> "";
      case String text -> text;
      default -> throw invalid(name, name + " must be a text");
    };
  }

  private static RuntimeException invalid(String name, String detail) {
    var error = new Problem.Error("/" + name, detail, "", 0, 0);
    return Problem.of(ProblemCode.INVALID_VALUE, detail, List.of(error)).exception();
  }
}
