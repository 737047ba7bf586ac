package io.hnswitch.wire;

import java.nio.ByteBuffer;

/**
 * The first message of whoever accepted a connection.
 *
 * @param nonce of {@value #NONCE} bytes, never used before
 */
record Greeting(byte[] nonce) {

  static final int NONCE = 16;
  static final int VERSION = 1;
  static final int BYTES = 4 + 2 + NONCE;

  /** "HNWR". */
  static final int MAGIC = 0x52574e48;

  void write(ByteBuffer to) {
    to.putInt(MAGIC).putShort((short) VERSION).put(nonce);
  }

  /**
   * Reads one.
   *
   * @throws WireException when it is of something else, or another version
   */
  static Greeting read(ByteBuffer from) {
    checkVersion(from);
    var nonce = new byte[NONCE];
    from.get(nonce);
    return new Greeting(nonce);
  }

  static void checkVersion(ByteBuffer from) {
    int magic = from.getInt();
    if (magic != MAGIC) {
      throw new WireException("not a wire of hnswitch: 0x%08x".formatted(magic));
    }
    int version = from.getShort() & 0xffff;
    if (version != VERSION) {
      throw new WireException("version " + version + " of the protocol, here is " + VERSION);
    }
  }
}
