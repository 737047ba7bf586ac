package io.hnswitch.endpoint.qemu;

/** A socket to one peer, as far as frames go: it takes and gives what it can, at once. */
public interface Wire {

  /** Nothing there, or no room: {@code EAGAIN}. */
  int AGAIN = -11;

  /** A datagram that is longer than the way takes: {@code EMSGSIZE}. */
  int TOO_LONG = -90;

  /** The way has no memory left: {@code ENOBUFS}. */
  int NO_BUFFERS = -105;

  /**
   * Receives.
   *
   * @return bytes that came, for a datagram all that it had even if there was no room for it; 0
   *     where a stream has ended; {@link #AGAIN}, or another negative error number
   */
  int receive(long address, int length);

  /**
   * Sends.
   *
   * @return bytes that were taken; {@link #AGAIN}, or another negative error number
   */
  int send(long address, int length);
}
