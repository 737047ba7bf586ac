package io.hnswitch.hn.nvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Messages 107 and 108 in place. */
class NvsFramesTest {

  private final MemorySegment memory = Arena.ofAuto().allocate(64).fill((byte) 0xee);

  private String written(int bytes) {
    return Hex.text(memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void writesTheGoldenBytesOfRndis() {
    NvsFrames.writeRndis(memory, 0, NvsFrames.DATA, NvsFrames.NO_SECTION, 0);
    NvsFrames.pad(memory, 0, NvsFrames.RNDIS_BYTES, 32);
    assertEquals("6b00000000000000ffffffff00000000" + "00".repeat(16) + "ee", written(33));
    assertEquals(107, NvsFrames.type(memory, 0));
    assertEquals(0xffff_ffffL, NvsFrames.sectionIndex(NvsFrames.section(memory, 0)));
  }

  @Test
  void writesTheGoldenBytesOfAnAcknowledgement() {
    NvsFrames.writeAck(memory, 0, NvsStatus.SUCCESS.wire());
    NvsFrames.pad(memory, 0, NvsFrames.ACK_BYTES, 32);
    assertEquals("6c00000001000000" + "00".repeat(24) + "ee", written(33));
    assertEquals(108, NvsFrames.type(memory, 0));
    assertEquals(1, NvsFrames.ackStatus(memory, 0));
  }

  @Test
  void readsBackASection() {
    NvsFrames.writeRndis(memory, 8, NvsFrames.CONTROL, 2559, 6144);
    long section = NvsFrames.section(memory, 8);
    assertEquals(NvsFrames.CONTROL, NvsFrames.channelType(memory, 8));
    assertEquals(2559, NvsFrames.sectionIndex(section));
    assertEquals(6144, NvsFrames.sectionSize(section));
  }

  @Test
  void sectionsBeyondTheBufferDoNotFit() {
    long buffer = 15L << 20;
    assertTrue(NvsFrames.sectionFits(section(2559, 6144), 6144, buffer));
    assertFalse(NvsFrames.sectionFits(section(2560, 1), 6144, buffer));
    assertFalse(NvsFrames.sectionFits(section(2559, 6145), 6144, buffer));
    assertFalse(NvsFrames.sectionFits(section(0, -1), 6144, buffer));
    assertFalse(NvsFrames.sectionFits(section(-1, -1), 6144, buffer));
    assertFalse(NvsFrames.sectionFits(section(-1, 0), buffer, buffer));
  }

  private static long section(int index, int size) {
    return index & 0xffff_ffffL | (long) size << 32;
  }

  @Test
  void areDissectedInOneLine() {
    NvsFrames.writeRndis(memory, 0, NvsFrames.DATA, 150, 152);
    assertEquals(
        "nvs 107 RNDIS data, section 150, 152 bytes",
        NvsDissector.line(Direction.GUEST_TO_HOST, NvsVersion.V5, memory, 0, 32));
    NvsFrames.writeAck(memory, 0, 2);
    assertEquals(
        "nvs 108 RNDIS_COMPLETE failure",
        NvsDissector.line(Direction.HOST_TO_GUEST, NvsVersion.V5, memory, 0, 8));
    assertEquals(
        "nvs malformed too-short: length=3",
        NvsDissector.line(Direction.HOST_TO_GUEST, NvsVersion.V5, memory, 0, 3));
    var vf = Hex.exact(new NvsMessage.VfAssociation(true, 2).encode(0));
    assertEquals(
        "nvs 128 VfAssociation[allocated=true, serial=2]\n0000  80000000 01000000 02000000\n",
        NvsDissector.withHex(Direction.HOST_TO_GUEST, NvsVersion.V5, vf, 0, 12));
  }
}
