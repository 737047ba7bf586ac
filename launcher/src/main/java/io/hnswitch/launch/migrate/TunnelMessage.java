package io.hnswitch.launch.migrate;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What goes through a tunnel:
 *
 * <table>
 * <caption>Message</caption>
 * <tr><th>offset</th><th>size</th><th>field</th><th>meaning</th></tr>
 * <tr><td>0</td><td>1</td><td>kind</td><td>0: frames, 1: no more for this NIC</td></tr>
 * <tr><td>1</td><td>1</td><td>name bytes</td><td>1 to 63</td></tr>
 * <tr><td>2</td><td></td><td>name</td><td>of the NIC in its guest, ASCII</td></tr>
 * <tr><td></td><td></td><td>burst</td><td>frames only: as {@code BurstWire} has it</td></tr>
 * </table>
 *
 * @param nic the NIC's name in its guest
 * @param burst bytes of a burst; empty for the end
 */
record TunnelMessage(String nic, byte[] burst) {

  /** Bytes of a message at most: a burst of the largest store slab, and its words. */
  static final int BYTES_MAX = 4 << 20;

  private static final int NAME_MAX = 63;
  private static final byte FRAMES = 0;
  private static final byte END = 1;

  boolean isEnd() {
    return burst.length == 0;
  }

  Buffer toBuffer() {
    var name = nic.getBytes(StandardCharsets.US_ASCII);
    return Buffer.buffer(2 + name.length + burst.length)
        .appendByte(isEnd() ? END : FRAMES)
        .appendByte((byte) name.length)
        .appendBytes(name)
        .appendBytes(burst);
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it is none
   */
  static TunnelMessage of(Buffer buffer) {
    var bytes = buffer.getBytes();
    if (bytes.length < 3 || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("a tunnel message of " + bytes.length + " bytes");
    }
    int name = bytes[1];
    boolean end = bytes[0] == END;
    if (name < 1
        || name > NAME_MAX
        || bytes[0] != END && bytes[0] != FRAMES
        || end != (bytes.length == 2 + name)
        || bytes.length < 2 + name) {
      throw new IllegalArgumentException("a malformed tunnel message");
    }
    return new TunnelMessage(
        new String(bytes, 2, name, StandardCharsets.US_ASCII),
        Arrays.copyOfRange(bytes, 2 + name, bytes.length));
  }
}
