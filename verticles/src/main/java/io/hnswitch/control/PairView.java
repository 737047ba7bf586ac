package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.List;
import java.util.Optional;

/**
 * An hn and its VF as people see them.
 *
 * @param state of the life cycle: synthetic, waiting, ready, switching, vf-active, leaving, failed;
 *     in non-transparent mode synthetic, not-transparent, switching, rxvf, leaving, failed
 * @param reason of the last transition, one sentence
 * @param sinceMillis when that was, milliseconds since 1970
 * @param waitLeftMillis of the attach wait; 0 when none runs
 * @param history the last switch-overs, newest first
 */
public record PairView(
    NicId nic,
    Optional<VfId> vf,
    String state,
    String reason,
    long sinceMillis,
    long waitLeftMillis,
    List<SwitchOver> history) {

  public PairView {
    history = List.copyOf(history);
  }

  /**
   * One change of path.
   *
   * @param cause attach, detach, surprise, nic-up, nic-down, host
   * @param switchMillis from closing the gate to opening it
   */
  public record SwitchOver(
      long atMillis,
      Datapath from,
      Datapath to,
      String cause,
      double switchMillis,
      long lost,
      long duplicated,
      long reordered) {}
}
