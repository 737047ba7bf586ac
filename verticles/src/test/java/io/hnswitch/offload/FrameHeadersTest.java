package io.hnswitch.offload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.offload.FrameHeaders.Outcome;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameHeadersTest {

  private static final int AT = 8192;
  private static final String MACS = "020000000001020000000002";
  private static final String V4 = "0800" + "4500001c000040004011000a0000010a000002";
  private static final String V6_ADDRESSES =
      "fe800000000000000000000000000001fe800000000000000000000000000002";

  private final MemoryFixture memory = new MemoryFixture();
  private final FrameHeaders headers = new FrameHeaders();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void readsWhatTheReferenceLaidOut() {
    long seed = 3;
    var random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      int protocol = random.nextBoolean() ? 6 : 17;
      var sample = SampleFrame.random(random, protocol, random.nextInt(200));
      byte[] bytes = sample.bytes(SampleFrame.Sum.FULL);
      byte[] padded = java.util.Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
      memory.put(AT, padded);
      var text = "seed " + seed + " frame " + i;
      assertEquals(Outcome.PARSED, headers.parse(memory.segment(), AT, padded.length), text);
      assertEquals(sample.tags().length, headers.tags(), text);
      assertEquals(sample.v6(), headers.isIpv6(), text);
      assertEquals(sample.l3Offset(), headers.l3Offset(), text);
      assertEquals(sample.l4Offset(), headers.l4Offset(), text);
      assertEquals(protocol, headers.protocol(), text);
      assertEquals(sample.headerLength(), headers.payloadOffset(), text);
      assertEquals(sample.payload().length, headers.payloadLength(), text);
      assertEquals(bytes.length, headers.end(), text);
      assertFalse(headers.isFragment(), text);
    }
  }

  @Test
  void neverReadsBehindATruncatedFrame() {
    long seed = 4;
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      var sample = SampleFrame.random(random, random.nextBoolean() ? 6 : 17, 1 + random.nextInt(9));
      byte[] bytes = sample.bytes(SampleFrame.Sum.FULL);
      // The frame ends where the memory ends: reading on would throw.
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = java.util.Arrays.copyOf(bytes, length);
        long at = memory.segment().byteSize() - length;
        memory.put(at, cut);
        var outcome = headers.parse(memory.segment(), at, length);
        assertTrue(outcome.isMalformed(), "seed " + seed + " frame " + i + " cut at " + length);
      }
    }
  }

  @Test
  void survivesRandomDamage() {
    long seed = 5;
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var sample = SampleFrame.random(random, random.nextBoolean() ? 6 : 17, random.nextInt(40));
      byte[] bytes = sample.bytes(SampleFrame.Sum.FULL);
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
      }
      long at = memory.segment().byteSize() - bytes.length;
      memory.put(at, bytes);
      if (!headers.parse(memory.segment(), at, bytes.length).isMalformed()) {
        assertTrue(headers.end() <= bytes.length, "seed " + seed);
        assertTrue(headers.payloadLength() >= 0, "seed " + seed);
        assertTrue(headers.payloadOffset() + headers.payloadLength() <= headers.end());
        Checksum.verify(memory.segment(), at, headers);
      }
    }
  }

  @Test
  void stopsAtEthernetForOtherProtocols() {
    assertEquals(Outcome.PARSED, parse(MACS + "0806" + "00010800060400010000"));
    assertEquals(FrameHeaders.ARP, headers.etherType());
    assertFalse(headers.isIp());
    assertEquals(-1, headers.protocol());
    assertEquals(10, headers.payloadLength());
  }

  @Test
  void marksIpv4FragmentsAndReadsNoTransportHeader() {
    assertEquals(
        Outcome.PARSED,
        parse(MACS + "0800450000180000200040110000" + "0a0000010a000002" + "00010002"));
    assertTrue(headers.isFragment());
    assertEquals(0, headers.l4HeaderLength());
    assertEquals(4, headers.payloadLength());
    assertEquals(
        Outcome.PARSED,
        parse(MACS + "0800450000180000000140110000" + "0a0000010a000002" + "00010002"));
    assertTrue(headers.isFragment());
  }

  @Test
  void marksIpv6FragmentsButNotAtomicOnes() {
    var udp = "0001000200080000";
    parse(MACS + "86dd" + "6000000000102c40" + V6_ADDRESSES + "1100000100000001" + udp);
    assertTrue(headers.isFragment());
    assertEquals(17, headers.protocol());
    parse(MACS + "86dd" + "6000000000102c40" + V6_ADDRESSES + "3c00000800000001" + udp);
    assertTrue(headers.isFragment());
    assertEquals(60, headers.protocol());
    parse(MACS + "86dd" + "6000000000102c40" + V6_ADDRESSES + "1100000000000001" + udp);
    assertFalse(headers.isFragment());
    assertEquals(8, headers.l4HeaderLength());
  }

  @Test
  void marksARoutingHeaderWithSegmentsLeft() {
    var udp = "0001000200080000";
    parse(MACS + "86dd" + "6000000000102b40" + V6_ADDRESSES + "1100000100000000" + udp);
    assertTrue(headers.isRouted());
    parse(MACS + "86dd" + "6000000000102b40" + V6_ADDRESSES + "1100000000000000" + udp);
    assertFalse(headers.isRouted());
  }

  @Test
  void takesAZeroLengthFieldOfASuperFrameToTheEnd() {
    var frame =
        MACS
            + "0800"
            + "45000000000040004006"
            + "0000"
            + "0a0000010a000002"
            + "0001000200000000000000005010ffff00000000"
            + "abcdef";
    assertEquals(Outcome.BAD_IPV4, parse(frame));
    byte[] bytes = HexFormat.of().parseHex(frame);
    assertEquals(Outcome.PARSED, headers.parseSuperFrame(memory.segment(), AT, bytes.length));
    assertEquals(3, headers.payloadLength());
  }

  @Test
  void namesWhatIsWrong() {
    assertEquals(Outcome.RUNT, parse(""));
    assertEquals(Outcome.RUNT, parse(MACS + "08"));
    assertEquals(Outcome.BAD_VLAN, parse(MACS + "8100" + "0001"));
    assertEquals(Outcome.BAD_VLAN, parse(MACS + "810000018100000181000001" + "0806"));
    assertEquals(Outcome.BAD_IPV4, parse(MACS + V4.replace("0800" + "45", "0800" + "65")));
    assertEquals(Outcome.BAD_IPV4, parse(MACS + V4.replace("0800" + "45", "0800" + "44")));
    assertEquals(Outcome.BAD_IPV4, parse(MACS + V4.replace("001c", "0013")));
    assertEquals(Outcome.BAD_IPV4, parse(MACS + V4.replace("001c", "ffff")));
    var v6 = "86dd" + "60000000";
    assertEquals(Outcome.BAD_IPV6, parse(MACS + v6 + "00081140" + V6_ADDRESSES + "00010002"));
    assertEquals(Outcome.BAD_IPV6, parse(MACS + "86dd50000000" + "00001140" + V6_ADDRESSES));
    assertEquals(Outcome.BAD_IPV6, parse(MACS + v6 + "00040040" + V6_ADDRESSES + "11000000"));
    assertEquals(
        Outcome.BAD_IPV6, parse(MACS + v6 + "00080040" + V6_ADDRESSES + "11ff000000000000"));
    assertEquals(
        Outcome.BAD_IPV6,
        parse(MACS + v6 + "00500040" + V6_ADDRESSES + "0000000000000000".repeat(10)));
    var ip = MACS + "0800" + "4500002800004000400600000a0000010a000002";
    var tcp = "000100020000000000000000" + "5010ffff00000000";
    assertEquals(Outcome.PARSED, parse(ip + tcp));
    assertEquals(Outcome.BAD_TCP, parse(ip + tcp.replace("5010", "4010")));
    assertEquals(Outcome.BAD_TCP, parse(ip + tcp.replace("5010", "6010")));
    assertEquals(Outcome.BAD_TCP, parse(ip.replace("0028", "0027") + tcp));
    var udpIp = MACS + "0800" + "4500001c00004000401100000a0000010a000002";
    assertEquals(Outcome.PARSED, parse(udpIp + "0001000200080000"));
    assertEquals(Outcome.BAD_UDP, parse(udpIp + "0001000200070000"));
    assertEquals(Outcome.BAD_UDP, parse(udpIp + "0001000200090000"));
    assertEquals(Outcome.BAD_UDP, parse(udpIp.replace("001c", "001b") + "0001000200080000"));
  }

  private Outcome parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    memory.put(AT, bytes);
    return headers.parse(memory.segment(), AT, bytes.length);
  }
}
