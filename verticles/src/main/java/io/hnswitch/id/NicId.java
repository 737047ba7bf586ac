package io.hnswitch.id;

import java.util.regex.Pattern;

/** A guest NIC (an hn instance), written {@code guest:nic}. */
public record NicId(String guest, String nic) implements Comparable<NicId> {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public NicId {
    if (!NAME.matcher(guest).matches() || !NAME.matcher(nic).matches()) {
      throw new IllegalArgumentException("not a NIC id: \"" + guest + ":" + nic + "\"");
    }
  }

  /**
   * Parses {@code a:hn0}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static NicId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a NIC id: \"" + text + "\"");
    }
    return new NicId(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(NicId that) {
    return toString().compareTo(that.toString());
  }

  @Override
  public String toString() {
    return guest + ":" + nic;
  }
}
