package io.hnswitch.endpoint.host;

/** Where a host writes the frames it sends. */
public interface FrameSink {

  /**
   * Asks for a place for one frame. A claim that is not committed is replaced by the next one.
   *
   * @param maxLength bytes the frame may have
   * @return the address in frame memory, or 0 when there is no room now
   */
  long claim(int maxLength);

  /**
   * Sends the frame that was written where the last {@link #claim} said.
   *
   * @param length its bytes, at most what was claimed
   * @param offload its offload word, see {@link io.hnswitch.frame.Frames}
   */
  void commit(int length, long offload);
}
