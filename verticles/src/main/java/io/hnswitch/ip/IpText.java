package io.hnswitch.ip;

/** The written form of addresses: RFC 4291 section 2.2 in, RFC 5952 out. */
final class IpText {

  private IpText() {}

  static IpAddress parse(String text) {
    if (text.length() <= 45) {
      var parsed = text.indexOf(':') < 0 ? v4(text, text) : v6(text);
      if (parsed != null) {
        return parsed;
      }
    }
    throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
  }

  private static IpAddress v4(String part, String text) {
    int bits = 0;
    int fields = 0;
    for (var field : part.split("\\.", -1)) {
      int value = number(field, 10, 3);
      if (value < 0 || value > 255 || field.length() > 1 && field.charAt(0) == '0') {
        throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
      }
      bits = bits << 8 | value;
      fields++;
    }
    if (fields != 4) {
      throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
    }
    return IpAddress.ofV4(bits);
  }

  private static IpAddress v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] all = groups(text, text, true);
      return all.length == 8 ? of(all) : null;
    }
    int[] head = groups(text.substring(0, gap), text, false);
    int[] tail = groups(text.substring(gap + 2), text, true);
    if (head.length + tail.length > 7) {
      return null;
    }
    int[] all = new int[8];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
    return of(all);
  }

  /** The 16-bit groups of one side of the gap; dotted decimals at the end are two. */
  private static int[] groups(String side, String text, boolean last) {
    if (side.isEmpty()) {
      return new int[0];
    }
    var fields = side.split(":", -1);
    boolean dotted = last && fields[fields.length - 1].indexOf('.') >= 0;
    int[] groups = new int[fields.length + (dotted ? 1 : 0)];
    for (int i = 0; i < fields.length; i++) {
      if (dotted && i == fields.length - 1) {
        int bits = (int) v4(fields[i], text).low();
        groups[i] = bits >>> 16;
        groups[i + 1] = bits & 0xffff;
      } else {
        groups[i] = number(fields[i], 16, 4);
        if (groups[i] < 0) {
          throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
        }
      }
    }
    return groups;
  }

  private static IpAddress of(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new IpAddress(high, low);
  }

  /** The value of 1 to {@code digitsMax} ASCII digits, or -1. */
  private static int number(String digits, int radix, int digitsMax) {
    if (digits.isEmpty() || digits.length() > digitsMax) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  static String print(IpAddress address) {
    long low = address.low();
    if (address.isV4()) {
      return (low >>> 24 & 0xff)
          + "."
          + (low >>> 16 & 0xff)
          + "."
          + (low >>> 8 & 0xff)
          + "."
          + (low & 0xff);
    }
    int start = -1;
    int longest = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && group(address, i + run) == 0) {
        run++;
      }
      if (run > longest) {
        longest = run;
        start = i;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += longest - 1;
        continue;
      }
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(group(address, i)));
    }
    return out.toString();
  }

  private static int group(IpAddress address, int index) {
    long half = index < 4 ? address.high() : address.low();
    return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
  }
}
