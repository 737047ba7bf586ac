package io.hnswitch.ledger;

import io.hnswitch.state.StateTree;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Numbers frames where they enter the lab. A <em>stream</em> is one ingress and one destination
 * address; its numbers have no gaps, so whoever the address belongs to sees loss, duplicates and
 * reordering of any traffic, whatever it is.
 *
 * <p>At most {@value #STREAMS} destinations are numbered for an ingress; frames to further ones are
 * unnumbered (stream 0).
 */
public final class StreamMarks {

  /** Destinations that are told apart for one ingress. */
  public static final int STREAMS = 1024;

  private static final int SLOTS = 2 * STREAMS;

  private int firstStream;
  private final long[] macs = new long[SLOTS];
  private final int[] next = new int[SLOTS];
  private int used;
  private int slot;

  /**
   * @param ingress number of the ingress in the lab, from 0; streams of different ingresses differ
   */
  public StreamMarks(int ingress) {
    firstStream = 1 + ingress * SLOTS;
    Arrays.fill(macs, -1);
  }

  /**
   * Takes the next number for a destination.
   *
   * @param mac the destination address, as {@link io.hnswitch.frame.MacAddress#value()}
   * @return the stream, or 0; then {@link #sequence()} is meaningless
   */
  public int next(long mac) {
    int at = slot;
    if (macs[at] != mac) {
      at = find(mac);
      if (at < 0) {
        return 0;
      }
      slot = at;
    }
    next[at]++;
    return firstStream + at;
  }

  /** The number taken by the last {@link #next}. */
  public int sequence() {
    return next[slot] - 1;
  }

  /** Where the numbers stand, for whoever goes on in this one's place. */
  public StateTree save() {
    var streams = new ArrayList<StateTree>();
    for (int i = 0; i < SLOTS; i++) {
      if (macs[i] >= 0) {
        int at = i;
        streams.add(
            StateTree.write(
                into -> into.number("slot", at).number("mac", macs[at]).number("next", next[at])));
      }
    }
    return StateTree.write(into -> into.number("first", firstStream).trees("streams", streams));
  }

  /** Goes on where another one stood; only before the first frame. */
  public void restore(StateTree.Reader from) {
    firstStream = from.integer("first", Integer.MIN_VALUE, Integer.MAX_VALUE);
    for (var stream : from.trees("streams", STREAMS)) {
      int at = stream.integer("slot", 0, SLOTS - 1);
      if (macs[at] >= 0) {
        throw stream.wrong("slot", "twice " + at);
      }
      macs[at] = stream.number("mac", 0, 0xffff_ffff_ffffL);
      next[at] = stream.integer("next", Integer.MIN_VALUE, Integer.MAX_VALUE);
      used++;
    }
  }

  private int find(long mac) {
    int at = (int) ((mac * 0x9e37_79b9_7f4a_7c15L) >>> 53) & SLOTS - 1;
    while (macs[at] != mac) {
      if (macs[at] < 0) {
        if (used == STREAMS) {
          return -1;
        }
        used++;
        macs[at] = mac;
        break;
      }
      at = at + 1 & SLOTS - 1;
    }
    return at;
  }
}
