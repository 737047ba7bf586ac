package io.hnswitch.policy;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a NIC's port refuses: how often and why, and examples of what the guest should not have
 * sent. It goes on while the port's policy changes. One thread.
 */
public final class PortRefusals {

  private final long[] fromGuest = new long[DropReason.count()];
  private final long[] toGuest = new long[DropReason.count()];
  private final Violations violations;

  PortRefusals(Memory memory) {
    this.violations = new Violations(memory);
  }

  /** Who is told of each example, in place of who was until now. */
  void listener(Consumer<Violation> next) {
    violations.listener(next);
  }

  /**
   * A frame of the guest is dropped.
   *
   * @param frame where it is
   * @param length bytes of it
   * @param now nanoseconds
   */
  public void fromGuest(DropReason reason, long frame, int length, long now) {
    fromGuest[reason.ordinal()]++;
    violations.note(reason, frame, length, now);
  }

  /** A frame for the guest is dropped. */
  public void toGuest(DropReason reason) {
    toGuest[reason.ordinal()]++;
  }

  /** Frames by reason; reasons that never were are left out. */
  public Map<String, Long> counts(boolean ofGuest) {
    var drops = new TreeMap<String, Long>();
    var counts = ofGuest ? fromGuest : toGuest;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        drops.put(DropReason.of(i).slug(), counts[i]);
      }
    }
    return drops;
  }

  /** Examples of what the guest should not have sent, oldest first. */
  public List<Violation> violations() {
    return violations.all();
  }
}
