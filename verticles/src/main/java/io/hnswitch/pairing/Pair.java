package io.hnswitch.pairing;

/**
 * An hn and its VF: everything that decides where the pair is to go. How far it has come is the
 * {@link PairingState}.
 *
 * @param upCause why the path goes to the VF, when it does
 * @param setback what went wrong, one sentence, or empty; then the pairing is rolled back
 * @param failures in a row; they lengthen the time until it is tried again
 * @param generation of the host's word under which hn merged, or will; an older one is to be undone
 * @param pathLost the VF's path cannot be relied on any more, so it is not drained
 */
record Pair(
    NicFacts nic,
    VfFacts vf,
    SwitchCause upCause,
    String setback,
    int failures,
    long generation,
    boolean pathLost) {

  /** Where a pair is to go. */
  enum Aim {
    /** Undo everything: the VF departs or hn detaches. */
    APART,
    /** Roll back to the input override and wait; something failed. */
    ROLLED_BACK,
    /** The attach wait over, nothing merged: the host does not give the VF, or gave it anew. */
    SETTLED,
    /** Merged, VF down: hn is down. */
    READY,
    /** Frames by the VF. */
    VF
  }

  static Pair of(NicFacts nic, VfFacts vf) {
    return new Pair(nic, vf, SwitchCause.ATTACH, "", 0, nic.host().generation(), false);
  }

  Aim aim() {
    if (vf.isDeparting() || nic.detaching()) {
      return Aim.APART;
    }
    if (!setback.isEmpty()) {
      return Aim.ROLLED_BACK;
    }
    if (!nic.host().givesVf() || generation != nic.host().generation()) {
      return Aim.SETTLED;
    }
    return nic.up() ? Aim.VF : Aim.READY;
  }

  /** Whether the VF still carries frames that can be waited for; the host has to help with that. */
  boolean isDrainable() {
    return !vf.isGone() && !pathLost && nic.host().attached();
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
    return new Pair(now, vf, upCause, setback, failures, generation, pathLost);
  }

  Pair with(VfFacts now) {
    return new Pair(nic, now, upCause, setback, failures, generation, pathLost);
  }

  Pair causedBy(SwitchCause cause) {
    return new Pair(nic, vf, cause, setback, failures, generation, pathLost);
  }

  /** Notes what went wrong; what went wrong first stays the reason. */
  Pair failed(String what) {
    return setback.isEmpty()
        ? new Pair(nic, vf, upCause, what, failures + 1, generation, pathLost)
        : this;
  }

  /** Whatever fails next is the first failure in a row. */
  Pair succeeded() {
    return new Pair(
        nic, vf, upCause, setback, setback.isEmpty() ? 0 : failures, generation, pathLost);
  }

  Pair failed(String what, PairingEvent.Failure failure) {
    return failed(what + ": " + failure.detail());
  }

  /** Tries again, after the time for it. */
  Pair retrying() {
    return new Pair(nic, vf, upCause, "", failures, generation, pathLost);
  }

  /** Tries again because something new happened. */
  Pair encouraged() {
    return new Pair(nic, vf, upCause, "", 0, generation, pathLost);
  }

  /** Nothing is merged yet, so that it can be under what the host says now. */
  Pair anew() {
    return new Pair(nic, vf, upCause, setback, failures, nic.host().generation(), pathLost);
  }

  Pair withPathLost(boolean lost) {
    return new Pair(nic, vf, upCause, setback, failures, generation, lost);
  }

  Pair nextAttempt() {
    return with(nic.nextAttempt());
  }
}
