package io.hnswitch.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** A set of VLAN ids, each {@value #MIN} to {@value #MAX}; never changes. */
public final class VlanSet {

  /** The smallest id of a VLAN (IEEE 802.1Q-2022, table 9-2). */
  public static final int MIN = 1;

  /** The largest id of a VLAN; 4095 is reserved. */
  public static final int MAX = 4094;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(-([0-9]{1,4}))?");

  public static final VlanSet ALL = parse(List.of(MIN + "-" + MAX));

  private final BitSet ids;
  private final long[] words;

  private VlanSet(BitSet ids) {
    this.ids = ids;
    this.words = Arrays.copyOf(ids.toLongArray(), (MAX >> 6) + 1);
  }

  /**
   * Reads ids and ranges like {@code 10} and {@code 20-30}.
   *
   * @throws IllegalArgumentException with the text that is neither
   */
  public static VlanSet parse(List<String> texts) {
    var ids = new BitSet();
    for (var text : texts) {
      var range = RANGE.matcher(text);
      if (!range.matches()) {
        throw wrong(text);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
      if (first < MIN || last > MAX || first > last) {
        throw wrong(text);
      }
      ids.set(first, last + 1);
    }
    return new VlanSet(ids);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "must be a VLAN id or a range of them, "
            + MIN
            + " to "
            + MAX
            + ", like 10 or 20-30, not \""
            + text
            + "\"");
  }

  /** Whether an id, 0 to 4095, is in it; for the frame path. */
  public boolean has(int id) {
    return (words[id >> 6] >>> id & 1) != 0;
  }

  public boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Ids and ranges, as short as can be. */
  public List<String> texts() {
    var texts = new ArrayList<String>();
    for (int first = ids.nextSetBit(0); first >= 0; ) {
      int end = ids.nextClearBit(first);
      texts.add(first == end - 1 ? Integer.toString(first) : first + "-" + (end - 1));
      first = ids.nextSetBit(end);
    }
    return texts;
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof VlanSet set && set.ids.equals(ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }

  @Override
  public String toString() {
    return String.join(", ", texts());
  }
}
