package io.hnswitch.console;

import io.hnswitch.api.Operation.Role;
import io.vertx.core.json.JsonObject;

/** The people who may sign in: name, role and what is kept of the password. */
final class Users extends Roster<Users.User> {

  private static final String PASSWORD = "password";

  Users() {
    super("user", User::read);
  }

  /**
   * A user as kept.
   *
   * @param madeMillis since 1970
   */
  record User(Principal principal, PasswordHash password, long madeMillis)
      implements Roster.Member {

    private static User read(Principal principal, JsonObject kept, long madeMillis) {
      return new User(principal, PasswordHash.of(kept.getJsonObject(PASSWORD)), madeMillis);
    }

    @Override
    public JsonObject kept() {
      return new JsonObject().put(PASSWORD, password.toJson());
    }

    User withRole(Role role) {
      return new User(new Principal(principal.name(), role), password, madeMillis);
    }

    User withPassword(PasswordHash other) {
      return new User(principal, other, madeMillis);
    }
  }
}
