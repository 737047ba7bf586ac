package io.hnswitch.control;

import io.hnswitch.id.NicId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the ports of a NIC have done, on either path.
 *
 * @param droppedFromGuest frames of the guest that were not let in, by reason
 * @param droppedToGuest frames for the guest that were not let out, by reason
 * @param rules frames that each rule of the access list has fitted when it was reached
 * @param conversations allowed ones that are remembered
 * @param conversationsRefused ones that found no room
 * @param violations examples of what the guest should not have sent, oldest first
 */
public record PolicyView(
    NicId nic,
    Map<String, Long> droppedFromGuest,
    Map<String, Long> droppedToGuest,
    Map<String, Long> rules,
    long conversations,
    long conversationsRefused,
    List<Example> violations) {

  public PolicyView {
    droppedFromGuest = Map.copyOf(droppedFromGuest);
    droppedToGuest = Map.copyOf(droppedToGuest);
    rules = Map.copyOf(rules);
    violations = List.copyOf(violations);
  }

  /**
   * A frame that was not let in.
   *
   * @param age since it came
   * @param unreported frames dropped for the same reason since the example before
   * @param length bytes of the frame
   * @param frame its first bytes, in hexadecimal
   */
  public record Example(String reason, Duration age, long unreported, int length, String frame) {}
}
