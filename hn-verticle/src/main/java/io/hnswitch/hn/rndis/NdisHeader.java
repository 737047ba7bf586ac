package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Parsed;
import java.nio.ByteBuffer;

/**
 * The four bytes before every NDIS object: type u8, revision u8, size u16 with these four bytes.
 *
 * @param type one of the constants
 * @param revision at least 1
 * @param size bytes of the object
 */
record NdisHeader(int type, int revision, int size) {

  static final int BYTES = 4;
  static final int DEFAULT = 0x80;
  static final int RSS_CAPS = 0x88;
  static final int RSS_PARAMS = 0x89;
  static final int OFFLOAD = 0xa7;

  /** A zeroed object with its header written, positioned behind it. */
  ByteBuffer start() {
    return Octets.little(new byte[size])
        .put((byte) type)
        .put((byte) revision)
        .putShort((short) size);
  }

  /**
   * Reads and checks a header.
   *
   * @param sizeMin bytes the object must have at least
   */
  static Parsed<NdisHeader> read(Octets object, int type, int sizeMin) {
    if (object.size() < BYTES) {
      return Parsed.malformed(Fault.TOO_SHORT, "object received", object.size());
    }
    var in = object.buffer();
    var header = new NdisHeader(in.get(0) & 0xff, in.get(1) & 0xff, in.getShort(2) & 0xffff);
    if (header.type != type) {
      return Parsed.malformed(Fault.BAD_VALUE, "object type", header.type);
    }
    if (header.revision < 1) {
      return Parsed.malformed(Fault.BAD_VALUE, "object revision", header.revision);
    }
    if (header.size > object.size() || header.size < sizeMin) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "object size", header.size);
    }
    return Parsed.ok(header);
  }
}
