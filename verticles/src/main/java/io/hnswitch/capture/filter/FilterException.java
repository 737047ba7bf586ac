package io.hnswitch.capture.filter;

/** A filter that cannot be compiled; the text names the word, its column and what is wrong. */
public final class FilterException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final int column;

  FilterException(int column, String what) {
    super("filter, column " + column + ": " + what);
    this.column = column;
  }

  /** Where the word begins, from 1. */
  public int column() {
    return column;
  }
}
