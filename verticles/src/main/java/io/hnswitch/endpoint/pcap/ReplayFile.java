package io.hnswitch.endpoint.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file whose frames are read some hundred at a time, as often as is wanted. Blocks; used by one
 * worker at a time.
 */
final class ReplayFile {

  private static final int BUFFER = 256 << 10;

  private final Path path;
  private final long loops;
  private PcapReader reader;
  private long pass;

  /** Whether the reader stands on a frame that has not been given yet. */
  private boolean waiting;

  /**
   * What is in a file.
   *
   * @param bytes of all frames
   */
  record Content(long frames, long bytes) {}

  /**
   * @param loops how often; 0 for no end
   */
  ReplayFile(Path path, long loops) {
    this.path = path;
    this.loops = loops;
  }

  private PcapReader open() throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      return new PcapReader(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads the whole file.
   *
   * @throws PcapException when it is not valid, or has no frames
   */
  Content check() throws IOException {
    long frames = 0;
    long bytes = 0;
    try (var all = open()) {
      while (all.next()) {
        frames++;
        bytes += all.captured();
      }
    }
    if (frames == 0) {
      throw new PcapException(0, "the file has no frames");
    }
    return new Content(frames, bytes);
  }

  /** From the first frame of the first pass again. */
  void rewind() throws IOException {
    close();
    pass = 0;
  }

  void close() throws IOException {
    waiting = false;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /** Reads on, until the batch is full or the file ends. */
  ReplayBatch fill(ReplayBatch batch) throws IOException {
    batch.clear();
    if (reader == null) {
      reader = open();
      batch.begins = true;
      waiting = reader.next();
    }
    while (waiting && batch.hasRoom(reader.captured())) {
      batch.add(reader.bytes(), reader.offset(), reader.captured(), reader.time());
      waiting = reader.next();
    }
    if (!waiting) {
      close();
      pass++;
      // One without frames, which it had when it was checked, would be read for ever.
      batch.last = pass == loops || batch.count == 0;
    }
    return batch;
  }
}
