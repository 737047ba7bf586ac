package io.hnswitch.migration;

import io.hnswitch.state.StateTree;

/** What happens at the old node of a guest that leaves. */
public sealed interface SourceEvent {

  /** Somebody wants the guest to leave. */
  record Start() implements SourceEvent {}

  /** The target has done what it was asked for. */
  record Done(Ask ask) implements SourceEvent {}

  /** The target has not done it. */
  record Refused(Ask ask, String why) implements SourceEvent {}

  /** The guest has no VF any more. */
  record Revoked() implements SourceEvent {}

  /** The guest has not given its VFs back. */
  record RevokeFailed(String why) implements SourceEvent {}

  /** The devices stand still and have said what they know. */
  record Suspended(StateTree state) implements SourceEvent {}

  /** The devices could not be made to stand still. */
  record SuspendFailed(String why) implements SourceEvent {}

  /** The arbiter has said whose the guest is. */
  record Decided(Side side) implements SourceEvent {}

  /** The arbiter could not be asked. */
  record Undecided(String why) implements SourceEvent {}

  /** Nothing can come for the guest here any more, and the tunnel has all of it. */
  record Forwarded() implements SourceEvent {}

  /** The devices are gone. */
  record Left() implements SourceEvent {}

  /** The devices go on. */
  record Returned() implements SourceEvent {}

  /** Time that was armed in this state has passed; in another state it means nothing. */
  record Elapsed(Class<? extends SourceState> in) implements SourceEvent {}

  /** The target's node is gone, or cannot be reached any more. */
  record PeerLost() implements SourceEvent {}

  /** Somebody wants the guest to stay after all. */
  record Cancel() implements SourceEvent {}
}
