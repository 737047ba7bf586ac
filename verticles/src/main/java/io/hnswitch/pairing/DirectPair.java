package io.hnswitch.pairing;

/**
 * An hn and its VF in non-transparent mode: everything that decides whether the VF is to receive
 * beside hn.
 *
 * @param generation of the host's word that this goes by
 * @param setback what went wrong, one sentence, or empty
 * @param failures in a row
 */
record DirectPair(NicFacts nic, VfFacts vf, long generation, String setback, int failures) {

  /** Where a pair is to go. */
  enum Aim {
    /** Undo everything: the VF departs or hn detaches. */
    APART,
    /** The VF receives by itself alone. */
    OFF,
    /** As {@link #OFF}, and then wait; something failed. */
    ROLLED_BACK,
    /** The VF receives beside hn. */
    ON
  }

  static DirectPair of(NicFacts nic, VfFacts vf) {
    return new DirectPair(nic, vf, nic.host().generation(), "", 0);
  }

  Aim aim() {
    if (vf.isDeparting() || nic.detaching()) {
      return Aim.APART;
    }
    if (!setback.isEmpty()) {
      return Aim.ROLLED_BACK;
    }
    var host = nic.host();
    return vf.up() && host.givesVf() && generation == host.generation() ? Aim.ON : Aim.OFF;
  }

  /** Why it does not receive any more, one sentence. */
  String reasonDown() {
    if (vf.isDeparting()) {
      return "VF " + vf.id() + (vf.isGone() ? " vanished" : " departs");
    }
    if (nic.detaching()) {
      return "hn detaches";
    }
    if (!setback.isEmpty()) {
      return setback;
    }
    return vf.up() ? StateWords.withheld(nic.host()) : "VF " + vf.id() + " went down";
  }

  DirectPair with(NicFacts now) {
    return new DirectPair(now, vf, generation, setback, failures);
  }

  DirectPair with(HostFacts now) {
    return with(nic.with(now));
  }

  DirectPair with(VfFacts now) {
    return new DirectPair(nic, now, generation, setback, failures);
  }

  /** Notes what went wrong; what went wrong first stays the reason. */
  DirectPair failed(String what) {
    return setback.isEmpty() ? new DirectPair(nic, vf, generation, what, failures + 1) : this;
  }

  /** Tries again, after the time for it. */
  DirectPair retrying() {
    return new DirectPair(nic, vf, generation, "", failures);
  }

  /** Tries again because something new happened, or has succeeded. */
  DirectPair encouraged() {
    return new DirectPair(nic, vf, generation, "", 0);
  }

  /** Nothing is done yet, so that it can be under what the host says now. */
  DirectPair anew() {
    return new DirectPair(nic, vf, nic.host().generation(), setback, failures);
  }

  DirectPair nextAttempt() {
    return with(nic.nextAttempt());
  }

  DirectPair answered() {
    return with(nic.answered());
  }
}
