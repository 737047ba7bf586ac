package io.hnswitch.ledger;

import io.hnswitch.state.StateTree;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * What arrived at one destination, over all streams: the sums of their {@link StreamWindow
 * windows}. Loss is only meaningful for streams whose destination this is; the caller passes only
 * those.
 */
public final class Arrivals {

  /** Streams that are watched at one destination; further ones are passed over. */
  static final int STREAMS_MAX = 16_384;

  private int[] streams = new int[16];
  private StreamWindow[] windows = new StreamWindow[16];
  private int count;
  private int lastStream;
  private StreamWindow last;

  /** Takes note of a numbered frame; stream 0 is passed over. */
  public void arrived(int stream, int sequence) {
    if (stream == 0) {
      return;
    }
    if (stream != lastStream) {
      last = window(stream);
      lastStream = stream;
    }
    if (last != null) {
      last.arrived(sequence);
    }
  }

  private StreamWindow window(int stream) {
    int at = Arrays.binarySearch(streams, 0, count, stream);
    if (at >= 0) {
      return windows[at];
    }
    if (count == STREAMS_MAX) {
      return null;
    }
    int insert = -at - 1;
    if (count == streams.length) {
      streams = Arrays.copyOf(streams, 2 * count);
      windows = Arrays.copyOf(windows, 2 * count);
    }
    System.arraycopy(streams, insert, streams, insert + 1, count - insert);
    System.arraycopy(windows, insert, windows, insert + 1, count - insert);
    count++;
    streams[insert] = stream;
    windows[insert] = new StreamWindow();
    return windows[insert];
  }

  /** Every stream's window, for whoever goes on in this one's place. */
  public StateTree save() {
    var all = new ArrayList<StateTree>();
    for (int i = 0; i < count; i++) {
      int at = i;
      all.add(
          StateTree.write(
              into -> {
                into.number("stream", streams[at]);
                windows[at].save(into);
              }));
    }
    return StateTree.write(into -> into.trees("streams", all));
  }

  /** Goes on with the windows of another one; only before the first frame. */
  public void restore(StateTree.Reader from) {
    for (var stream : from.trees("streams", STREAMS_MAX)) {
      int number = stream.integer("stream", Integer.MIN_VALUE, Integer.MAX_VALUE);
      if (number == 0) {
        throw stream.wrong("stream", "no stream");
      }
      window(number).restore(stream);
    }
  }

  /** The sums at this moment. */
  public Sums sums() {
    long distinct = 0;
    long missing = 0;
    long duplicated = 0;
    long reordered = 0;
    for (int i = 0; i < count; i++) {
      distinct += windows[i].distinct();
      missing += windows[i].missing();
      duplicated += windows[i].duplicated();
      reordered += windows[i].reordered();
    }
    return new Sums(distinct, missing, duplicated, reordered);
  }

  /**
   * Numbered frames at a destination.
   *
   * @param missing not arrived although later ones of their stream did
   */
  public record Sums(long received, long missing, long duplicated, long reordered) {

    public Sums minus(Sums that) {
      return new Sums(
          received - that.received,
          missing - that.missing,
          duplicated - that.duplicated,
          reordered - that.reordered);
    }

    public Sums plus(Sums that) {
      return new Sums(
          received + that.received,
          missing + that.missing,
          duplicated + that.duplicated,
          reordered + that.reordered);
    }
  }
}
