package io.hnswitch.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that a page must show beside its cookie when it changes something. A page of another
 * site can make a browser send the cookie, but it cannot read this. It follows from the cookie and
 * does not give it away.
 */
final class Csrf {

  /** Header that it is shown in. */
  static final String HEADER = "X-CSRF-Token";

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "hnswitch csrf".getBytes(StandardCharsets.US_ASCII);

  private Csrf() {}

  /** The one that goes with a cookie. */
  static String of(String cookie) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(PURPOSE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Whether the one that was shown goes with a cookie. */
  static boolean matches(String cookie, String shown) {
    return MessageDigest.isEqual(
        of(cookie).getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
  }
}
