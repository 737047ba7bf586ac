package io.hnswitch.vmbus.wire;

import java.util.Optional;

/** The control messages that this switch speaks, with their wire number and least size. */
public enum ControlType {
  OFFER(1, 196, true),
  RESCIND(2, 12, true),
  REQUEST_OFFERS(3, 8, false),
  ALL_OFFERS_DELIVERED(4, 8, true),
  OPEN(5, 148, false),
  OPEN_RESULT(6, 20, true),
  CLOSE(7, 12, false),
  GPADL_HEADER(8, 20, false),
  GPADL_BODY(9, 16, false),
  GPADL_CREATED(10, 20, true),
  GPADL_TEARDOWN(11, 16, false),
  GPADL_TORNDOWN(12, 12, true),
  RELID_RELEASED(13, 12, false),
  INITIATE_CONTACT(14, 40, false),
  VERSION_RESPONSE(15, 9, true),
  UNLOAD(16, 8, false),
  UNLOAD_COMPLETE(17, 8, true);

  /** Bytes of type and reserved word in front of every message. */
  public static final int HEADER_BYTES = 8;

  /** Largest control message. */
  public static final int BYTES_MAX = 240;

  private final int wire;
  private final int bytesMin;
  private final boolean fromHost;

  ControlType(int wire, int bytesMin, boolean fromHost) {
    this.wire = wire;
    this.bytesMin = bytesMin;
    this.fromHost = fromHost;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** Fewer bytes than this are no message of this type. */
  public int bytesMin() {
    return bytesMin;
  }

  /** Whether the host sends it; otherwise the guest does. */
  public boolean isFromHost() {
    return fromHost;
  }

  /** The type of a number, if this switch speaks it. */
  public static Optional<ControlType> of(int wire) {
    return wire >= 1 && wire <= values().length
        ? Optional.of(values()[wire - 1])
        : Optional.empty();
  }
}
