package io.hnswitch.console;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens of a node: the one of its start, which is admin, and named ones. Only hashes are kept.
 * Tokens are long and random, so a plain hash is enough: there is nothing to guess.
 */
final class Tokens {

  static final int SECRET_BYTES = 32;

  private static final int NAMED_MAX = 100;
  private final Named start;
  private final Supplier<byte[]> random;
  private final Map<String, Named> named = new LinkedHashMap<>();

  /**
   * @param start the token of the start
   * @param random gives {@link #SECRET_BYTES} unpredictable bytes each time
   */
  Tokens(String start, Supplier<byte[]> random) {
    this.start = new Named(Principal.START, hash(start), 0);
    this.random = random;
  }

  /**
   * A token as it is kept.
   *
   * @param hash SHA-256 in hexadecimal
   * @param madeMillis since 1970
   */
  record Named(Principal principal, String hash, long madeMillis) {

    /** What may be shown. */
    JsonObject view() {
      return new JsonObject()
          .put("name", principal.name())
          .put("role", principal.roleSlug())
          .put("made", Instant.ofEpochMilli(madeMillis).toString());
    }
  }

  /** Whose token it is. Takes the same time for every wrong one. */
  Optional<Principal> find(String token) {
    var hash = hash(token).getBytes(StandardCharsets.US_ASCII);
    Optional<Principal> found = Optional.empty();
    if (isSame(start, hash)) {
      found = Optional.of(start.principal());
    }
    for (var one : named.values()) {
      if (isSame(one, hash)) {
        found = Optional.of(one.principal());
      }
    }
    return found;
  }

  private static boolean isSame(Named one, byte[] hash) {
    return MessageDigest.isEqual(one.hash().getBytes(StandardCharsets.US_ASCII), hash);
  }

  /** The named ones, the oldest first. */
  List<Named> list() {
    return List.copyOf(named.values());
  }

  /**
   * Makes a token.
   *
   * @param role its slug; empty for viewer
   * @return the secret, which is nowhere else
   * @throws ProblemException when the name is taken or not valid, or there are too many
   */
  String create(String name, String role, long nowMillis) {
    Principal.name("token", name);
    if (named.containsKey(name)) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, "there is a token \"" + name + "\" already")
          .exception();
    }
    if (named.size() == NAMED_MAX) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, "there are " + NAMED_MAX + " tokens already")
          .exception();
    }
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
    var principal = new Principal(name, role.isEmpty() ? Role.VIEWER : Principal.role(role));
    named.put(name, new Named(principal, hash(secret), nowMillis));
    return secret;
  }

  /**
   * Takes a token away.
   *
   * @throws ProblemException when there is none of that name
   */
  Named revoke(String name) {
    var gone = named.remove(name);
    if (gone == null) {
      throw Problem.of(ProblemCode.NOT_FOUND, "no token is called \"" + name + "\"").exception();
    }
    return gone;
  }

  boolean has(String name) {
    return named.containsKey(name);
  }

  boolean isEmpty() {
    return named.isEmpty();
  }

  /** The named ones as they are written down, without secrets. */
  String text() {
    var all = new JsonArray();
    named
        .values()
        .forEach(
            one ->
                all.add(
                    new JsonObject()
                        .put("name", one.principal().name())
                        .put("role", one.principal().roleSlug())
                        .put("sha256", one.hash())
                        .put("madeMillis", one.madeMillis())));
    return all.encodePrettily();
  }

  /**
   * Takes in what {@link #text} gave.
   *
   * @throws RuntimeException when it is anything else; then nothing was taken in
   */
  void load(String text) {
    var loaded = new LinkedHashMap<String, Named>();
    for (var one : new JsonArray(text)) {
      var json = (JsonObject) one;
      var principal = new Principal(json.getString("name"), Principal.role(json.getString("role")));
      var hash = json.getString("sha256");
      if (!Principal.isName(principal.name()) || !hash.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("not a token as they are kept");
      }
      loaded.put(principal.name(), new Named(principal, hash, json.getLong("madeMillis")));
    }
    named.putAll(loaded);
  }

  /** SHA-256 in hexadecimal, of what is too long and random to be guessed. */
  static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
