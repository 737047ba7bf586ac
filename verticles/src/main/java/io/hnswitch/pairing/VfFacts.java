package io.hnswitch.pairing;

import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;

/**
 * What pairing knows of a paired VF.
 *
 * @param capabilities what it could enable
 * @param enabled what it has enabled, as it said last
 * @param up whether its interface is up, as it said last
 * @param link what it said of its link
 * @param departure whether and how it leaves
 */
record VfFacts(
    VfId id,
    OffloadCaps capabilities,
    OffloadCaps enabled,
    TsoLimits tso,
    boolean up,
    Link link,
    Departure departure) {

  /** The VF's link. */
  enum Link {
    UNTOLD,
    UP,
    DOWN
  }

  /** How a VF leaves. */
  enum Departure {
    NONE,
    /** It still carries frames; it waits until hn has let go. */
    ORDERLY,
    /** The hardware is already gone. */
    SURPRISE
  }

  /** A VF that has just attached. */
  static VfFacts attached(VfId id, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso) {
    return new VfFacts(id, capabilities, enabled, tso, false, Link.UNTOLD, Departure.NONE);
  }

  VfFacts enabling(OffloadCaps now) {
    return new VfFacts(id, capabilities, now, tso, up, link, departure);
  }

  VfFacts linked(boolean linkUp) {
    return new VfFacts(id, capabilities, enabled, tso, up, linkUp ? Link.UP : Link.DOWN, departure);
  }

  VfFacts goingUp(boolean now) {
    return new VfFacts(id, capabilities, enabled, tso, now, link, departure);
  }

  /** A surprise overtakes an orderly departure, never the reverse. */
  VfFacts departing(boolean orderly) {
    var how = orderly && departure != Departure.SURPRISE ? Departure.ORDERLY : Departure.SURPRISE;
    return new VfFacts(id, capabilities, enabled, tso, up, link, how);
  }

  boolean isDeparting() {
    return departure != Departure.NONE;
  }

  boolean isGone() {
    return departure == Departure.SURPRISE;
  }
}
