package io.hnswitch.state;

/** State that came from another node is not what it has to be. */
public final class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }
}
