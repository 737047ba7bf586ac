package io.hnswitch.migration;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The two frames that a migration puts among those of the guest, both of 60 bytes.
 *
 * <p>The <em>goodbye</em> goes out behind the last frame that the guest sent from where it was. It
 * is for an address that only the port at the destination has, so every switch between passes it on
 * as it passes on what it does not know; when it is there, everything before it has passed whatever
 * both ways have in common.
 *
 * <table>
 * <caption>Goodbye</caption>
 * <tr><th>offset</th><th>size</th><th>field</th><th>meaning</th></tr>
 * <tr><td>0</td><td>6</td><td>destination</td><td>{@link MigrationId#markMac}</td></tr>
 * <tr><td>6</td><td>6</td><td>source</td><td>the guest's address</td></tr>
 * <tr><td>12</td><td>2</td><td>type</td><td>0x88b5, local experiments</td></tr>
 * <tr><td>14</td><td>4</td><td>magic</td><td>0x686e4d47, "hnMG"</td></tr>
 * <tr><td>18</td><td>8</td><td>migration</td><td>{@link MigrationId#value}</td></tr>
 * </table>
 *
 * <p>The <em>announcement</em> is a reverse ARP request as a broadcast from the guest's address,
 * the first frame that has that source at the destination: every switch learns from it where the
 * guest is.
 */
public final class MigrationMark {

  /** Bytes of either frame. */
  public static final int BYTES = 60;

  private static final short EXPERIMENT = (short) 0x88b5;
  private static final int MAGIC = 0x686e_4d47;
  private static final short RARP = (short) 0x8035;
  private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;
  private static final int RARP_REQUEST = 3;
  private static final long PREFIX_BITS = 0xffff_ff00_0000L;

  private MigrationMark() {}

  /** Writes a goodbye. */
  public static void goodbye(MemorySegment memory, long at, MigrationId id, MacAddress guest) {
    clear(memory, at);
    MacAddress.writeRaw(memory, at, id.markMac().value());
    MacAddress.writeRaw(memory, at + 6, guest.value());
    memory.set(Memory.BE16, at + 12, EXPERIMENT);
    memory.set(Memory.BE32, at + 14, MAGIC);
    memory.set(Memory.BE64, at + 18, id.value());
  }

  /** Whether a frame is the goodbye of this migration by this guest. */
  public static boolean isGoodbye(
      MemorySegment memory, long at, int length, MigrationId id, MacAddress guest) {
    return isGoodbye(memory, at, length)
        && MacAddress.readRaw(memory, at + 6) == guest.value()
        && memory.get(Memory.BE64, at + 18) == id.value();
  }

  /** Whether a frame is the goodbye of any migration: no guest is to see it. */
  public static boolean isGoodbye(MemorySegment memory, long at, int length) {
    return length >= BYTES
        && (MacAddress.destination(memory, at) & PREFIX_BITS) == MigrationId.MARK_PREFIX
        && memory.get(Memory.BE16, at + 12) == EXPERIMENT
        && memory.get(Memory.BE32, at + 14) == MAGIC;
  }

  /** Writes an announcement. */
  public static void announcement(MemorySegment memory, long at, MacAddress guest) {
    clear(memory, at);
    MacAddress.writeRaw(memory, at, MacAddress.BROADCAST.value());
    MacAddress.writeRaw(memory, at + 6, guest.value());
    memory.set(Memory.BE16, at + 12, RARP);
    memory.set(Memory.BE64, at + 14, ETHERNET_IPV4 << 16 | RARP_REQUEST);
    MacAddress.writeRaw(memory, at + 22, guest.value());
    MacAddress.writeRaw(memory, at + 32, guest.value());
  }

  private static void clear(MemorySegment memory, long at) {
    memory.asSlice(at, BYTES).fill((byte) 0);
  }
}
