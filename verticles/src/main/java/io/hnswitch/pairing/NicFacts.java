package io.hnswitch.pairing;

/**
 * What pairing knows of an hn, in every state.
 *
 * @param up whether hn is administratively up
 * @param association what the host said last about a VF for this hn (NVS 128)
 * @param detaching whether hn has announced its end
 * @param upAsked a request to follow hn up waits for its answer
 * @param downAsked a request to follow hn down waits for its answer
 * @param attempt number of the last effect that has an outcome
 */
record NicFacts(
    boolean up,
    Association association,
    boolean detaching,
    boolean upAsked,
    boolean downAsked,
    long attempt) {

  /** The host's word on whether hn has a VF. */
  enum Association {
    /** Nothing was said, as by hosts whose protocol has no such message. */
    UNTOLD,
    ALLOCATED,
    WITHDRAWN
  }

  /** An hn that has just attached. */
  static NicFacts attached(boolean up) {
    return new NicFacts(up, Association.UNTOLD, false, false, false, 0);
  }

  NicFacts goingUp() {
    return new NicFacts(true, association, detaching, true, downAsked, attempt);
  }

  NicFacts goingDown() {
    return new NicFacts(false, association, detaching, upAsked, true, attempt);
  }

  NicFacts associated(boolean allocated) {
    var now = allocated ? Association.ALLOCATED : Association.WITHDRAWN;
    return new NicFacts(up, now, detaching, upAsked, downAsked, attempt);
  }

  NicFacts goingAway() {
    return new NicFacts(up, association, true, upAsked, downAsked, attempt);
  }

  NicFacts answered() {
    return new NicFacts(up, association, detaching, false, false, attempt);
  }

  NicFacts nextAttempt() {
    return new NicFacts(up, association, detaching, upAsked, downAsked, attempt + 1);
  }

  boolean isWithdrawn() {
    return association == Association.WITHDRAWN;
  }
}
