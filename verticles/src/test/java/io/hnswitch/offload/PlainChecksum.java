package io.hnswitch.offload;

/** The Internet checksum as RFC 1071 words it, one 16-bit word after the other. */
final class PlainChecksum {

  private PlainChecksum() {}

  static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int at = from; at < to; at += 2) {
      int high = bytes[at] & 0xff;
      int low = at + 1 < to ? bytes[at + 1] & 0xff : 0;
      sum += high << 8 | low;
      if (sum > 0xffff) {
        sum -= 0xffff;
      }
    }
    return sum;
  }

  static int add(int a, int b) {
    return a + b > 0xffff ? a + b - 0xffff : a + b;
  }
}
