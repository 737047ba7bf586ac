package io.hnswitch.frame;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A 48-bit Ethernet address. {@link #value()} holds the six bytes in wire order, first byte in bits
 * 40 to 47.
 */
public record MacAddress(long value) implements Comparable<MacAddress> {

  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

  public MacAddress {
    if (value < 0 || value > 0xffff_ffff_ffffL) {
      throw new IllegalArgumentException("not 48 bits: " + Long.toHexString(value));
    }
  }

  /**
   * Parses {@code 00:15:5d:00:00:0a}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static MacAddress parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a MAC address: \"" + text + "\"");
    }
    return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
  }

  /** Reads six bytes; no object is made for the raw form, see {@link #readRaw}. */
  public static MacAddress read(MemorySegment memory, long address) {
    return new MacAddress(readRaw(memory, address));
  }

  /** The six bytes at an address as {@link #value()} has them; for the frame path. */
  public static long readRaw(MemorySegment memory, long address) {
    return (memory.get(Memory.BE32, address) & 0xffff_ffffL) << 16
        | memory.get(Memory.BE16, address + 4) & 0xffff;
  }

  /**
   * The destination of a frame, as {@link #readRaw} has it, with one read: an Ethernet header has
   * more than the eight bytes that are looked at.
   */
  public static long destination(MemorySegment memory, long frame) {
    return memory.get(Memory.BE64, frame) >>> 16;
  }

  /** Writes six bytes in wire order. */
  public static void writeRaw(MemorySegment memory, long address, long value) {
    memory.set(Memory.BE32, address, (int) (value >>> 16));
    memory.set(Memory.BE16, address + 4, (short) value);
  }

  /** True for a group address (multicast or broadcast), by value: for the frame path. */
  public static boolean isGroup(long value) {
    return (value & 0x0100_0000_0000L) != 0;
  }

  public boolean isGroup() {
    return isGroup(value);
  }

  public boolean isBroadcast() {
    return value == BROADCAST.value;
  }

  @Override
  public int compareTo(MacAddress that) {
    return Long.compare(value, that.value);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%02x:%02x:%02x:%02x:%02x:%02x",
        value >>> 40,
        value >>> 32 & 0xff,
        value >>> 24 & 0xff,
        value >>> 16 & 0xff,
        value >>> 8 & 0xff,
        value & 0xff);
  }
}
