package io.hnswitch.wire.vxlan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.UdpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VxlanGateTest {

  private static final int VNI = 42;
  private static final long REMOTE = 4096;
  private static final long FROM = REMOTE + 64;
  private static final long DATAGRAM = 8192;
  private static final String HEADER = "0800000000002a00";

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = Memory.ofArena(arena, 1 << 16).segment();
  private final VxlanGate gate = new VxlanGate(memory, REMOTE, VNI);

  VxlanGateTest() {
    remote("10.9.0.2:4789");
    from("10.9.0.2:40000");
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private void remote(String address) {
    SocketAddressFlyweight.write(memory, REMOTE, UdpAddress.parse(address));
  }

  private void from(String address) {
    SocketAddressFlyweight.write(memory, FROM, UdpAddress.parse(address));
  }

  private VxlanVerdict judge(String headerHex, int length) {
    var header = HexFormat.of().parseHex(headerHex);
    MemorySegment.copy(MemorySegment.ofArray(header), 0, memory, DATAGRAM, header.length);
    return gate.judge(FROM, DATAGRAM, length);
  }

  @Test
  void takesFramesOfEveryLengthThereIs() {
    assertEquals(VxlanVerdict.TAKEN, judge(HEADER, 8 + Frames.ETHERNET_HEADER));
    assertEquals(VxlanVerdict.TAKEN, judge(HEADER, 8 + 1514));
    assertEquals(VxlanVerdict.TAKEN, judge(HEADER, 8 + VxlanGate.FRAME_MAX));
    assertEquals(VxlanVerdict.TAKEN, judge("ffffffff00002aff", 8 + 64));
  }

  @Test
  void refusesFramesThatAreTooShortOrTooLong() {
    assertEquals(VxlanVerdict.INNER_RUNT, judge(HEADER, 8));
    assertEquals(VxlanVerdict.INNER_RUNT, judge(HEADER, 8 + Frames.ETHERNET_HEADER - 1));
    assertEquals(VxlanVerdict.INNER_OVERSIZE, judge(HEADER, 8 + VxlanGate.FRAME_MAX + 1));
    assertEquals(VxlanVerdict.INNER_OVERSIZE, judge(HEADER, 65_507));
  }

  @Test
  void refusesWhatIsNoHeaderOfThisTunnel() {
    assertEquals(VxlanVerdict.TOO_SHORT, judge(HEADER, 0));
    assertEquals(VxlanVerdict.TOO_SHORT, judge(HEADER, 7));
    assertEquals(VxlanVerdict.NO_VNI, judge("0000000000002a00", 100));
    assertEquals(VxlanVerdict.NO_VNI, judge("f700000000002a00", 100));
    assertEquals(VxlanVerdict.OTHER_VNI, judge("0800000000002b00", 100));
    assertEquals(VxlanVerdict.OTHER_VNI, judge("08000000012a0000", 100));
  }

  @Test
  void refusesStrangersWhateverTheySend() {
    from("10.9.0.3:4789");
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 100));
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 0));
    from("[fd99::2]:4789");
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 100));
  }

  @Test
  void knowsTheRemoteByAllOfAnIpv6Address() {
    remote("[fd99::2]:4789");
    from("[fd99::2]:40000");
    assertEquals(VxlanVerdict.TAKEN, judge(HEADER, 100));
    from("[fd99::3]:4789");
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 100));
    from("[fd98::2]:4789");
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 100));
    from("10.9.0.2:4789");
    assertEquals(VxlanVerdict.STRANGER, judge(HEADER, 100));
  }

  @Test
  void takesOfRandomDatagramsThoseAloneThatAreRight() {
    long seed = 7348;
    var random = new Random(seed);
    var seen = new EnumMap<VxlanVerdict, Integer>(VxlanVerdict.class);
    for (int i = 0; i < 200_000; i++) {
      var bytes = new byte[8];
      random.nextBytes(bytes);
      if (random.nextInt(4) > 0) {
        bytes[4] = 0;
        bytes[5] = 0;
        bytes[6] = VNI;
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(40) : random.nextInt(65_508);
      int host = random.nextInt(8) == 0 ? 3 : 2;
      from("10.9.0." + host + ":" + (1 + random.nextInt(65_535)));
      MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, DATAGRAM, 8);
      var verdict = gate.judge(FROM, DATAGRAM, length);
      boolean right =
          host == 2
              && (bytes[0] & 8) != 0
              && bytes[4] == 0
              && bytes[5] == 0
              && bytes[6] == VNI
              && length >= 8 + 14
              && length <= 8 + VxlanGate.FRAME_MAX;
      assertEquals(right, verdict == VxlanVerdict.TAKEN, () -> "seed " + seed + ": " + verdict);
      seen.merge(verdict, 1, Integer::sum);
    }
    assertEquals(VxlanVerdict.values().length, seen.size(), seen::toString);
    assertTrue(seen.get(VxlanVerdict.TAKEN) > 1000, seen::toString);
  }
}
