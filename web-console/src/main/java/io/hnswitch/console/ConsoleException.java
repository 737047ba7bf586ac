package io.hnswitch.console;

/** The console could not be started; the message is for people. */
public final class ConsoleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ConsoleError error;

  ConsoleException(ConsoleError error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  public ConsoleError error() {
    return error;
  }
}
