package io.hnswitch.vmbus;

/**
 * Where the two rings of a channel are; both directions named from the guest.
 *
 * @param transmitAddress of the guest's ring to the host
 * @param transmitBytes control page and data
 * @param receiveAddress of the host's ring to the guest
 * @param receiveBytes control page and data
 */
public record RingPair(
    long transmitAddress, long transmitBytes, long receiveAddress, long receiveBytes) {

  /** One allocation: the transmit ring first, the receive ring behind it. */
  public static RingPair of(long address, long transmitBytes, long receiveBytes) {
    return new RingPair(address, transmitBytes, address + transmitBytes, receiveBytes);
  }

  /** Bytes of both rings. */
  public long bytes() {
    return transmitBytes + receiveBytes;
  }
}
