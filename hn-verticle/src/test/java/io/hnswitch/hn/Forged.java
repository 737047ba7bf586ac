package io.hnswitch.hn;

import io.hnswitch.hn.nvs.Hex;
import java.util.Arrays;

/** RNDIS messages that somebody has written by hand. */
final class Forged {

  private Forged() {}

  /** A packet with this header and a frame of 60 bytes behind it. */
  static byte[] message(String header) {
    var head = Hex.bytes(header);
    var frame = Sample.plain(60, 3).bytes();
    var all = Arrays.copyOf(head, head.length + frame.length);
    System.arraycopy(frame, 0, all, head.length, frame.length);
    return all;
  }

  /** A message with another word, little-endian, in one place. */
  static byte[] with(byte[] message, int at, long word) {
    var changed = message.clone();
    for (int i = 0; i < 4; i++) {
      changed[at + i] = (byte) (word >>> 8 * i);
    }
    return changed;
  }
}
