package io.hnswitch.wire;

import java.nio.ByteBuffer;

/**
 * The answer to a {@link Hello}: three u64, and a proof of 32 bytes over the hello's nonce and
 * them.
 *
 * @param count what the answering end knows
 */
record Welcome(Hello.Count count) {

  static final int BYTES = Hello.Count.BYTES + Hello.PROOF;

  void write(ByteBuffer to, WireSecret secret, byte[] nonce) {
    int start = to.position();
    count.write(to);
    to.put(secret.proof(WireSecret.WELCOME, nonce, to, start));
  }

  /**
   * Reads one.
   *
   * @throws WireException when whoever sent it does not know the secret
   */
  static Welcome read(ByteBuffer from, WireSecret secret, byte[] nonce) {
    if (!secret.isProof(WireSecret.WELCOME, nonce, from.duplicate())) {
      throw new WireException("the far end does not know the secret");
    }
    return new Welcome(Hello.Count.read(from));
  }
}
