package io.hnswitch.migration;

import io.hnswitch.state.StateTree;
import java.time.Duration;

/** What is to be done at the new node of a guest that comes. */
public sealed interface TargetEffect {

  /** The source is told that what it asked for is done. */
  record Confirm(Ask ask) implements TargetEffect {}

  /** The source is told that it is not, and will not be. */
  record Refuse(Ask ask, String why) implements TargetEffect {}

  /** Make the devices, so that they wait. */
  record Deploy() implements TargetEffect {}

  /** Have the devices take over what they are to know. */
  record Import(StateTree state) implements TargetEffect {}

  /** Wait for the goodbyes of the guest's ports, for a bounded time. */
  record Listen() implements TargetEffect {}

  /** Ask the arbiter whose the guest is; it is this side's when the other has not asked before. */
  record Decide() implements TargetEffect {}

  /** Let the guest run: its ports announce it, its devices go on. */
  record Activate() implements TargetEffect {}

  /**
   * Let go what the switch had for the guest, behind what the tunnel has brought.
   *
   * @param missed whether the end of the tunnel was waited for in vain
   */
  record Release(boolean missed) implements TargetEffect {}

  /** Take the devices down again. */
  record Remove() implements TargetEffect {}

  /** Say {@link TargetEvent.Elapsed} after that time; in place of what was armed before. */
  record Arm(Duration time, Class<? extends TargetState> in) implements TargetEffect {}

  /** It is over: say whose the guest is. */
  record Finish(Side side, String why) implements TargetEffect {}
}
