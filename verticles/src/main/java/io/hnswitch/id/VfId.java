package io.hnswitch.id;

/** A virtual function of an adapter, written {@code pf0/vf3}. */
public record VfId(String adapter, int index) implements Comparable<VfId> {

  public VfId {
    if (index < 0 || adapter.isEmpty() || adapter.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a VF id: \"" + adapter + "/vf" + index + "\"");
    }
  }

  /**
   * Parses {@code pf0/vf3}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static VfId parse(String text) {
    int slash = text.indexOf("/vf");
    try {
      var id = new VfId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 3)));
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not a VF id: \"" + text + "\"", e);
    }
    throw new IllegalArgumentException("not a VF id: \"" + text + "\"");
  }

  @Override
  public int compareTo(VfId that) {
    int byAdapter = adapter.compareTo(that.adapter);
    return byAdapter != 0 ? byAdapter : Integer.compare(index, that.index);
  }

  @Override
  public String toString() {
    return adapter + "/vf" + index;
  }
}
