package io.hnswitch.migration;

import java.util.Optional;

/**
 * How far a guest's arrival has come, as its new node sees it. The guest runs here from {@link
 * Activating} on, that is, when the arbiter has said that it is this side's.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>goes on to</th><th>fails to</th></tr>
 * <tr><td>Idle</td><td>Preparing</td><td></td></tr>
 * <tr><td>Preparing</td><td>Prepared</td><td>Removing</td></tr>
 * <tr><td>Prepared</td><td>Importing</td><td>Removing</td></tr>
 * <tr><td>Importing</td><td>Ready</td><td>Removing</td></tr>
 * <tr><td>Ready</td><td>Listening</td><td>Removing</td></tr>
 * <tr><td>Listening</td><td>Claiming</td><td>Removing, only when the source says so</td></tr>
 * <tr><td>Claiming</td><td>Activating or Removing, as the arbiter says</td><td>asks again</td></tr>
 * <tr><td>Activating</td><td>Holding or Releasing</td><td></td></tr>
 * <tr><td>Holding</td><td>Releasing</td><td></td></tr>
 * <tr><td>Releasing</td><td>Ended (target)</td><td></td></tr>
 * <tr><td>Removing</td><td>Ended (source)</td><td></td></tr>
 * </table>
 */
public sealed interface TargetState {

  /** Nothing has been asked yet. */
  record Idle() implements TargetState {}

  /**
   * The devices come up.
   *
   * @param undo why they go when they are up
   */
  record Preparing(Optional<String> undo) implements TargetState {}

  /** The devices wait for what they are to know. */
  record Prepared() implements TargetState {}

  /**
   * The devices take it over.
   *
   * @param undo why they go when they have
   */
  record Importing(Optional<String> undo) implements TargetState {}

  /** The devices wait for the word that the guest goes on. */
  record Ready() implements TargetState {}

  /** The word has come; the guest's last frames from its old place are still on their way. */
  record Listening() implements TargetState {}

  /** The arbiter is asked whether the guest is this side's. */
  record Claiming() implements TargetState {}

  /**
   * It is: its port and its devices begin.
   *
   * @param tunnelEnded whether the tunnel has brought everything
   */
  record Activating(boolean tunnelEnded) implements TargetState {}

  /** The guest runs; the tunnel still brings what came to its old place. */
  record Holding() implements TargetState {}

  /** The guest gets what its new switch had for it meanwhile. */
  record Releasing() implements TargetState {}

  /** The devices go: the guest is the source's. */
  record Removing(String why) implements TargetState {}

  /**
   * It is over.
   *
   * @param side whose the guest is
   * @param why it is the source's; empty when it is not
   */
  record Ended(Side side, String why) implements TargetState {}
}
