package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code token.*} and {@code sys.whoami}. */
final class TokenOperations {

  private final OwnOperations operations;
  private final Timers timers;
  private final Tokens tokens;
  private final TokenFile file;
  private final Connections connections;

  TokenOperations(
      OwnOperations operations,
      Timers timers,
      Tokens tokens,
      TokenFile file,
      Connections connections) {
    this.operations = operations;
    this.timers = timers;
    this.tokens = tokens;
    this.file = file;
    this.connections = connections;
  }

  /** Begins to answer, on the caller's context. */
  void open() {
    operations.serve("sys.whoami", this::whoami);
    operations.serve("token.list", call -> Future.succeededFuture(list()));
    operations.serve("token.create", this::create);
    operations.serve("token.revoke", this::revoke);
  }

  private Future<Object> whoami(Request call) {
    return Future.succeededFuture(
        new JsonObject()
            .put("name", known(call.caller().name(), Principal.NODE.name()))
            .put("role", known(call.caller().role(), Principal.NODE.roleSlug())));
  }

  private static String known(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private Object list() {
    var all = new JsonArray();
    tokens.list().forEach(one -> all.add(one.view()));
    return all;
  }

  private Future<Object> create(Request call) {
    var name = call.text("name");
    var secret = tokens.create(name, call.findText("role").orElse(""), timers.epochMillis());
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
  private Future<Object> revoke(Request call) {
    var gone = tokens.revoke(call.text("name"));
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
}
