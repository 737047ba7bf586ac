package io.hnswitch.pairing;

import io.hnswitch.control.NicControl;

/**
 * How far the pairing of one hn has come. Up the ladder: {@link Synthetic}, {@link Waiting}, {@link
 * Merging}, {@link HandingOver}, {@link Ready}, {@link BringingUp}, {@link Switching}, {@link
 * VfActive}; down it: {@link SwitchingBack}, {@link TakingDown}, {@link Undoing}. {@link Failed} is
 * reached from {@link Undoing} or before anything was done, and left by {@link Waiting} or {@link
 * Merging}. Every state that has something to undo leads down through its undoing only; {@link
 * Gone} is the end. In non-transparent mode a paired hn is in a {@link DirectState} instead.
 */
sealed interface PairingState
    permits PairingState.Synthetic, PairingState.Gone, PairingState.Paired, DirectState {

  /** No VF. */
  record Synthetic(NicFacts nic) implements PairingState {}

  /** hn has detached. */
  record Gone() implements PairingState {}

  /** There is a VF, in transparent mode. */
  sealed interface Paired extends PairingState {
    Pair pair();

    /** The same with other facts. */
    Paired with(Pair now);
  }

  /** The VF's input is being taken over; then the attach wait runs. */
  record Waiting(Pair pair, Adoption step) implements Paired {
    @Override
    public Waiting with(Pair now) {
      return new Waiting(now, step);
    }
  }

  /** What a waiting pair waits for. */
  enum Adoption {
    /** hn listens to the VF. */
    ACCEPT,
    /** The VF sends to hn. */
    OVERRIDE,
    /** The attach wait. */
    SETTLE,
    /** The attach wait is over; the host is to give the VF. */
    ALLOCATE
  }

  /** hn narrows itself to what both can do. */
  record Merging(Pair pair) implements Paired {
    @Override
    public Merging with(Pair now) {
      return new Merging(now);
    }
  }

  /** Merged; the VF is given hn's settings. */
  record HandingOver(Pair pair, NicControl.Merged merged, Handover step) implements Paired {
    @Override
    public HandingOver with(Pair now) {
      return new HandingOver(now, merged, step);
    }
  }

  /** What is handed over. */
  enum Handover {
    /** The VF is asked for hn's enabled set. */
    OFFLOADS,
    /** hn follows what the VF really enabled. */
    FOLLOW,
    /** The VF is given hn's MTU. */
    MTU,
    /** The VF refused an MTU above 1500: hn takes 1500. */
    NIC_MTU
  }

  /** Merged and at rest: hn is down. */
  record Ready(Pair pair, NicControl.Merged merged) implements Paired {
    @Override
    public Ready with(Pair now) {
      return new Ready(now, merged);
    }
  }

  /** The VF is asked to come up. */
  record BringingUp(Pair pair, NicControl.Merged merged, Rise step) implements Paired {
    @Override
    public BringingUp with(Pair now) {
      return new BringingUp(now, merged, step);
    }
  }

  /** What bringing a VF up is made of. */
  enum Rise {
    /** The VF is given hn's flags, and up. */
    FLAGS,
    /** The VF is asked what is enabled, as some drivers know only when they are up. */
    SURVEY,
    /** hn follows that. */
    FOLLOW
  }

  /** hn moves its path to the VF. */
  record Switching(Pair pair, NicControl.Merged merged) implements Paired {
    @Override
    public Switching with(Pair now) {
      return new Switching(now, merged);
    }
  }

  /** Frames take the VF. */
  record VfActive(Pair pair, NicControl.Merged merged) implements Paired {
    @Override
    public VfActive with(Pair now) {
      return new VfActive(now, merged);
    }
  }

  /**
   * hn moves its path back.
   *
   * @param orderly whether the VF is drained first
   * @param wasActive false when the path had not arrived at the VF yet
   * @param cause why
   */
  record SwitchingBack(
      Pair pair, NicControl.Merged merged, boolean orderly, boolean wasActive, SwitchCause cause)
      implements Paired {
    @Override
    public SwitchingBack with(Pair now) {
      return new SwitchingBack(now, merged, orderly, wasActive, cause);
    }
  }

  /** The VF, which stays, is asked to go down. */
  record TakingDown(Pair pair, NicControl.Merged merged) implements Paired {
    @Override
    public TakingDown with(Pair now) {
      return new TakingDown(now, merged);
    }
  }

  /** What was done before the path moved is undone. */
  record Undoing(Pair pair, Undo step) implements Paired {
    @Override
    public Undoing with(Pair now) {
      return new Undoing(now, step);
    }
  }

  /** What is undone. */
  enum Undo {
    MERGE,
    OVERRIDE,
    ACCEPT
  }

  /**
   * Rolled back after a failure, until it is tried again.
   *
   * @param overridden whether hn still gets what the VF receives
   */
  record Failed(Pair pair, boolean overridden) implements Paired {
    @Override
    public Failed with(Pair now) {
      return new Failed(now, overridden);
    }
  }
}
