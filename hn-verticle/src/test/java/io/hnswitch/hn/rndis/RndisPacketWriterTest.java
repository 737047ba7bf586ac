package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.rndis.RndisPacket.TO_GUEST;
import static io.hnswitch.hn.rndis.RndisPacket.TO_HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Golden bytes, order of the elements, and what cannot be said. */
class RndisPacketWriterTest {

  private static final int HASH = RndisPacketWriter.HASH;
  private static final int LEDGER = RndisPacketWriter.LEDGER;
  private static final int IP_HEADER = RndisPacketWriter.IP_HEADER;
  private static final long FRAME = 256;
  private static final long TCP_AT_34 = Frames.offload(Frames.CSUM_PARTIAL, 34, 16, 0);

  private final MemorySegment m = Arena.ofAuto().allocate(8192).fill((byte) 0xee);

  private int write(int direction, byte[] frame, int parts, long offload, int vlan, int info) {
    MemorySegment.copy(MemorySegment.ofArray(frame), 0, m, FRAME, frame.length);
    return RndisPacketWriter.write(
        m, 0, direction, frame.length, 1, FRAME, parts, offload, vlan, 0x51ccc178, info, 9, 77);
  }

  private String written(int bytes) {
    return Hex.text(m.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
  }

  private void assertGolden(String golden, int header) {
    var bytes = Hex.bytes(golden);
    assertEquals(bytes.length, header);
    assertEquals(Hex.text(bytes), written(header));
    assertEquals((byte) 0xee, m.get(ValueLayout.JAVA_BYTE, header));
  }

  @Test
  void writesTheGoldenChecksumRequest() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    int vlan = 5 << 13 | 100;
    assertGolden(
        GoldenPackets.TX_CHECKSUM, write(TO_HOST, frame, HASH | IP_HEADER, TCP_AT_34, vlan, 0));
  }

  @Test
  void writesTheGoldenSegmentationRequest() {
    long tso = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, 34, 16, 1460);
    int header =
        RndisPacketWriter.write(
            m, 0, TO_HOST, 4054, 1, FRAME, HASH | IP_HEADER, tso, -1, 0, 0, 0, 0);
    assertGolden(GoldenPackets.TX_LSO, header);
  }

  @Test
  void writesTheGoldenResult() {
    long valid = Frames.offload(Frames.CSUM_VALID, 34, 16, 0);
    int header =
        write(TO_GUEST, IpFrames.ipv4(IpFrames.TCP, 60), HASH, valid, 7 << 13 | 4094, 0x201);
    assertGolden(GoldenPackets.RX, header);
  }

  @Test
  void writesNothingThatWasNotAskedFor() {
    assertEquals(44, write(TO_HOST, new byte[60], 0, 0, -1, 0));
    assertEquals("0100000068000000240000003c000000" + "00".repeat(28), written(44));
  }

  @Test
  void writesTheLedgerLast() {
    assertEquals(44 + 16 + 20, write(TO_HOST, new byte[60], LEDGER, 0, 100, 0));
    assertEquals(
        "14000000" + "6e680080" + "0c000000" + "09000000" + "4d000000", written(80).substring(120));
    assertEquals(RndisPacket.HEADER_MAX_TO_HOST, 112);
  }

  @Test
  void saysIpv6AndUdp() {
    long udpAt54 = Frames.offload(Frames.CSUM_PARTIAL, 54, 6, 0);
    assertEquals(60, write(TO_HOST, IpFrames.ipv6(IpFrames.UDP, 80), IP_HEADER, udpAt54, -1, 0));
    assertEquals(0x0036000a, m.get(Memory.LE32, 56));
    long udpAt38 = Frames.offload(Frames.CSUM_PARTIAL, 38, 6, 0);
    var tagged = IpFrames.ipv4("81000064", 0, 0, IpFrames.UDP, 80);
    assertEquals(60, write(TO_HOST, tagged, 0, udpAt38, -1, 0));
    assertEquals(0x00260009, m.get(Memory.LE32, 56));
    assertEquals(60, write(TO_HOST, tagged, IP_HEADER, 0, -1, 0));
    assertEquals(0x11, m.get(Memory.LE32, 56));
  }

  @Test
  void saysTsoOfIpv6() {
    long tso = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO6, 54, 16, 1440);
    assertEquals(60, write(TO_HOST, IpFrames.ipv6(IpFrames.TCP, 3000), 0, tso, -1, 0));
    assertEquals(0xc0000000 | 54 << 20 | 1440, m.get(Memory.LE32, 56));
  }

  @Test
  void marksFramesOfTheSameHost() {
    write(TO_GUEST, IpFrames.ipv4(IpFrames.TCP, 60), 0, TCP_AT_34, -1, 0);
    assertEquals(0x68, m.get(Memory.LE32, 56));
    long udp = Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0);
    write(TO_GUEST, IpFrames.ipv4(IpFrames.UDP, 60), 0, udp, -1, 0);
    assertEquals(0x70, m.get(Memory.LE32, 56));
    write(TO_GUEST, new byte[60], 0, Frames.CSUM_VALID, -1, 0);
    assertEquals(0x38, m.get(Memory.LE32, 56));
  }

  @Test
  void refusesWhatRndisHasNoWordsFor() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    long sctp = Frames.offload(Frames.CSUM_PARTIAL, 34, 8, 0);
    long far = Frames.offload(Frames.CSUM_PARTIAL, 1024, 16, 0);
    long noSize = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, 34, 16, 0);
    assertUnsayable(TO_HOST, frame, sctp);
    assertUnsayable(TO_HOST, frame, far);
    assertUnsayable(TO_HOST, frame, noSize);
    assertUnsayable(TO_HOST, new byte[60], TCP_AT_34);
    assertUnsayable(TO_GUEST, frame, sctp);
    assertUnsayable(TO_GUEST, frame, Frames.offload(Frames.CSUM_PARTIAL, 38, 16, 0));
  }

  private void assertUnsayable(int direction, byte[] frame, long offload) {
    m.fill((byte) 0xee);
    assertEquals(RndisPacketWriter.UNSAYABLE, write(direction, frame, HASH, offload, 1, 0));
    assertEquals("ee".repeat(128), written(128));
  }

  @Test
  void headerLengthIsKnownBeforehand() {
    long[] offloads = {
      0,
      TCP_AT_34,
      Frames.CSUM_VALID,
      Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, 34, 16, 1460)
    };
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    for (int direction = 0; direction < 2; direction++) {
      for (int parts = 0; parts < 8; parts++) {
        for (long offload : offloads) {
          for (int vlan = -1; vlan < 1; vlan++) {
            assertEquals(
                write(direction, frame, parts, offload, vlan, 0x201),
                RndisPacketWriter.headerLength(direction, parts, offload, vlan));
          }
        }
      }
    }
  }

  @Test
  void padsForTheNextMessage() {
    RndisPacketWriter.write(m, 0, TO_HOST, 61, 8, FRAME, 0, 0, -1, 0, 0, 0, 0);
    assertEquals(112, m.get(Memory.LE32, 4));
    assertEquals(61, m.get(Memory.LE32, 12));
    RndisPacketWriter.write(m, 0, TO_HOST, 61, 1, FRAME, 0, 0, -1, 0, 0, 0, 0);
    assertEquals(105, m.get(Memory.LE32, 4));
    assertEquals(112, RndisPacketWriter.pad(m, 0, 8));
    assertEquals(112, RndisPacketWriter.pad(m, 0, 8));
  }
}
