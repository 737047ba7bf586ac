package io.hnswitch.migration;

import io.hnswitch.state.StateTree;

/** What happens at the new node of a guest that comes. */
public sealed interface TargetEvent {

  /** The source asks; the same may come twice. */
  record Asked(Ask ask, StateTree state) implements TargetEvent {}

  /** The source keeps the guest. */
  record Aborted(String why) implements TargetEvent {}

  /** The devices are up, and wait. */
  record Deployed() implements TargetEvent {}

  /** The devices cannot be had. */
  record DeployFailed(String why) implements TargetEvent {}

  /** The devices know what they have to. */
  record Imported() implements TargetEvent {}

  /** What the source has said cannot be taken over. */
  record ImportFailed(String why) implements TargetEvent {}

  /** The goodbyes have come, or were waited for in vain. */
  record GoodbyeHeard() implements TargetEvent {}

  /** The arbiter has said whose the guest is. */
  record Decided(Side side) implements TargetEvent {}

  /** The arbiter could not be asked. */
  record Undecided(String why) implements TargetEvent {}

  /** The guest runs; as well as it can. */
  record Active() implements TargetEvent {}

  /** The tunnel has brought its last frame. */
  record TunnelEnded() implements TargetEvent {}

  /** What was held goes to the guest. */
  record Released() implements TargetEvent {}

  /** The devices are gone. */
  record Removed() implements TargetEvent {}

  /** Time that was armed in this state has passed; in another state it means nothing. */
  record Elapsed(Class<? extends TargetState> in) implements TargetEvent {}

  /** The source's node is gone, or cannot be reached any more. */
  record PeerLost() implements TargetEvent {}
}
