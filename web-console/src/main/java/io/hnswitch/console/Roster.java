package io.hnswitch.console;

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

/**
 * All of one sort, tokens or users: each with a name that no other has, a role, and what is kept of
 * its secret. Knows how they are written down.
 */
class Roster<T extends Roster.Member> {

  static final int MEMBERS_MAX = 100;

  private static final String NAME = "name";
  private static final String ROLE = "role";
  private static final String MADE = "madeMillis";

  private final String sort;
  private final Reader<T> reader;
  private final Map<String, T> members = new LinkedHashMap<>();

  /** Who is in it. */
  interface Member {

    Principal principal();

    /** Since 1970. */
    long madeMillis();

    /** What is kept of the secret, as it is written down. */
    JsonObject kept();

    /** What may be shown. */
    default JsonObject view() {
      return new JsonObject()
          .put(NAME, principal().name())
          .put(ROLE, principal().roleSlug())
          .put("made", Instant.ofEpochMilli(madeMillis()).toString());
    }
  }

  /** Takes in who was written down. */
  interface Reader<T> {

    /**
     * One of them.
     *
     * @param kept has what {@link Member#kept} gave
     * @throws RuntimeException when it has not
     */
    T read(Principal principal, JsonObject kept, long madeMillis);
  }

  /**
   * @param sort the word for one of them, like user
   */
  Roster(String sort, Reader<T> reader) {
    this.sort = sort;
    this.reader = reader;
  }

  final Optional<T> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  final boolean isEmpty() {
    return members.isEmpty();
  }

  /** All, the oldest first. */
  final List<T> list() {
    return List.copyOf(members.values());
  }

  /**
   * Refuses a name that no further one can have.
   *
   * @throws ProblemException when it is taken or not valid, or there are too many
   */
  final void requireFree(String name) {
    Principal.name(sort, name);
    if (members.containsKey(name)) {
      throw conflict("there is a " + sort + " \"" + name + "\" already");
    }
    if (members.size() == MEMBERS_MAX) {
      throw conflict("there are " + MEMBERS_MAX + " " + sort + "s already");
    }
  }

  private static ProblemException conflict(String detail) {
    return Problem.of(ProblemCode.STATE_CONFLICT, detail).exception();
  }

  /**
   * The one of a name.
   *
   * @throws ProblemException when there is none
   */
  final T require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Problem.of(ProblemCode.NOT_FOUND, "no " + sort + " is called \"" + name + "\"")
                    .exception());
  }

  /** Adds one, or puts it in the place of the one of the same name. */
  final void put(T member) {
    members.put(member.principal().name(), member);
  }

  /** Takes one away; nothing happens when there is none. */
  final void remove(String name) {
    members.remove(name);
  }

  /** Takes all away. */
  final void clear() {
    members.clear();
  }

  /** All as they are written down, without secrets; empty when there is none. */
  final String text() {
    var all = new JsonArray();
    members
        .values()
        .forEach(
            one ->
                all.add(
                    new JsonObject()
                        .put(NAME, one.principal().name())
                        .put(ROLE, one.principal().roleSlug())
                        .mergeIn(one.kept())
                        .put(MADE, one.madeMillis())));
    return all.isEmpty() ? "" : all.encodePrettily();
  }

  /**
   * Takes in what {@link #text} gave, in place of all that was there.
   *
   * @throws RuntimeException when it is anything else; then nothing was taken in
   */
  final void load(String text) {
    var loaded = new LinkedHashMap<String, T>();
    for (var one : new JsonArray(text)) {
      var json = (JsonObject) one;
      var name = json.getString(NAME);
      if (!Principal.isName(name)) {
        throw new IllegalArgumentException("not a " + sort + " as they are kept");
      }
      var principal = new Principal(name, Principal.role(json.getString(ROLE)));
      loaded.put(name, reader.read(principal, json, json.getLong(MADE)));
    }
    members.clear();
    members.putAll(loaded);
  }
}
