package io.hnswitch.console;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: enough to tell whether another one is the same, and slow to try
 * guesses on. To make one or compare takes tenths of a second, so neither is for an event loop.
 *
 * @param iterations of PBKDF2 with HMAC-SHA-256; kept beside, so that a later version can ask more
 * @param salt random, in base64
 * @param hash in base64
 */
record PasswordHash(int iterations, String salt, String hash) {

  static final int SALT_BYTES = 16;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final int ITERATIONS_MAX = 10_000_000;

  PasswordHash {
    if (iterations < 1
        || iterations > ITERATIONS_MAX
        || bytes(salt).length < SALT_BYTES
        || bytes(hash).length != HASH_BYTES) {
      throw new IllegalArgumentException("not a password as they are kept");
    }
  }

  /**
   * Makes one.
   *
   * @param salt {@link #SALT_BYTES} unpredictable bytes
   */
  static PasswordHash of(String password, byte[] salt, int iterations) {
    return new PasswordHash(iterations, text(salt), text(derive(password, salt, iterations)));
  }

  /** Whether a password is the one. Takes the same time for every wrong one. */
  boolean matches(String password) {
    return MessageDigest.isEqual(bytes(hash), derive(password, bytes(salt), iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    // The same letters can come in several encodings, depending on keyboard and system.
    var letters = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    var key = new PBEKeySpec(letters, salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    } finally {
      key.clearPassword();
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }

  /** One that matches nothing, and takes so many iterations to say so. */
  PasswordHash costing(int others) {
    return new PasswordHash(others, salt, hash);
  }

  /** As it is written down. */
  JsonObject toJson() {
    return new JsonObject()
        .put("algorithm", ALGORITHM)
        .put("iterations", iterations)
        .put("salt", salt)
        .put("hash", hash);
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @throws RuntimeException when it is anything else
   */
  static PasswordHash of(JsonObject json) {
    if (!ALGORITHM.equals(json.getString("algorithm"))) {
      throw new IllegalArgumentException("unknown algorithm " + json.getString("algorithm"));
    }
    return new PasswordHash(
        json.getInteger("iterations"), json.getString("salt"), json.getString("hash"));
  }

  /** Without the hash, which is for nobody's log. */
  @Override
  public String toString() {
    return "PasswordHash[" + iterations + " iterations]";
  }
}
