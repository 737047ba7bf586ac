package io.hnswitch.migration;

import io.hnswitch.state.StateTree;
import java.time.Duration;

/** What is to be done at the old node of a guest that leaves. */
public sealed interface SourceEffect {

  /** Ask the target; the answer is {@link SourceEvent.Done} or {@link SourceEvent.Refused}. */
  record Request(Ask ask, StateTree state) implements SourceEffect {}

  /** Tell the target that the guest stays. */
  record SendAbort(String why) implements SourceEffect {}

  /** Have the guest give its VFs back in order. */
  record RevokeVfs() implements SourceEffect {}

  /** Stop the devices, say goodbye behind their last frame, and have them say what they know. */
  record Suspend() implements SourceEffect {}

  /** Ask the arbiter whose the guest is; it is this side's when the other has not asked before. */
  record Decide() implements SourceEffect {}

  /** Send what was kept, and what still comes, to the target. */
  record Forward() implements SourceEffect {}

  /** Tell the target, behind the last frame of the tunnel, that there are no more. */
  record EndTunnel() implements SourceEffect {}

  /** Take the devices down. */
  record Leave() implements SourceEffect {}

  /** Let the devices go on as if nothing had been, and give back what was revoked. */
  record GoOn() implements SourceEffect {}

  /** Say {@link SourceEvent.Elapsed} after that time; in place of what was armed before. */
  record Arm(Duration time, Class<? extends SourceState> in) implements SourceEffect {}

  /** It is over: say whose the guest is. */
  record Finish(Side side, String why) implements SourceEffect {}
}
