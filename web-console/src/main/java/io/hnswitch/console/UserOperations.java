package io.hnswitch.console;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.console.Users.User;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;

/**
 * {@code user.*}. Hashing takes a while, and others may be served meanwhile: what was looked at
 * before is looked at again after.
 */
final class UserOperations {

  private static final String NAME = "name";
  private static final String ROLE = "role";
  private static final String PASSWORD = "password";

  private final Timers timers;
  private final Accounts accounts;
  private final Users users;
  private final Passwords passwords;

  UserOperations(Timers timers, Accounts accounts, Passwords passwords) {
    this.timers = timers;
    this.accounts = accounts;
    this.users = accounts.users();
    this.passwords = passwords;
  }

  /** Begins to answer, on the caller's context. */
  void open(OwnOperations own) {
    own.serve("user.list", call -> Future.succeededFuture(list()));
    own.serve("user.create", this::create);
    own.serve("user.set", this::set);
    own.serve("user.delete", this::delete);
  }

  private Object list() {
    var all = new JsonArray();
    users.list().forEach(one -> all.add(one.view()));
    return all;
  }

  private Future<Object> create(Request call) {
    var name = call.text(NAME);
    requireFree(name);
    var who = new Principal(name, role(call).orElse(Role.VIEWER));
    return passwords
        .hash(Passwords.require(call.findText(PASSWORD).orElse("")))
        .compose(
            hash -> {
              requireFree(name);
              var user = new User(who, hash, timers.epochMillis());
              users.put(user);
              return accounts
                  .saveUsers()
                  .<Object>map(user.view())
                  .recover(
                      cause -> {
                        users.remove(name);
                        return OwnOperations.notKept("the user was not made: " + cause);
                      });
            });
  }

  private void requireFree(String name) {
    users.requireFree(name);
    accounts.requireNoToken(name);
  }

  private Future<Object> set(Request call) {
    var name = call.text(NAME);
    users.require(name);
    var role = role(call);
    var password = call.findText(PASSWORD).orElse("");
    if (role.isEmpty() && password.isEmpty()) {
      throw Problem.of(
              ProblemCode.INVALID_VALUE,
              "nothing to change: give role, password or both",
              List.of(new Problem.Error("", "neither role nor password", "", 0, 0)))
          .exception();
    }
    return password.isEmpty()
        ? change(name, role, Optional.empty())
        : passwords
            .hash(Passwords.require(password))
            .compose(hash -> change(name, role, Optional.of(hash)));
  }

  /** At once, whatever becomes of the file. */
  private Future<Object> change(String name, Optional<Role> role, Optional<PasswordHash> hash) {
    var before = users.require(name);
    var ranked = role.map(before::withRole).orElse(before);
    var after = hash.map(ranked::withPassword).orElse(ranked);
    users.put(after);
    int ended = accounts.sessions().endAll(name, "the user was changed, sign in again");
    return accounts
        .saveUsers()
        .<Object>map(after.view().put("ended", ended))
        .recover(cause -> OwnOperations.notKept("changed, but a restart may undo that: " + cause));
  }

  /** As {@link #change}. */
  private Future<Object> delete(Request call) {
    var gone = users.require(call.text(NAME));
    users.remove(gone.principal().name());
    int ended = accounts.sessions().endAll(gone.principal().name(), "the user was deleted");
    return accounts
        .saveUsers()
        .<Object>map(gone.view().put("deleted", true).put("ended", ended))
        .recover(
            cause ->
                OwnOperations.notKept("deleted, but a restart may bring the user back: " + cause));
  }

  private static Optional<Role> role(Request call) {
    return call.findText(ROLE).filter(slug -> !slug.isEmpty()).map(Principal::role);
  }
}
