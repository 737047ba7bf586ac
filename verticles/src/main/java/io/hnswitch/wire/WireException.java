package io.hnswitch.wire;

/** The peer said what it must not say; its connection is of no more use. */
final class WireException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message, null, false, false);
  }
}
