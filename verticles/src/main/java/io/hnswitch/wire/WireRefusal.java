package io.hnswitch.wire;

/** Why a node does not take a connection. */
enum WireRefusal {
  /** It does not know the secret. */
  SECRET("the secret is another"),
  /** The link is not here. */
  LINK("the link is not there"),
  /** The link is here, but its far end should be on another node, or at another adapter. */
  END("the link has another far end there"),
  /** The counts do not fit those that were told before. */
  COUNTS("the counts do not agree");

  private static final WireRefusal[] ALL = values();

  private final String words;

  WireRefusal(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static WireRefusal of(int ordinal) {
    if (ordinal < 0 || ordinal >= ALL.length) {
      throw new WireException("no reason to refuse: " + ordinal);
    }
    return ALL[ordinal];
  }
}
