package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The header of VXLAN (RFC 7348, 5), in front of an inner Ethernet frame.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>1</td><td>flags; {@link #VALID} says that there is a VNI</td></tr>
 * <tr><td>1</td><td>3</td><td>reserved: 0, ignored on receipt</td></tr>
 * <tr><td>4</td><td>3</td><td>VNI, most significant byte first</td></tr>
 * <tr><td>7</td><td>1</td><td>reserved: 0, ignored on receipt</td></tr>
 * </table>
 */
final class VxlanFlyweight {

  static final int BYTES = 8;

  /** The flag I; all others are reserved. */
  static final int VALID = 0x08;

  private static final int FLAGS = 0;
  private static final int VNI = 4;
  private static final int RESERVED_BITS = 8;

  private final MemorySegment memory;
  private long at;

  VxlanFlyweight(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * Stands on a header.
   *
   * @throws IndexOutOfBoundsException when there is no room for one
   */
  VxlanFlyweight wrap(long address, int length) {
    if (length < BYTES) {
      throw new IndexOutOfBoundsException("a VXLAN header in " + length + " bytes");
    }
    at = address;
    return this;
  }

  boolean isValid() {
    return (memory.get(Memory.BYTE, at + FLAGS) & VALID) != 0;
  }

  int vni() {
    return memory.get(Memory.BE32, at + VNI) >>> RESERVED_BITS;
  }

  /** Writes a whole header. */
  void vni(int vni) {
    memory.set(Memory.BE32, at + FLAGS, VALID << 24);
    memory.set(Memory.BE32, at + VNI, vni << RESERVED_BITS);
  }
}
