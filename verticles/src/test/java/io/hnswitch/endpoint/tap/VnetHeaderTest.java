package io.hnswitch.endpoint.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VnetHeaderTest {

  private static final long HEADER = 5000;
  private static final long FRAME = HEADER + VnetHeader.BYTES;
  private static final int TCP4 = 34;
  private static final int TCP6 = 54;
  private static final int CHECKSUM = 16;

  private final Memory memory = Memory.ofArena(Arena.ofAuto(), 32 * Memory.PAGE);
  private final MemorySegment m = memory.segment();

  private long read(String hex, int frameLength) {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (int i = 0; i < bytes.length; i++) {
      m.set(Memory.BYTE, HEADER + i, bytes[i]);
    }
    return VnetHeader.read(m, HEADER, frameLength);
  }

  private void tcpHeader(int at, int words) {
    m.set(Memory.BYTE, FRAME + at + 12, (byte) (words << 4));
  }

  private String write(long offload, int frameLength) {
    assertTrue(VnetHeader.write(m, HEADER, FRAME, frameLength, offload));
    var bytes = new byte[VnetHeader.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = m.get(Memory.BYTE, HEADER + i);
    }
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  @Test
  void readsPlainFrame() {
    assertEquals(0, read("00 00 0000 0000 0000 0000", 60));
  }

  @Test
  void readsKnownGoodChecksum() {
    assertEquals(Frames.CSUM_VALID, read("02 00 0000 0000 0000 0000", 60));
  }

  @Test
  void readsPartialChecksum() {
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0), read("01 00 0000 0000 2200 0600", 60));
  }

  @Test
  void ignoresSegmentSizeWithoutSegmentation() {
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0), read("01 00 0000 b405 2200 0600", 60));
  }

  @Test
  void readsSuperFrames() {
    tcpHeader(TCP4, 8);
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, TCP4, CHECKSUM, 1448),
        read("01 01 4200 a805 2200 1000", 32000));
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4 | Frames.TSO_ECN, TCP4, CHECKSUM, 1448),
        read("01 81 4200 a805 2200 1000", 32000));
    tcpHeader(TCP6, 5);
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO6, TCP6, CHECKSUM, 1440),
        read("01 04 4a00 a005 3600 1000", 65549));
  }

  @Test
  void trustsNoHeaderLength() {
    tcpHeader(TCP4, 5);
    assertNotEquals(VnetHeader.MALFORMED, read("01 01 ffff a805 2200 1000", 2000));
  }

  @Test
  void takesChecksumFieldAtTheVeryEnd() {
    assertNotEquals(VnetHeader.MALFORMED, read("01 00 0000 0000 2200 0600", 42));
  }

  @ParameterizedTest
  @CsvSource({
    "04 00 0000 0000 0000 0000, 60", // a flag nobody asked for
    "01 00 0000 0000 0d00 0600, 60", // checksum starts inside the Ethernet header
    "01 00 0000 0000 2200 0600, 41", // the field ends one byte behind the frame
    "01 00 0000 0000 ffff ffff, 60", // both at their largest
    "00 00 0000 0000 0000 0000, 13", // no Ethernet header
    "00 01 4200 a805 2200 1000, 2000", // super-frame without partial checksum
    "01 01 4200 0000 2200 1000, 2000", // segment size 0
    "01 01 4200 ffff 2200 1000, 2000", // segment size the kernel keeps for itself
    "01 03 4200 a805 2200 0600, 2000", // UDP fragmentation
    "01 05 4200 a805 2200 0600, 2000", // UDP segmentation
    "01 02 4200 a805 2200 1000, 2000", // no such type
    "01 80 4200 a805 2200 1000, 2000", // ECN of nothing
    "01 01 4200 a805 2200 0600, 2000", // checksum field is not TCP's
    "01 01 4200 a805 2200 1000, 53", // TCP header cut short
  })
  void refusesToReadNonsense(String hex, int frameLength) {
    tcpHeader(TCP4, 5);
    assertEquals(VnetHeader.MALFORMED, read(hex, frameLength));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 15})
  void refusesTcpHeaderThatIsTooShortOrLongerThanTheFrame(int words) {
    tcpHeader(TCP4, words);
    assertEquals(VnetHeader.MALFORMED, read("01 01 4200 a805 2200 1000", 80));
  }

  @Test
  void writesPlainFrame() {
    assertEquals("00 00 00 00 00 00 00 00 00 00", write(0, 60));
    assertEquals("02 00 00 00 00 00 00 00 00 00", write(Frames.CSUM_VALID, 60));
  }

  @Test
  void writesPartialChecksum() {
    assertEquals(
        "01 00 00 00 00 00 22 00 06 00", write(Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0), 60));
  }

  @Test
  void writesSuperFrameWithTheLengthOfItsHeaders() {
    tcpHeader(TCP4, 8);
    assertEquals(
        "01 01 42 00 a8 05 22 00 10 00",
        write(Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, TCP4, CHECKSUM, 1448), 32000));
    tcpHeader(TCP6, 5);
    assertEquals(
        "01 84 4a 00 a0 05 36 00 10 00",
        write(
            Frames.offload(
                Frames.CSUM_PARTIAL | Frames.TSO6 | Frames.TSO_ECN, TCP6, CHECKSUM, 1440),
            65549));
  }

  @Test
  void leavesOutWhatNoFlagAsksFor() {
    assertEquals("00 00 00 00 00 00 00 00 00 00", write(Frames.offload(0, 34, 16, 1448), 60));
    assertEquals(
        "01 00 00 00 00 00 22 00 10 00",
        write(Frames.offload(Frames.CSUM_PARTIAL | Frames.CSUM_VALID, 34, 16, 1448), 60));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 34, 16, 0, 2000", // segment size 0
    "5, 34, 6, 1448, 2000", // checksum field is not TCP's
    "13, 34, 16, 1448, 2000", // both address families
    "4, 34, 16, 1448, 2000", // super-frame without partial checksum
    "1, 34, 16, 0, 51", // checksum field behind the frame
    "5, 65535, 16, 1448, 2000", // TCP header far behind the frame
    "0, 0, 0, 0, 13", // no Ethernet header
  })
  void refusesToWriteNonsense(int flags, int start, int offset, int size, int frameLength) {
    tcpHeader(TCP4, 5);
    m.set(Memory.BYTE, HEADER, (byte) 0x55);
    assertFalse(
        VnetHeader.write(
            m, HEADER, FRAME, frameLength, Frames.offload(flags, start, offset, size)));
    assertEquals(0x55, m.get(Memory.BYTE, HEADER));
  }

  @Test
  void readsBackWhatItWrote() {
    tcpHeader(TCP6, 5);
    long offload = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO6, TCP6, CHECKSUM, 1440);
    assertTrue(VnetHeader.write(m, HEADER, FRAME, 65549, offload));
    assertEquals(offload, VnetHeader.read(m, HEADER, 65549));
  }
}
