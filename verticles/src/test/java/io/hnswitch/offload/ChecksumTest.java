package io.hnswitch.offload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.offload.Checksum.Verdict;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChecksumTest {

  private static final int AT = 4096;

  private final MemoryFixture memory = new MemoryFixture();
  private final FrameHeaders headers = new FrameHeaders();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void sumsLikeTheReferenceAtEveryLengthAndAlignment() {
    long seed = 7;
    var random = new Random(seed);
    for (int length = 0; length < 400; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      int at = AT + random.nextInt(16);
      memory.put(at, bytes);
      assertEquals(
          PlainChecksum.sum(bytes, 0, length) % 0xffff,
          Checksum.sum(memory.segment(), at, length) % 0xffff,
          "seed " + seed + " length " + length);
    }
  }

  @Test
  void sumsALongRangeOfOnesWithoutLosingACarry() {
    byte[] bytes = new byte[65535];
    java.util.Arrays.fill(bytes, (byte) 0xff);
    memory.put(AT, bytes);
    assertEquals(
        PlainChecksum.sum(bytes, 0, bytes.length), Checksum.sum(memory.segment(), AT, 65535));
  }

  @Test
  void computesTheHeaderChecksumOfAKnownPacket() {
    memory.put(AT, HexFormat.of().parseHex("45000073000040004011dead" + "c0a80001c0a800c7"));
    assertEquals(0xb861, Checksum.ipv4Header(memory.segment(), AT, 20));
  }

  @Test
  void addsTakesOutAndSumsNumbers() {
    assertEquals(1, Checksum.add(0xffff, 1));
    assertEquals(0x1234, Checksum.subtract(Checksum.add(0x1234, 0xfedc), 0xfedc));
    assertEquals(
        PlainChecksum.sum(HexFormat.of().parseHex("fedcba9876543210"), 0, 8),
        Checksum.sumOf(0xfedcba9876543210L));
  }

  @Test
  void completesPartialFramesToWhatTheReferenceSays() {
    long seed = 11;
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int protocol = random.nextBoolean() ? 6 : 17;
      var sample = SampleFrame.random(random, protocol, random.nextInt(1500));
      byte[] partial = sample.bytes(SampleFrame.Sum.PARTIAL);
      memory.put(AT, partial);
      long offload =
          Frames.offload(Frames.CSUM_PARTIAL, sample.l4Offset(), protocol == 6 ? 16 : 6, 0);
      assertTrue(Checksum.complete(memory.segment(), AT, partial.length, offload));
      byte[] full = sample.bytes(SampleFrame.Sum.FULL);
      assertArrayEquals(full, memory.get(AT, full.length), "seed " + seed + " frame " + i);
      assertFalse(headers.parse(memory.segment(), AT, full.length).isMalformed());
      assertEquals(Verdict.VALID, Checksum.verify(memory.segment(), AT, headers));
    }
  }

  @Test
  void writesAllOnesForAUdpChecksumOfZero() {
    // With payload equal to the checksum of the rest, the sum becomes 0xffff.
    var sample = udpWithPayload(new byte[2]);
    byte[] full = sample.bytes(SampleFrame.Sum.FULL);
    byte[] tuned = {full[sample.l4Offset() + 6], full[sample.l4Offset() + 7]};
    byte[] partial = udpWithPayload(tuned).bytes(SampleFrame.Sum.PARTIAL);
    memory.put(AT, partial);
    long offload = Frames.offload(Frames.CSUM_PARTIAL, sample.l4Offset(), 6, 0);
    assertTrue(Checksum.complete(memory.segment(), AT, partial.length, offload));
    assertEquals("ffff", hex(AT + sample.l4Offset() + 6, 2));
    headers.parse(memory.segment(), AT, partial.length);
    assertEquals(Verdict.VALID, Checksum.verify(memory.segment(), AT, headers));
  }

  @Test
  void leavesAFrameAloneThatAsksForNothing() {
    byte[] bytes = udpWithPayload(new byte[9]).bytes(SampleFrame.Sum.FULL);
    memory.put(AT, bytes);
    assertTrue(Checksum.complete(memory.segment(), AT, bytes.length, 0));
    assertArrayEquals(bytes, memory.get(AT, bytes.length));
  }

  @Test
  void refusesStartOrOffsetOutsideTheFrame() {
    byte[] bytes = udpWithPayload(new byte[9]).bytes(SampleFrame.Sum.PARTIAL);
    memory.put(AT, bytes);
    int[][] places = {{34, 0xffff}, {0xffff, 0xffff}, {bytes.length, 0}, {34, 18}, {0, 6}};
    for (int[] place : places) {
      long offload = Frames.offload(Frames.CSUM_PARTIAL, place[0], place[1], 0);
      assertFalse(Checksum.complete(memory.segment(), AT, bytes.length, offload));
    }
    assertArrayEquals(bytes, memory.get(AT, bytes.length));
  }

  @Test
  void refusesToCompleteASuperFrame() {
    byte[] bytes = udpWithPayload(new byte[9]).bytes(SampleFrame.Sum.PARTIAL);
    memory.put(AT, bytes);
    long offload = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, 34, 16, 1448);
    assertFalse(Checksum.complete(memory.segment(), AT, bytes.length, offload));
  }

  @Test
  void findsEveryFlippedBit() {
    var sample = udpWithPayload(HexFormat.of().parseHex("0102030405"));
    byte[] bytes = sample.bytes(SampleFrame.Sum.FULL);
    for (int bit = (sample.l4Offset() + 8) * 8; bit < bytes.length * 8; bit++) {
      byte[] bad = bytes.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(Verdict.BAD_TRANSPORT, verdict(bad), "bit " + bit);
    }
    byte[] bad = bytes.clone();
    bad[22] ^= 1;
    assertEquals(Verdict.BAD_HEADER, verdict(bad));
  }

  @Test
  void toleratesAMissingUdpChecksumOnIpv4Only() {
    var v4 = udpWithPayload(new byte[4]);
    var v6 = new SampleFrame(new int[0], true, new byte[0], 17, new byte[0], 0, 0, 0, new byte[4]);
    assertEquals(Verdict.NOT_COVERED, verdict(withoutSum(v4)));
    assertEquals(Verdict.BAD_TRANSPORT, verdict(withoutSum(v6)));
  }

  @Test
  void callsAnIcmpMessageTooShortForItsChecksumBad() {
    byte[] bytes = udpWithPayload(new byte[0]).bytes(SampleFrame.Sum.FULL);
    bytes[23] = 1;
    bytes[17] = 23;
    rewriteHeaderSum(bytes);
    assertEquals(Verdict.BAD_TRANSPORT, verdict(bytes));
  }

  private void rewriteHeaderSum(byte[] bytes) {
    memory.put(AT, bytes);
    int sum = Checksum.ipv4Header(memory.segment(), AT + 14, 20);
    bytes[24] = (byte) (sum >>> 8);
    bytes[25] = (byte) sum;
  }

  private static byte[] withoutSum(SampleFrame sample) {
    byte[] bytes = sample.bytes(SampleFrame.Sum.FULL);
    bytes[sample.l4Offset() + 6] = 0;
    bytes[sample.l4Offset() + 7] = 0;
    return bytes;
  }

  private Verdict verdict(byte[] bytes) {
    memory.put(AT, bytes);
    assertFalse(headers.parse(memory.segment(), AT, bytes.length).isMalformed());
    return Checksum.verify(memory.segment(), AT, headers);
  }

  private static SampleFrame udpWithPayload(byte[] payload) {
    return new SampleFrame(new int[0], false, new byte[0], 17, new byte[0], 1, 0, 0, payload);
  }

  private String hex(long at, int length) {
    return HexFormat.of().formatHex(memory.get(at, length));
  }
}
