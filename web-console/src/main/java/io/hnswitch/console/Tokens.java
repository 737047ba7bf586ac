package io.hnswitch.console;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.ProblemException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens of a node: the one of its start, which is admin, and named ones. Only hashes are kept.
 * Tokens are long and random, so a plain hash is enough: there is nothing to guess.
 */
final class Tokens {

  static final int SECRET_BYTES = 32;

  private static final String SHA256 = "sha256";

  private final Named start;
  private final Supplier<byte[]> random;
  private final Roster<Named> named = new Roster<>("token", Named::read);

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
  record Named(Principal principal, String hash, long madeMillis) implements Roster.Member {

    private static Named read(Principal principal, JsonObject kept, long madeMillis) {
      var hash = kept.getString(SHA256);
      if (!hash.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("not a token as they are kept");
      }
      return new Named(principal, hash, madeMillis);
    }

    @Override
    public JsonObject kept() {
      return new JsonObject().put(SHA256, hash);
    }
  }

  /** Whose token it is. Takes the same time for every wrong one. */
  Optional<Principal> find(String token) {
    var hash = hash(token).getBytes(StandardCharsets.US_ASCII);
    Optional<Principal> found = Optional.empty();
    if (isSame(start, hash)) {
      found = Optional.of(start.principal());
    }
    for (var one : named.list()) {
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
    return named.list();
  }

  /**
   * Makes a token.
   *
   * @param role its slug; empty for viewer
   * @return the secret, which is nowhere else
   * @throws ProblemException when the name is taken or not valid, or there are too many
   */
  String create(String name, String role, long nowMillis) {
    named.requireFree(name);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
    var principal = new Principal(name, role.isEmpty() ? Role.VIEWER : Principal.role(role));
    named.put(new Named(principal, hash(secret), nowMillis));
    return secret;
  }

  /**
   * Takes a token away.
   *
   * @throws ProblemException when there is none of that name
   */
  Named revoke(String name) {
    var gone = named.require(name);
    named.remove(name);
    return gone;
  }

  boolean has(String name) {
    return named.find(name).isPresent();
  }

  boolean isEmpty() {
    return named.isEmpty();
  }

  /** The named ones as they are written down, without secrets; empty when there is none. */
  String text() {
    return named.text();
  }

  /** Takes all named ones away. */
  void clear() {
    named.clear();
  }

  /**
   * Takes in what {@link #text} gave.
   *
   * @throws RuntimeException when it is anything else; then nothing was taken in
   */
  void load(String text) {
    named.load(text);
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
