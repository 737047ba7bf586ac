package io.hnswitch.migration;

import java.util.Optional;

/**
 * How far a guest's departure has come, as its old node sees it. The guest runs here in all states
 * up to {@link Revoking}, in {@link Ended} with {@link Side#SOURCE}, and nowhere at this node in
 * all others.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>goes on to</th><th>fails to</th></tr>
 * <tr><td>Idle</td><td>Asking</td><td></td></tr>
 * <tr><td>Asking</td><td>Revoking</td><td>Ended (source); nothing was touched</td></tr>
 * <tr><td>Revoking</td><td>Suspending</td><td>Returning</td></tr>
 * <tr><td>Suspending</td><td>Transferring</td><td>Returning</td></tr>
 * <tr><td>Transferring</td><td>Handing</td><td>Returning</td></tr>
 * <tr><td>Handing</td><td>Forwarding</td><td>Deciding: nobody here knows whose it is</td></tr>
 * <tr><td>Deciding</td><td>Forwarding or Returning, as the arbiter says</td><td>asks again</td></tr>
 * <tr><td>Forwarding</td><td>Leaving</td><td></td></tr>
 * <tr><td>Leaving</td><td>Ended (target)</td><td></td></tr>
 * <tr><td>Returning</td><td>Ended (source)</td><td></td></tr>
 * </table>
 */
public sealed interface SourceState {

  /** Nothing has been asked yet. */
  record Idle() implements SourceState {}

  /** The target makes room. */
  record Asking() implements SourceState {}

  /**
   * The guest gives its VFs back.
   *
   * @param undo why it stays when that has ended
   */
  record Revoking(Optional<String> undo) implements SourceState {}

  /**
   * The guest's devices stop, and say what they know.
   *
   * @param undo why it stays when that has ended
   */
  record Suspending(Optional<String> undo) implements SourceState {}

  /** The target takes over what they know. */
  record Transferring() implements SourceState {}

  /** The target has been told to let the guest go on: it may do so from now on. */
  record Handing() implements SourceState {}

  /** Nobody knows whether the target has the guest: the arbiter is asked. */
  record Deciding(String why) implements SourceState {}

  /** The guest runs at the target; what still comes here is sent after it. */
  record Forwarding() implements SourceState {}

  /** The devices go. */
  record Leaving() implements SourceState {}

  /** The guest stays; its devices go on. */
  record Returning(String why) implements SourceState {}

  /**
   * It is over.
   *
   * @param side whose the guest is
   * @param why the guest has stayed; empty when it has not
   */
  record Ended(Side side, String why) implements SourceState {}
}
