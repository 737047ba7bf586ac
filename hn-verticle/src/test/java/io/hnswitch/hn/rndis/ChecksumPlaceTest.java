package io.hnswitch.hn.rndis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.testing.IpFrames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where parsers find the checksum, and where they find none. */
class ChecksumPlaceTest {

  private static final String HOP_BY_HOP = "%02x 00 000000000000";
  private static final String ATOMIC_FRAGMENT = "%02x 00 0000 00000001";
  private static final String FIRST_FRAGMENT = "%02x 00 0001 00000001";
  private static final String AUTHENTICATION = "%02x 02 0000 00000001 00000002 00000003";

  private static void finds(int start, int offset, byte[] frame) {
    int place = ChecksumPlace.find(IpFrames.memory(frame), 0, frame.length);
    assertEquals(start, ChecksumPlace.start(place));
    assertEquals(offset, ChecksumPlace.offset(place));
  }

  private static void findsNone(byte[] frame) {
    assertEquals(ChecksumPlace.NONE, ChecksumPlace.find(IpFrames.memory(frame), 0, frame.length));
  }

  private static String header(String format, int next) {
    return String.format(format, next);
  }

  @Test
  void findsTcpAndUdp() {
    finds(34, 16, IpFrames.ipv4(IpFrames.TCP, 60));
    finds(34, 6, IpFrames.ipv4(IpFrames.UDP, 42));
    finds(34, 6, IpFrames.ipv4(IpFrames.UDP, 54));
    finds(34, 16, IpFrames.ipv4(IpFrames.TCP, 54));
    finds(54, 16, IpFrames.ipv6(IpFrames.TCP, 74));
    finds(54, 6, IpFrames.ipv6(IpFrames.UDP, 70));
  }

  @Test
  void findsItBehindTagsAndOptions() {
    finds(38, 16, IpFrames.ipv4("81000064", 0, 0, IpFrames.TCP, 90));
    finds(42, 16, IpFrames.ipv4("88a80001 81000064", 0, 0, IpFrames.TCP, 90));
    finds(74, 16, IpFrames.ipv4("", 40, 0x4000, IpFrames.TCP, 94));
  }

  @Test
  void findsItBehindExtensionHeaders() {
    finds(62, 16, IpFrames.ipv6(0, header(HOP_BY_HOP, 6), IpFrames.TCP, 100));
    finds(62, 6, IpFrames.ipv6(44, header(ATOMIC_FRAGMENT, 17), IpFrames.UDP, 100));
    finds(70, 16, IpFrames.ipv6(51, header(AUTHENTICATION, 6), IpFrames.TCP, 100));
    var chain = header(HOP_BY_HOP, 43) + header(HOP_BY_HOP, 60) + header(HOP_BY_HOP, 17);
    finds(78, 6, IpFrames.ipv6(0, chain, IpFrames.UDP, 100));
  }

  @Test
  void findsNoneInFragments() {
    findsNone(IpFrames.ipv4("", 0, 0x2000, IpFrames.TCP, 60));
    findsNone(IpFrames.ipv4("", 0, 0x0005, IpFrames.TCP, 60));
    findsNone(IpFrames.ipv6(44, header(FIRST_FRAGMENT, 6), IpFrames.TCP, 100));
  }

  @Test
  void findsNoneWhereHeadersAreCutOrDamaged() {
    for (var frame :
        new byte[][] {
          IpFrames.ipv4("81000064", 8, 0, IpFrames.TCP, 66),
          IpFrames.ipv6(0, header(HOP_BY_HOP, 6), IpFrames.TCP, 82),
          IpFrames.ipv6(51, header(AUTHENTICATION, 17), IpFrames.UDP, 78)
        }) {
      for (int length = 0; length < frame.length; length++) {
        findsNone(Arrays.copyOf(frame, Math.max(1, length)));
      }
    }
    findsNone(IpFrames.ipv4(1, 60));
    findsNone(new byte[60]);
    var wrongVersion = IpFrames.ipv4(IpFrames.TCP, 60);
    wrongVersion[14] = 0x65;
    findsNone(wrongVersion);
    wrongVersion[14] = 0x44;
    findsNone(wrongVersion);
    findsNone(IpFrames.ipv6(0, header(HOP_BY_HOP, 0).repeat(9), IpFrames.TCP, 200));
    findsNone(IpFrames.ipv4("81000001 81000002 81000003", 0, 0, IpFrames.TCP, 90));
  }

  @Test
  void softwareCanFinishAPartialChecksum() {
    for (var plain :
        new byte[][] {IpFrames.ipv4(IpFrames.TCP, 61), IpFrames.ipv6(IpFrames.UDP, 75)}) {
      var frame = TestFrames.partial(plain);
      var m = IpFrames.memory(frame);
      int place = ChecksumPlace.find(m, 0, frame.length);
      int start = ChecksumPlace.start(place);
      long pseudo = m.get(io.hnswitch.frame.Memory.BE16, start + ChecksumPlace.offset(place));
      assertTrue(InternetChecksum.finish(m, 0, frame.length, start, ChecksumPlace.offset(place)));
      long sum = InternetChecksum.sum(m, start, frame.length - start) + (pseudo & 0xffff);
      assertEquals(0xffff, InternetChecksum.fold(sum));
      assertFalse(InternetChecksum.finish(m, 0, frame.length, frame.length - 7, 6));
    }
  }
}
