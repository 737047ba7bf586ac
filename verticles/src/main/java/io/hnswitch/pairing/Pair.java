package io.hnswitch.pairing;

/**
 * An hn and its VF: everything that decides where the pair is to go. How far it has come is the
 * {@link PairingState}.
 *
 * @param upCause why the path goes to the VF, when it does
 * @param setback what went wrong, one sentence, or empty; then the pairing is rolled back
 * @param failures in a row; they lengthen the time until it is tried again
 * @param pathLost the VF's path cannot be relied on any more, so it is not drained
 */
record Pair(
    NicFacts nic, VfFacts vf, SwitchCause upCause, String setback, int failures, boolean pathLost) {

  /** Where a pair is to go. */
  enum Aim {
    /** Undo everything: the VF departs or hn detaches. */
    APART,
    /** Roll back to the input override and wait; something failed. */
    ROLLED_BACK,
    /** Merged, VF down: hn is down, or the host withdrew the VF. */
    READY,
    /** Frames by the VF. */
    VF
  }

  static Pair of(NicFacts nic, VfFacts vf) {
    return new Pair(nic, vf, SwitchCause.ATTACH, "", 0, false);
  }

  Aim aim() {
    if (vf.isDeparting() || nic.detaching()) {
      return Aim.APART;
    }
    if (!setback.isEmpty()) {
      return Aim.ROLLED_BACK;
    }
    return nic.up() && !nic.isWithdrawn() ? Aim.VF : Aim.READY;
  }

  /** Whether the VF still carries frames that can be waited for. */
  boolean isDrainable() {
    return !vf.isGone() && !pathLost;
  }

  SwitchCause downCause() {
    if (vf.isGone()) {
      return SwitchCause.SURPRISE;
    }
    if (!setback.isEmpty()) {
      return SwitchCause.HOST;
    }
    if (vf.isDeparting()) {
      return SwitchCause.DETACH;
    }
    return !nic.up() || nic.detaching() ? SwitchCause.NIC_DOWN : SwitchCause.HOST;
  }

  Pair with(NicFacts now) {
    return new Pair(now, vf, upCause, setback, failures, pathLost);
  }

  Pair with(VfFacts now) {
    return new Pair(nic, now, upCause, setback, failures, pathLost);
  }

  Pair causedBy(SwitchCause cause) {
    return new Pair(nic, vf, cause, setback, failures, pathLost);
  }

  /** Notes what went wrong; what went wrong first stays the reason. */
  Pair failed(String what) {
    return setback.isEmpty() ? new Pair(nic, vf, upCause, what, failures + 1, pathLost) : this;
  }

  Pair failed(String what, PairingEvent.Failure failure) {
    return failed(what + ": " + failure.detail());
  }

  /** Tries again, after the time for it. */
  Pair retrying() {
    return new Pair(nic, vf, upCause, "", failures, pathLost);
  }

  /** Tries again because something new happened. */
  Pair encouraged() {
    return new Pair(nic, vf, upCause, "", 0, pathLost);
  }

  Pair withPathLost(boolean lost) {
    return new Pair(nic, vf, upCause, setback, failures, lost);
  }

  Pair nextAttempt() {
    return with(nic.nextAttempt());
  }
}
