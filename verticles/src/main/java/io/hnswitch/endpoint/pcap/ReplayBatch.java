package io.hnswitch.endpoint.pcap;

/** Frames of a file that have been read ahead; filled by a worker, emptied by the event loop. */
final class ReplayBatch {

  static final int FRAMES = 256;
  static final int BYTES = PcapReader.RECORD_MAX;

  final byte[] bytes = new byte[BYTES];
  final int[] offset = new int[FRAMES];
  final int[] length = new int[FRAMES];
  final long[] time = new long[FRAMES];
  int count;
  int used;

  /** The first frame is the file's first. */
  boolean begins;

  /** Nothing comes behind it. */
  boolean last;

  void clear() {
    count = 0;
    used = 0;
    begins = false;
    last = false;
  }

  boolean hasRoom(int more) {
    return count < FRAMES && used + more <= BYTES;
  }

  void add(byte[] from, int at, int size, long when) {
    System.arraycopy(from, at, bytes, used, size);
    offset[count] = used;
    length[count] = size;
    time[count] = when;
    count++;
    used += size;
  }
}
