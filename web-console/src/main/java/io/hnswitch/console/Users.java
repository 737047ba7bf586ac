package io.hnswitch.console;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people who may sign in: name, role and what is kept of the password. */
final class Users {

  static final int USERS_MAX = 100;

  private final Map<String, User> users = new LinkedHashMap<>();

  /**
   * A user as kept.
   *
   * @param madeMillis since 1970
   */
  record User(Principal principal, PasswordHash password, long madeMillis) {

    /** What may be shown. */
    JsonObject view() {
      return new JsonObject()
          .put("name", principal.name())
          .put("role", principal.roleSlug())
          .put("made", Instant.ofEpochMilli(madeMillis).toString());
    }

    User withRole(Role role) {
      return new User(new Principal(principal.name(), role), password, madeMillis);
    }

    User withPassword(PasswordHash other) {
      return new User(principal, other, madeMillis);
    }
  }

  Optional<User> find(String name) {
    return Optional.ofNullable(users.get(name));
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  /** All, the oldest first. */
  List<User> list() {
    return List.copyOf(users.values());
  }

  /**
   * Refuses a name that no further user can have.
   *
   * @throws ProblemException when it is taken or not valid, or there are too many users
   */
  void requireFree(String name) {
    Principal.name("user", name);
    if (users.containsKey(name)) {
      throw conflict("there is a user \"" + name + "\" already");
    }
    if (users.size() == USERS_MAX) {
      throw conflict("there are " + USERS_MAX + " users already");
    }
  }

  private static ProblemException conflict(String detail) {
    return Problem.of(ProblemCode.STATE_CONFLICT, detail).exception();
  }

  /**
   * The user of a name.
   *
   * @throws ProblemException when there is none
   */
  User require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Problem.of(ProblemCode.NOT_FOUND, "no user is called \"" + name + "\"")
                    .exception());
  }

  /** Adds a user, or puts one in the place of the one of the same name. */
  void put(User user) {
    users.put(user.principal().name(), user);
  }

  /** Takes a user away; nothing happens when there is none. */
  void remove(String name) {
    users.remove(name);
  }

  /** All as they are written down; empty when there is nobody. */
  String text() {
    var all = new JsonArray();
    users
        .values()
        .forEach(
            one ->
                all.add(
                    new JsonObject()
                        .put("name", one.principal().name())
                        .put("role", one.principal().roleSlug())
                        .put("password", one.password().toJson())
                        .put("madeMillis", one.madeMillis())));
    return all.isEmpty() ? "" : all.encodePrettily();
  }

  /**
   * Takes in what {@link #text} gave.
   *
   * @throws RuntimeException when it is anything else; then nobody was taken in
   */
  void load(String text) {
    var loaded = new LinkedHashMap<String, User>();
    for (var one : new JsonArray(text)) {
      var json = (JsonObject) one;
      var name = json.getString("name");
      if (!Principal.isName(name)) {
        throw new IllegalArgumentException("not a user as they are kept");
      }
      loaded.put(
          name,
          new User(
              new Principal(name, Principal.role(json.getString("role"))),
              PasswordHash.of(json.getJsonObject("password")),
              json.getLong("madeMillis")));
    }
    users.putAll(loaded);
  }
}
