package io.hnswitch.api;

/** A text is no {@link Filter}. The message says what is wrong, and where, counted from 0. */
public final class FilterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int at;

  FilterException(String what, int at) {
    super(what + " at " + at, null, false, false);
    this.at = at;
  }

  /** The place in the text. */
  public int at() {
    return at;
  }
}
