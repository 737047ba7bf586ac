package io.hnswitch.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all nodes know. It is never sent: a message proves that its sender knows it with
 * an HMAC-SHA256 over the message and a nonce of the receiver, so that what was heard once proves
 * nothing later.
 */
final class WireSecret {

  /** Proofs of one kind of message prove nothing for another. */
  static final byte HELLO = 1;

  static final byte WELCOME = 2;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  WireSecret(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  byte[] newNonce() {
    var nonce = new byte[Greeting.NONCE];
    random.nextBytes(nonce);
    return nonce;
  }

  /** A number that nobody had before; not 0. */
  long newNumber() {
    long number = random.nextLong();
    return number == 0 ? 1 : number;
  }

  /** The proof of what a buffer has between a start and its position. */
  byte[] proof(byte kind, byte[] nonce, ByteBuffer message, int start) {
    var signed = message.duplicate();
    signed.limit(message.position()).position(start);
    return mac(kind, nonce, signed);
  }

  /** Whether the last bytes of a message prove those before them. */
  boolean isProof(byte kind, byte[] nonce, ByteBuffer message) {
    var proof = new byte[Hello.PROOF];
    var signed = message.duplicate();
    int end = message.limit() - Hello.PROOF;
    message.duplicate().position(end).get(proof);
    signed.limit(end);
    return MessageDigest.isEqual(proof, mac(kind, nonce, signed));
  }

  private byte[] mac(byte kind, byte[] nonce, ByteBuffer message) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(kind);
      mac.update(nonce);
      mac.update(message);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
