package io.hnswitch.pairing;

import io.hnswitch.control.RxVfStep;
import java.util.List;

/**
 * A pair in non-transparent mode: the VF is used directly, and hn only lets it receive what comes
 * by the channel while it is up (RXVF). {@link Aside}, {@link TurningOn}, {@link Receiving}, {@link
 * TurningOff} and back; a failure leads by {@link TurningOff} to {@link Stalled}.
 */
sealed interface DirectState extends PairingState {

  DirectPair pair();

  /** The same with other facts. */
  DirectState with(DirectPair now);

  /** Paired, and the VF receives by itself alone. */
  record Aside(DirectPair pair) implements DirectState {
    @Override
    public Aside with(DirectPair now) {
      return new Aside(now);
    }
  }

  /**
   * hn prepares to receive for the VF.
   *
   * @param step that is under way
   */
  record TurningOn(DirectPair pair, RxVfStep step) implements DirectState {
    @Override
    public TurningOn with(DirectPair now) {
      return new TurningOn(now, step);
    }
  }

  /** What hn receives is the VF's. */
  record Receiving(DirectPair pair) implements DirectState {
    @Override
    public Receiving with(DirectPair now) {
      return new Receiving(now);
    }
  }

  /**
   * That ends.
   *
   * @param left steps to be turned off; the first one is under way
   * @param wasReceiving false when it had not begun
   */
  record TurningOff(DirectPair pair, List<RxVfStep> left, boolean wasReceiving)
      implements DirectState {

    public TurningOff {
      left = List.copyOf(left);
    }

    @Override
    public TurningOff with(DirectPair now) {
      return new TurningOff(now, left, wasReceiving);
    }
  }

  /** Rolled back after a failure, until it is tried again. */
  record Stalled(DirectPair pair) implements DirectState {
    @Override
    public Stalled with(DirectPair now) {
      return new Stalled(now);
    }
  }
}
