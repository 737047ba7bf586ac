package io.hnswitch.hn.rndis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Super-frames there and back. */
class LsoHeadersTest {

  private static int word(int tcp, int mss, int flags) {
    return mss | tcp << 20 | RndisPacket.LSO_V2 | flags;
  }

  @Test
  void clearsLengthsOfIpv4() {
    var m = IpFrames.memory(TestFrames.partial(IpFrames.ipv4(IpFrames.TCP, 4054)));
    assertEquals(34, LsoHeaders.prepare(m, 0, 4054));
    assertEquals(0, m.get(Memory.BE16, 16));
    assertEquals(0, m.get(Memory.BE16, 24));
    long sum = 0x4209 + 0x95bb + 0xa18e + 0x6450 + 6;
    assertEquals((short) ((sum & 0xffff) + (sum >>> 16)), m.get(Memory.BE16, 50));
  }

  @Test
  void restoresExactlyWhatWasPrepared() {
    restores(IpFrames.ipv4(IpFrames.TCP, 4054), 34, Frames.TSO4, 0);
    restores(IpFrames.ipv4(IpFrames.TCP, 65535 + 14), 34, Frames.TSO4, 0);
    restores(IpFrames.ipv4("81000064", 8, 0x4000, IpFrames.TCP, 3001), 46, Frames.TSO4, 0);
    restores(IpFrames.ipv6(IpFrames.TCP, 4054), 54, Frames.TSO6, RndisPacket.LSO_IPV6);
  }

  private static void restores(byte[] plain, int tcp, int flag, int family) {
    var frame = TestFrames.partial(plain);
    var m = IpFrames.memory(frame);
    assertEquals(tcp, LsoHeaders.prepare(m, 0, frame.length));
    assertEquals(
        Frames.offload(Frames.CSUM_PARTIAL | flag, tcp, 16, 1460),
        LsoHeaders.restore(m, 0, frame.length, word(tcp, 1460, family)));
    assertArrayEquals(frame, m.toArray(ValueLayout.JAVA_BYTE));
    LsoHeaders.prepare(m, 0, frame.length);
    LsoHeaders.restore(m, 0, frame.length, word(0, 1460, family));
    assertArrayEquals(frame, m.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void leavesOtherFramesAlone() {
    String options = "06" + "00" + "000000000000";
    unprepared(IpFrames.ipv4(IpFrames.UDP, 3000));
    unprepared(IpFrames.ipv6(IpFrames.UDP, 3000));
    unprepared(IpFrames.ipv6(60, options, IpFrames.TCP, 3000));
    unprepared(IpFrames.ipv4("", 0, 0x2000, IpFrames.TCP, 3000));
    unprepared(IpFrames.ipv4(IpFrames.TCP, 53));
    unprepared(new byte[60]);
  }

  private static void unprepared(byte[] frame) {
    var m = IpFrames.memory(frame);
    assertEquals(LsoHeaders.NOT_TCP, LsoHeaders.prepare(m, 0, frame.length));
    assertArrayEquals(frame, m.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void refusesToRestoreWhatDoesNotMatch() {
    var four = IpFrames.ipv4(IpFrames.TCP, 3000);
    refuses(four, word(35, 1460, 0));
    refuses(four, word(34, 0, 0));
    refuses(four, word(34, 0x10000, 0));
    refuses(four, word(34, 1460, RndisPacket.LSO_IPV6));
    refuses(four, 1460 | 34 << 20);
    refuses(IpFrames.ipv6(IpFrames.TCP, 3000), word(54, 1460, 0));
    refuses(IpFrames.ipv4(IpFrames.TCP, 65536 + 14), word(34, 1460, 0));
    var longHeader = IpFrames.ipv4(IpFrames.TCP, 60);
    longHeader[46] = (byte) 0xf0;
    refuses(longHeader, word(34, 1460, 0));
    longHeader[46] = 0x40;
    refuses(longHeader, word(34, 1460, 0));
    refuses(IpFrames.ipv4(IpFrames.UDP, 3000), word(34, 1460, 0));
  }

  private static void refuses(byte[] frame, int word) {
    var m = IpFrames.memory(frame);
    assertEquals(RndisOffload.REFUSED, LsoHeaders.restore(m, 0, frame.length, word));
    assertArrayEquals(frame, m.toArray(ValueLayout.JAVA_BYTE));
  }
}
