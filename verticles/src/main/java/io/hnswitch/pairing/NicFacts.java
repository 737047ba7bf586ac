package io.hnswitch.pairing;

import io.hnswitch.control.NicControl;

/**
 * What pairing knows of an hn, in every state.
 *
 * @param transparent the mode, chosen once
 * @param up whether hn is administratively up
 * @param host its host's side
 * @param filters the flags of hn that a VF is to have
 * @param detaching whether hn has announced its end
 * @param upAsked a request to follow hn up waits for its answer
 * @param downAsked a request to follow hn down waits for its answer
 * @param attempt number of the last effect that has an outcome
 */
record NicFacts(
    boolean transparent,
    boolean up,
    HostFacts host,
    Filters filters,
    boolean detaching,
    boolean upAsked,
    boolean downAsked,
    long attempt) {

  /**
   * Flags beside up.
   *
   * @param told whether hn told them as they changed; it then tells every change, and what it said
   *     with a merge may be older
   */
  record Filters(boolean allMulti, boolean promiscuous, boolean told) {
    static final Filters NONE = new Filters(false, false, false);
  }

  /** An hn that has just attached. */
  static NicFacts attached(boolean up) {
    return attached(up, true);
  }

  /** An hn that has just attached. */
  static NicFacts attached(boolean up, boolean transparent) {
    return new NicFacts(transparent, up, HostFacts.first(), Filters.NONE, false, false, false, 0);
  }

  NicFacts goingUp() {
    return new NicFacts(transparent, true, host, filters, detaching, true, downAsked, attempt);
  }

  NicFacts goingDown() {
    return new NicFacts(transparent, false, host, filters, detaching, upAsked, true, attempt);
  }

  NicFacts with(HostFacts now) {
    return new NicFacts(transparent, up, now, filters, detaching, upAsked, downAsked, attempt);
  }

  NicFacts with(Filters now) {
    return new NicFacts(transparent, up, host, now, detaching, upAsked, downAsked, attempt);
  }

  /** hn has merged and said its flags with it. */
  NicFacts merged(NicControl.Merged merged) {
    return filters.told ? this : with(new Filters(merged.allMulti(), merged.promiscuous(), false));
  }

  NicFacts goingAway() {
    return new NicFacts(transparent, up, host, filters, true, upAsked, downAsked, attempt);
  }

  NicFacts answered() {
    return new NicFacts(transparent, up, host, filters, detaching, false, false, attempt);
  }

  NicFacts nextAttempt() {
    return new NicFacts(transparent, up, host, filters, detaching, upAsked, downAsked, attempt + 1);
  }
}
