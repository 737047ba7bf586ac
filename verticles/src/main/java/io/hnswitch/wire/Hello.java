package io.hnswitch.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first message of whoever connected: magic u32, version u16, nonce of 16 bytes, four names
 * (each a length u8 and UTF-8), three u64, and a proof of 32 bytes over the greeting's nonce and
 * all before it.
 *
 * @param nonce never used before
 * @param link the link it is about
 * @param fromNode who connects
 * @param toNode whom it means to have reached
 * @param fromAdapter the adapter on its side
 * @param count what it knows about this link and the far end
 */
record Hello(
    byte[] nonce, String link, String fromNode, String toNode, String fromAdapter, Count count) {

  static final int NAME_MAX = 64;
  static final int PROOF = 32;
  private static final int NAMES = 4;
  private static final int FIXED = 4 + 2 + Greeting.NONCE + NAMES + Count.BYTES + PROOF;
  static final int BYTES_MIN = FIXED;
  static final int BYTES_MAX = FIXED + NAMES * NAME_MAX;

  /**
   * What one end of a link says about both.
   *
   * @param own number of this end, new whenever it has forgotten all
   * @param peer number of the far end when they last spoke; 0 when they have not
   * @param received frames that have come from that far end
   */
  record Count(long own, long peer, long received) {

    static final int BYTES = 3 * Long.BYTES;

    void write(ByteBuffer to) {
      to.putLong(own).putLong(peer).putLong(received);
    }

    static Count read(ByteBuffer from) {
      var count = new Count(from.getLong(), from.getLong(), from.getLong());
      if (count.own == 0 || count.received < 0) {
        throw new WireException("no count of a link: " + count);
      }
      return count;
    }
  }

  void write(ByteBuffer to, WireSecret secret, Greeting greeting) {
    int start = to.position();
    to.putInt(Greeting.MAGIC).putShort((short) Greeting.VERSION).put(nonce);
    name(to, link);
    name(to, fromNode);
    name(to, toNode);
    name(to, fromAdapter);
    count.write(to);
    to.put(secret.proof(WireSecret.HELLO, greeting.nonce(), to, start));
  }

  /**
   * Reads one; whether its sender knows the secret says {@link #isProved}.
   *
   * @throws WireException when it is none
   */
  static Hello read(ByteBuffer from) {
    Greeting.checkVersion(from);
    var nonce = new byte[Greeting.NONCE];
    from.get(nonce);
    var hello = new Hello(nonce, name(from), name(from), name(from), name(from), readCount(from));
    if (from.remaining() != PROOF) {
      throw new WireException("a hello with " + from.remaining() + " bytes for its proof");
    }
    return hello;
  }

  /** Whether the whole message was made by somebody who knows the secret, for this greeting. */
  static boolean isProved(ByteBuffer whole, WireSecret secret, Greeting greeting) {
    return secret.isProof(WireSecret.HELLO, greeting.nonce(), whole);
  }

  private static Count readCount(ByteBuffer from) {
    if (from.remaining() < Count.BYTES) {
      throw new WireException("a hello that ends within its counts");
    }
    return Count.read(from);
  }

  private static void name(ByteBuffer to, String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NAME_MAX) {
      throw new IllegalArgumentException("name too long: " + name);
    }
    to.put((byte) bytes.length).put(bytes);
  }

  private static String name(ByteBuffer from) {
    int length = from.hasRemaining() ? from.get() & 0xff : NAME_MAX + 1;
    if (length > NAME_MAX || length > from.remaining()) {
      throw new WireException("a hello with a name of " + length + " bytes");
    }
    var bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
