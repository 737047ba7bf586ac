package io.hnswitch.policy;

import java.util.regex.Pattern;

/** TCP or UDP ports from {@code first} to {@code last}, both 0 to 65535 and included. */
public record PortRange(int first, int last) {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(-([0-9]{1,5}))?");
  private static final int MAX = 0xffff;

  public PortRange {
    if (first < 0 || last > MAX || first > last) {
      throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
    }
  }

  /**
   * Reads {@code 53} or {@code 1024-65535}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static PortRange parse(String text) {
    var range = TEXT.matcher(text);
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
      if (first <= last && last <= MAX) {
        return new PortRange(first, last);
      }
    }
    throw new IllegalArgumentException(
        "must be a port or a range of them, like 53 or 1024-65535, not \"" + text + "\"");
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
