package io.hnswitch.hn;

import java.time.Duration;
import java.util.List;

/**
 * The media status of hn (link management of hn(4)). By itself hn has the link that the host
 * answers; a network change at the host takes it down for five seconds and then asks again. While a
 * VF is active the link is the VF's alone and the management is suspended; when it resumes, a
 * network change that was cut short runs again, and otherwise the host is asked.
 */
final class NicLink {

  /** How long a network change lasts, in which no query would be answered well. */
  static final Duration CHANGE_TIME = Duration.ofSeconds(5);

  /** What is to be done. */
  sealed interface Effect {

    /** Ask the host for the media status. */
    record Query() implements Effect {}

    /** Say so with this number when the time of a network change is over. */
    record ArmChange(Duration time, int attempt) implements Effect {}

    /** The time does not matter any more. */
    record DisarmChange() implements Effect {}
  }

  private boolean host;
  private boolean changing;
  private boolean suspended;
  private boolean vf;
  private int attempt;

  /** The media status that the stack above sees. */
  boolean isUp() {
    return suspended ? vf : host && !changing;
  }

  /** The host says that the media status changed; what it is now, it has to be asked. */
  List<Effect> indicated() {
    return suspended || changing ? List.of() : List.of(new Effect.Query());
  }

  /** The host's answer. */
  void hostAnswered(boolean up) {
    if (!suspended) {
      host = up;
    }
  }

  /** The host's network changes under the guest. */
  List<Effect> networkChanged() {
    changing = true;
    host = false;
    return suspended ? List.of() : List.of(arm());
  }

  /** The time of a network change is over. */
  List<Effect> changeElapsed(int of) {
    if (of != attempt || !changing || suspended) {
      return List.of();
    }
    changing = false;
    return List.of(new Effect.Query());
  }

  /** Management is suspended: the link is the one given here until it resumes. */
  List<Effect> suspend(boolean up) {
    vf = up;
    if (suspended) {
      return List.of();
    }
    suspended = true;
    attempt++;
    return List.of(new Effect.DisarmChange());
  }

  /**
   * Suspended with no link for as long as a VF is used beside hn; what was pending is forgotten.
   */
  List<Effect> suspendDown() {
    changing = false;
    return suspend(false);
  }

  /** The link of the VF; without effect unless management is suspended for it. */
  void vfChanged(boolean up) {
    if (suspended) {
      vf = up;
    }
  }

  /** The VF is not active any more. */
  List<Effect> resume() {
    if (!suspended) {
      return List.of();
    }
    suspended = false;
    // Until the host has answered the last state stays, as hn(4) has it.
    host = vf;
    return List.of(changing ? arm() : new Effect.Query());
  }

  private Effect arm() {
    return new Effect.ArmChange(CHANGE_TIME, ++attempt);
  }
}
