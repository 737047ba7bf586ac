package io.hnswitch.migration;

import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames that came by the tunnel. A frame for a group, or for an address that a switch on its way
 * had forgotten, goes to both places; while the guest's new place is being announced, the same one
 * may come by the tunnel and by the switch. It is known by its source and its ledger number, or by
 * its bytes when it has none, and is given to the guest once.
 */
public final class Sightings {

  private static final long PRIME = 0x0000_0100_0000_01b3L;
  private static final long OFFSET = 0xcbf2_9ce4_8422_2325L;

  private final MemorySegment memory;
  private final Map<Key, Integer> seen = new HashMap<>();

  /** Who a frame is. */
  private record Key(long source, long identity, boolean numbered) {}

  public Sightings(Memory memory) {
    this.memory = memory.segment();
  }

  /** Takes note of the frames of a burst. */
  public void note(FrameBurst burst) {
    for (int i = 0; i < burst.size(); i++) {
      seen.merge(key(burst.slab(), burst.slot(i)), 1, Integer::sum);
    }
  }

  /**
   * Takes the frames out of a burst that were noted before, each as often as it was noted.
   *
   * @return how many were taken out
   */
  public int strike(FrameBurst burst) {
    if (seen.isEmpty()) {
      return 0;
    }
    int kept = 0;
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      if (!struck(key(burst.slab(), slot))) {
        burst.set(kept++, slot);
      }
    }
    burst.truncate(kept);
    return size - kept;
  }

  private boolean struck(Key key) {
    if (!seen.containsKey(key)) {
      return false;
    }
    seen.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    return true;
  }

  private Key key(FrameSlab slab, int slot) {
    long frame = slab.address(slot);
    long source = MacAddress.readRaw(memory, frame + 6);
    if (slab.stream(slot) != 0) {
      long identity = (long) slab.stream(slot) << 32 | slab.sequence(slot) & 0xffff_ffffL;
      return new Key(source, identity, true);
    }
    long hash = OFFSET;
    int length = slab.length(slot);
    for (int i = 0; i < length; i++) {
      hash = (hash ^ memory.get(Memory.BYTE, frame + i) & 0xff) * PRIME;
    }
    return new Key(source, hash, false);
  }
}
