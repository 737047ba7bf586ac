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

  private final Timers timers;
  private final Accounts accounts;

  TokenOperations(Timers timers, Accounts accounts) {
    this.timers = timers;
    this.accounts = accounts;
  }

  /** Begins to answer, on the caller's context. */
  void open(OwnOperations own) {
    own.serve("sys.whoami", this::whoami);
    own.serve("token.list", call -> Future.succeededFuture(list()));
    own.serve("token.create", this::create);
    own.serve("token.revoke", this::revoke);
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
    accounts.tokens().list().forEach(one -> all.add(one.view()));
    return all;
  }

  private Future<Object> create(Request call) {
    var name = call.text("name");
    accounts.requireNoUser(name);
    var role = call.findText("role").orElse("");
    var secret = accounts.tokens().create(name, role, timers.epochMillis());
    var view = accounts.tokens().list().getLast().view().put("token", secret);
    return accounts
        .saveTokens()
        .<Object>map(view)
        .recover(
            cause -> {
              accounts.tokens().revoke(name);
              return OwnOperations.notKept("the token was not made: " + cause);
            });
  }

  /** At once, whatever becomes of the file. */
  private Future<Object> revoke(Request call) {
    var gone = accounts.tokens().revoke(call.text("name"));
    int cut =
        accounts
            .connections()
            .cut(
                gone.principal(), Problem.of(ProblemCode.UNAUTHENTICATED, "the token was revoked"));
    return accounts
        .saveTokens()
        .<Object>map(gone.view().put("revoked", true).put("cut", cut))
        .recover(
            cause ->
                OwnOperations.notKept("revoked, but a restart may bring the token back: " + cause));
  }
}
