package io.hnswitch.endpoint.pcap;

import io.hnswitch.lab.ReplayRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * A file that is sent: what comes next, and when. Two batches go between the event loop, which
 * sends one, and a worker, which reads the other; {@link #check}, {@link #read} and {@link #close}
 * block and are the worker's, one call at a time, the others the loop's.
 */
public final class Replay {

  /** The next frame is to be sent now. */
  public static final int DUE = 0;

  /** The next frame has time. */
  public static final int LATER = 1;

  /** The next frame has not been read yet. */
  public static final int UNREAD = 2;

  /** There is no next frame. */
  public static final int ENDED = 3;

  private static final int BATCHES = 2;

  private final ReplayFile file;
  private final ReplayPace pace;
  private final ArrayDeque<ReplayBatch> free = new ArrayDeque<>();
  private final ArrayDeque<ReplayBatch> ready = new ArrayDeque<>();
  private ReplayBatch current;
  private ReplayBatch filling;
  private int at;
  private long due;
  private boolean running;
  private boolean paused;
  private boolean allRead;
  private boolean rewind;
  private int run;
  private long passes;

  /**
   * @param loops how often; 0 for no end
   */
  public Replay(Path path, ReplayRate rate, long loops) {
    file = new ReplayFile(path, loops);
    pace = new ReplayPace(rate);
    for (int i = 0; i < BATCHES; i++) {
      free.add(new ReplayBatch());
    }
  }

  /**
   * Reads the whole file once.
   *
   * @return frames in it
   * @throws PcapException when it is not valid
   */
  public long check() throws IOException {
    return file.check().frames();
  }

  /** From the first frame on. */
  public void start(long now) {
    stop();
    run++;
    running = true;
    paused = false;
    allRead = false;
    rewind = true;
    passes = 0;
    pace.reset(now);
  }

  /** Sends nothing more; what has been read is forgotten. */
  public void stop() {
    running = false;
    if (current != null) {
      free.add(current);
      current = null;
    }
    free.addAll(ready);
    ready.clear();
    at = 0;
  }

  public boolean isRunning() {
    return running;
  }

  /** Tells one start from another. */
  public int run() {
    return run;
  }

  /** How often the file has been sent to its end. */
  public long passes() {
    return passes;
  }

  /** Nothing can be sent for a while. */
  public void pause() {
    paused = true;
  }

  /** It can again. */
  public void goOn(long now) {
    if (paused) {
      paused = false;
      pace.goOn(now);
    }
  }

  /** Whether a worker is to {@link #read}. */
  public boolean wantsMore() {
    if (running && !allRead && filling == null && !free.isEmpty()) {
      filling = free.poll();
      return true;
    }
    return false;
  }

  /** Fills a batch. */
  public Void read() throws IOException {
    if (rewind) {
      rewind = false;
      file.rewind();
    }
    file.fill(filling);
    return null;
  }

  /** It has been filled. */
  public void has(int of) {
    var filled = filling;
    filling = null;
    if (of == run && running) {
      ready.add(filled);
      allRead = filled.last;
    } else {
      free.add(filled);
      rewind = true; // It may have been the first of what runs now.
    }
  }

  /** It could not be filled. */
  public void failed() {
    free.add(filling);
    filling = null;
  }

  /** What is to be done next. */
  public int next(long now) {
    while (current == null || at == current.count) {
      if (current != null) {
        boolean last = current.last;
        free.add(current);
        current = null;
        if (last) {
          passes++;
          return ENDED;
        }
      }
      current = ready.poll();
      at = 0;
      if (current == null) {
        return allRead ? ENDED : UNREAD;
      }
      if (current.begins) {
        passes += pace.isFirst() ? 0 : 1;
        pace.begin(now);
      }
    }
    due = pace.due(current.time[at]);
    return due <= now ? DUE : LATER;
  }

  /** When the next frame is due, after {@link #LATER}. */
  public long due() {
    return due;
  }

  /** Where the frame is that is {@link #DUE}. */
  public byte[] bytes() {
    return current.bytes;
  }

  public int offset() {
    return current.offset[at];
  }

  public int length() {
    return current.length[at];
  }

  /** The frame that was {@link #DUE} has been sent. */
  public void sent() {
    pace.sent(current.length[at]);
    at++;
  }

  /** Lets go of the file. */
  public void close() throws IOException {
    file.close();
  }
}
