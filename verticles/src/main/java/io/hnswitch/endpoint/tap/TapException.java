package io.hnswitch.endpoint.tap;

/** A TAP interface could not be made, configured or taken down; the message names it. */
public sealed class TapException extends RuntimeException permits TapCommandException {

  private static final long serialVersionUID = 1L;

  private final TapError error;

  TapException(TapError error, String message) {
    super(message);
    this.error = error;
  }

  TapException(TapError error, String message, Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  /** What kind of trouble it is. */
  public TapError error() {
    return error;
  }
}
