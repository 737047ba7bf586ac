package io.hnswitch.control;

/** The answer to a control request that gives nothing back. */
public sealed interface Outcome {

  /** It is done. */
  record Done() implements Outcome {}

  /**
   * It was not done and nothing has changed.
   *
   * @param reason a class of refusal, the same on every face
   * @param detail one sentence for people, with names and values
   */
  record Refused(Refusal reason, String detail) implements Outcome {}

  /** Shared by everybody who answers {@link Done}. */
  Done DONE = new Done();

  static Outcome refused(Refusal reason, String detail) {
    return new Refused(reason, detail);
  }
}
