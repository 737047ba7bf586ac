package io.hnswitch.migration;

/** Where a guest may be while it migrates; at any time it runs at one of the two at most. */
public enum Side {
  SOURCE,
  TARGET
}
