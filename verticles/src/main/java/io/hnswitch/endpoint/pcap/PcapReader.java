package io.hnswitch.endpoint.pcap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frames of a file in order: pcap in either byte order with micro- or nanoseconds, or
 * pcapng with sections, interfaces and resolutions as they come. Only Ethernet. Blocks, so it is
 * for workers; keeps one record at a time.
 *
 * <p>pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng.
 */
public final class PcapReader implements Closeable {

  /** Bytes of a record or block at most: nothing real is longer. */
  static final int RECORD_MAX = 1 << 20;

  private static final int MICROS = 0xa1b2c3d4;
  private static final int NANOS = 0xa1b23c4d;
  private static final int SECTION = 0x0a0d0d0a;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int RESOLUTION = 9;
  private static final int OFFSET = 14;
  private static final int ETHERNET = 1;
  private static final int CHECK_SEQUENCE = 1 << 26;
  private static final long SECOND = 1_000_000_000;
  private static final int FINE_BITS = 30;
  private static final int BINARY = 0x80;

  private final InputStream in;
  private final ByteBuffer record = ByteBuffer.allocate(RECORD_MAX);
  private final List<Interface> interfaces = new ArrayList<>();
  private final boolean ng;
  private long position;
  private boolean nanoseconds;
  private int offset;
  private int captured;
  private int length;
  private long time;

  /**
   * An interface of a section.
   *
   * @param snaplen bytes of a frame at most; 0 for all
   * @param resolution as if_tsresol has it
   * @param offset seconds to be added
   */
  private record Interface(long snaplen, int resolution, long offset) {}

  /**
   * Reads what a file begins with.
   *
   * @throws PcapException when it is none of the two kinds, or not of Ethernet
   */
  public PcapReader(InputStream in) throws IOException {
    this.in = in;
    if (fill(4) < 4) {
      throw new PcapException(0, "the file is too short to be pcap or pcapng");
    }
    int magic = record.order(ByteOrder.BIG_ENDIAN).getInt(0);
    ng = magic == SECTION;
    if (ng) {
      section();
    } else {
      header(magic);
    }
  }

  /** The frame's bytes, {@link #captured} of them from {@link #offset} on; until the next one. */
  byte[] bytes() {
    return record.array();
  }

  int offset() {
    return offset;
  }

  /** Bytes of the frame that are in the file. */
  int captured() {
    return captured;
  }

  /** Bytes that the frame had. */
  int length() {
    return length;
  }

  /** When it was captured, in nanoseconds since 1970. */
  long time() {
    return time;
  }

  /**
   * Goes to the next frame.
   *
   * @return false at the end
   * @throws PcapException when the file is not whole, or contradicts itself
   */
  public boolean next() throws IOException {
    return ng ? nextBlock() : nextRecord();
  }

  private int fill(int wanted) throws IOException {
    record.clear();
    return more(0, wanted);
  }

  private int more(int at, int wanted) throws IOException {
    int read = in.readNBytes(record.array(), at, wanted);
    position += read;
    return read;
  }

  private void header(int magic) throws IOException {
    switch (magic) {
      case MICROS, NANOS -> record.order(ByteOrder.BIG_ENDIAN);
      default -> record.order(ByteOrder.LITTLE_ENDIAN);
    }
    int own = record.getInt(0);
    if (own != MICROS && own != NANOS) {
      throw new PcapException(0, "neither pcap nor pcapng: it begins with %08x".formatted(magic));
    }
    nanoseconds = own == NANOS;
    if (more(4, 20) < 20) {
      throw new PcapException(position, "the header is cut off");
    }
    int version = record.getShort(4) & 0xffff;
    if (version != 2) {
      throw new PcapException(4, "version " + version + " of pcap, not 2");
    }
    linkType(20, record.getInt(20) & 0xffff);
    if ((record.getInt(20) & CHECK_SEQUENCE) != 0) {
      throw new PcapException(20, "its frames have check sequences");
    }
  }

  private static void linkType(long at, int type) throws PcapException {
    if (type != ETHERNET) {
      throw new PcapException(at, "link type " + type + ", not 1 (Ethernet)");
    }
  }

  private boolean nextRecord() throws IOException {
    long at = position;
    int read = fill(16);
    if (read == 0) {
      return false;
    }
    if (read < 16) {
      throw new PcapException(at, "the record is cut off");
    }
    long seconds = record.getInt(0) & 0xffff_ffffL;
    long fraction = record.getInt(4) & 0xffff_ffffL;
    time = seconds * SECOND + (nanoseconds ? fraction : fraction * 1000);
    lengths(at, record.getInt(8), record.getInt(12));
    offset = 0;
    record.clear();
    if (more(0, captured) < captured) {
      throw new PcapException(at, "the record is cut off: " + captured + " bytes wanted");
    }
    return true;
  }

  private void lengths(long at, int had, int whole) throws PcapException {
    if (had < 0 || had > RECORD_MAX || whole < 0 || had > whole) {
      throw new PcapException(
          at,
          "no lengths of a frame: "
              + Integer.toUnsignedString(had)
              + " bytes captured of "
              + Integer.toUnsignedString(whole));
    }
    captured = had;
    length = whole;
  }

  // pcapng.

  /** The first four bytes have been read. */
  private void section() throws IOException {
    long at = position - 4;
    if (more(4, 8) < 8) {
      throw new PcapException(at, "the section header is cut off");
    }
    record.order(ByteOrder.BIG_ENDIAN);
    if (record.getInt(8) != BYTE_ORDER) {
      record.order(ByteOrder.LITTLE_ENDIAN);
      if (record.getInt(8) != BYTE_ORDER) {
        throw new PcapException(at + 8, "no byte order of pcapng");
      }
    }
    int block = rest(at, 12);
    if (block < 28) {
      throw new PcapException(at, "a section header of " + block + " bytes");
    }
    int version = record.getShort(12) & 0xffff;
    if (version != 1) {
      throw new PcapException(at + 12, "version " + version + " of pcapng, not 1");
    }
    interfaces.clear();
  }

  /** Reads a block whose beginning is there; gives its length. */
  private int rest(long at, int have) throws IOException {
    int block = record.getInt(4);
    if (block < 12 || block % 4 != 0 || block > RECORD_MAX) {
      throw new PcapException(at + 4, "no length of a block: " + Integer.toUnsignedString(block));
    }
    if (block < have || more(have, block - have) < block - have) {
      throw new PcapException(at, "the block is cut off: " + block + " bytes wanted");
    }
    if (record.getInt(block - 4) != block) {
      throw new PcapException(
          position - 4,
          "the block begins with length " + block + " and ends with " + record.getInt(block - 4));
    }
    return block;
  }

  private boolean nextBlock() throws IOException {
    while (true) {
      long at = position;
      int read = fill(8);
      if (read == 0) {
        return false;
      }
      if (read < 4) {
        throw new PcapException(at, "the block is cut off");
      }
      if (record.getInt(0) == SECTION) {
        sectionBehind(at, read);
        continue;
      }
      if (read < 8) {
        throw new PcapException(at, "the block is cut off");
      }
      int block = rest(at, 8);
      switch (record.getInt(0)) {
        case INTERFACE -> describe(at, block);
        case PACKET -> {
          need(at, block, 32);
          packet(at, block, record.getShort(8) & 0xffff, 28);
          return true;
        }
        case ENHANCED_PACKET -> {
          need(at, block, 32);
          packet(at, block, record.getInt(8), 28);
          return true;
        }
        case SIMPLE_PACKET -> {
          need(at, block, 16);
          simple(at, block);
          return true;
        }
        default -> {} // Names, statistics and what others have made up are not frames.
      }
    }
  }

  private void sectionBehind(long at, int read) throws IOException {
    if (read < 8 || more(8, 4) < 4) {
      throw new PcapException(at, "the section header is cut off");
    }
    // Its length is in an order that stands behind it.
    record.order(ByteOrder.BIG_ENDIAN);
    if (record.getInt(8) != BYTE_ORDER) {
      record.order(ByteOrder.LITTLE_ENDIAN);
      if (record.getInt(8) != BYTE_ORDER) {
        throw new PcapException(at + 8, "no byte order of pcapng");
      }
    }
    rest(at, 12);
    interfaces.clear();
  }

  private static void need(long at, int block, int bytes) throws PcapException {
    if (block < bytes) {
      throw new PcapException(at, "a block of " + block + " bytes is too short for its kind");
    }
  }

  private void describe(long at, int block) throws IOException {
    need(at, block, 20);
    linkType(at + 8, record.getShort(8) & 0xffff);
    long snaplen = record.getInt(12) & 0xffff_ffffL;
    int resolution = 6;
    long seconds = 0;
    int option = 16;
    while (option + 4 <= block - 4) {
      int code = record.getShort(option) & 0xffff;
      int bytes = record.getShort(option + 2) & 0xffff;
      if (code == 0) {
        break;
      }
      if (option + 4 + bytes > block - 4) {
        throw new PcapException(at + option, "an option of " + bytes + " bytes leaves its block");
      }
      if (code == RESOLUTION && bytes == 1) {
        resolution = record.get(option + 4) & 0xff;
      } else if (code == OFFSET && bytes == 8) {
        seconds = record.getLong(option + 4);
      }
      option += 4 + (bytes + 3 & -4);
    }
    int digits = resolution & ~BINARY;
    if (digits > ((resolution & BINARY) == 0 ? 18 : 62)) {
      throw new PcapException(at, "no resolution of times: " + resolution);
    }
    interfaces.add(new Interface(snaplen, resolution, seconds));
  }

  private Interface on(long at, int number) throws PcapException {
    if (number < 0 || number >= interfaces.size()) {
      throw new PcapException(
          at,
          "a frame of interface "
              + Integer.toUnsignedString(number)
              + ", and there are "
              + interfaces.size());
    }
    return interfaces.get(number);
  }

  private void packet(long at, int block, int number, int bytes) throws PcapException {
    var on = on(at, number);
    long units = (long) record.getInt(12) << 32 | record.getInt(16) & 0xffff_ffffL;
    lengths(at, record.getInt(20), record.getInt(24));
    inside(at, block, bytes);
    time = nanos(units, on.resolution) + on.offset * SECOND;
  }

  /** It has no time: that of the one before. */
  private void simple(long at, int block) throws PcapException {
    var on = on(at, 0);
    int whole = record.getInt(8);
    long had = Math.min(Integer.toUnsignedLong(whole), block - 16L);
    lengths(at, (int) (on.snaplen == 0 ? had : Math.min(had, on.snaplen)), whole);
    inside(at, block, 12);
  }

  private void inside(long at, int block, int bytes) throws PcapException {
    if (bytes + captured > block - 4) {
      throw new PcapException(at, "a frame of " + captured + " bytes leaves its block");
    }
    offset = bytes;
  }

  /** Units of a resolution as nanoseconds. */
  static long nanos(long units, int resolution) {
    if ((resolution & BINARY) == 0) {
      long factor = 1;
      for (int i = Math.min(resolution, 9); i < Math.max(resolution, 9); i++) {
        factor *= 10;
      }
      return resolution <= 9 ? units * factor : Long.divideUnsigned(units, factor);
    }
    int bits = resolution & ~BINARY;
    long seconds = units >>> bits;
    long fraction = units & (1L << bits) - 1;
    return bits <= FINE_BITS
        ? seconds * SECOND + (fraction * SECOND >>> bits)
        : seconds * SECOND + ((fraction >>> bits - FINE_BITS) * SECOND >>> FINE_BITS);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
