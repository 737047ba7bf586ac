package io.hnswitch.wire;

/**
 * What is said between two nodes. A message is its length (u32, of what follows the header), its
 * type (u16), two bytes of zero, and a body. Little-endian.
 */
enum MessageType {
  /** Whoever accepted begins: magic u32, version u16, nonce of 16 bytes. */
  GREETING(1, Greeting.BYTES, Greeting.BYTES),
  /** Whoever connected says which link it is about, and proves that it knows the secret. */
  HELLO(2, Hello.BYTES_MIN, Hello.BYTES_MAX),
  /** The answer, with a proof too. From here on frames may come. */
  WELCOME(3, Welcome.BYTES, Welcome.BYTES),
  /** The other answer: the ordinal of a {@link WireRefusal} as u16. The connection ends. */
  REFUSED(4, Short.BYTES, Short.BYTES),
  /** Frames, in the layout of {@link io.hnswitch.frame.BurstWire}. */
  BURST(5, WireBurst.BYTES_MIN, WireBurst.BYTES_MAX),
  /** All frames that have come by this link from this peer, u64. */
  ACK(6, Long.BYTES, Long.BYTES),
  /** To be sent back as it is: nanoseconds of the sender's clock, u64. */
  PING(7, Long.BYTES, Long.BYTES),
  PONG(8, Long.BYTES, Long.BYTES),
  /** No frames follow. Answered with the same, behind the last frames of the other side. */
  BYE(9, 0, 0);

  static final int HEADER = 8;

  /** Bytes of the longest body that is read as a whole. */
  static final int WHOLE_MAX = Hello.BYTES_MAX;

  private static final MessageType[] ALL = values();

  private final int wire;
  private final int min;
  private final int max;

  MessageType(int wire, int min, int max) {
    this.wire = wire;
    this.min = min;
    this.max = max;
  }

  int wire() {
    return wire;
  }

  /**
   * The type of a message.
   *
   * @throws WireException when there is none with that number, or none of that length
   */
  static MessageType of(int wire, long length) {
    if (wire < 1 || wire > ALL.length) {
      throw new WireException("no type of message: " + wire);
    }
    var type = ALL[wire - 1];
    if (length < type.min || length > type.max) {
      throw new WireException(type + " of " + length + " bytes");
    }
    return type;
  }
}
