package io.hnswitch.policy;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Examples of what a port refused: at most one a second for each reason, the last {@value #KEPT} of
 * all. Who sends a million forged frames a second costs no more than who sends one.
 */
final class Violations {

  private static final int KEPT = 32;
  private static final long PAUSE_NANOS = 1_000_000_000L;

  /** What a guest should not do; what its bandwidth or its access list refuses is no offence. */
  private static final Set<DropReason> OFFENCES =
      EnumSet.of(
          DropReason.VLAN_NOT_ALLOWED,
          DropReason.VLAN_MALFORMED,
          DropReason.MAC_SPOOF,
          DropReason.DHCP_GUARD,
          DropReason.ROUTER_GUARD,
          DropReason.STORM,
          DropReason.RUNT,
          DropReason.OVERSIZE);

  private final MemorySegment memory;
  private final ArrayDeque<Violation> kept = new ArrayDeque<>();
  private final long[] last = new long[DropReason.count()];
  private final boolean[] had = new boolean[DropReason.count()];
  private final long[] unreported = new long[DropReason.count()];
  private Consumer<Violation> listener = violation -> {};

  Violations(Memory memory) {
    this.memory = memory.segment();
  }

  /** Who is told of every example. */
  void listener(Consumer<Violation> next) {
    listener = next;
  }

  void note(DropReason reason, long frame, int length, long now) {
    if (!OFFENCES.contains(reason)) {
      return;
    }
    int at = reason.ordinal();
    if (had[at] && now - last[at] < PAUSE_NANOS) {
      unreported[at]++;
      return;
    }
    had[at] = true;
    last[at] = now;
    var bytes = new byte[Math.min(length, Violation.BYTES_MAX)];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, frame, bytes, 0, bytes.length);
    var violation = new Violation(reason, now, unreported[at], length, bytes);
    unreported[at] = 0;
    if (kept.size() == KEPT) {
      kept.remove();
    }
    kept.add(violation);
    listener.accept(violation);
  }

  /** The last ones, oldest first. */
  List<Violation> all() {
    return List.copyOf(kept);
  }
}
