package io.hnswitch.wire.vxlan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VxlanSenderTest {

  private static final int HEADERS = 14 + 20 + 20;
  private static final int TCP = 34;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8 << 20);
  private final DeviceLedger ledger = new DeviceLedger("link out", () -> 0);
  private final List<byte[]> sent = new ArrayList<>();
  private final BurstPool pool = BurstPool.slabs(memory, 2, 256 << 10, Runnable::run, () -> {});
  private SocketTrouble trouble;
  private final CountingWitness witness = new CountingWitness(true);
  private final VxlanSender sender = new VxlanSender(memory, ledger, witness, 0xabcdef, this::take);

  @AfterEach
  void close() {
    assertEquals(0, ledger.account().unaccounted());
    witness.assertKnowsAll(ledger);
    assertEquals(0, pool.outstanding());
    sender.close();
    arena.close();
  }

  private SocketTrouble take(long address, int length) {
    if (trouble == null) {
      sent.add(get(address, length));
    }
    return trouble;
  }

  private byte[] get(long address, int length) {
    var bytes = new byte[length];
    MemorySegment.copy(memory.segment(), Memory.BYTE, address, bytes, 0, length);
    return bytes;
  }

  /** Adds frames behind each other and sends them. */
  private void send(Consumer<FrameSlab> fill) {
    var burst = pool.take();
    fill.accept(burst.slab());
    ledger.in(burst.slab().count());
    sender.send(burst.seal());
    burst.release();
  }

  private int add(FrameSlab slab, byte[] frame, long offload) {
    long at = slab.region() + 64;
    MemorySegment.copy(frame, 0, memory.segment(), Memory.BYTE, at, frame.length);
    return slab.add(at, frame.length, offload);
  }

  /** A TCP/IPv4 frame whose checksum is the pseudo header's. */
  private byte[] tcp(int payload, long seed) {
    var frame = new byte[HEADERS + payload];
    new Random(seed).nextBytes(frame);
    var hex = "021122334455" + "020000000001" + "0800" + "4500" + "%04x".formatted(40 + payload);
    var head = HexFormat.of().parseHex(hex + "0001" + "4000" + "4006" + "0000");
    System.arraycopy(head, 0, frame, 0, head.length);
    frame[46] = 0x50;
    frame[47] = 0x18;
    long at = 64L << 10;
    MemorySegment.copy(frame, 0, memory.segment(), Memory.BYTE, at, frame.length);
    int ip = Checksum.ipv4Header(memory.segment(), at + 14, 20);
    memory.segment().set(Memory.BE16, at + 24, (short) ip);
    int sum = Checksum.pseudoIpv4(memory.segment(), at + 14, 6, 20 + payload);
    memory.segment().set(Memory.BE16, at + TCP + 16, (short) sum);
    return get(at, frame.length);
  }

  private byte[] inner(byte[] datagram) {
    assertEquals("08000000abcdef00", HexFormat.of().formatHex(datagram, 0, 8));
    return Arrays.copyOfRange(datagram, 8, datagram.length);
  }

  private void assertSumsUp(byte[] frame) {
    long at = 64L << 10;
    MemorySegment.copy(frame, 0, memory.segment(), Memory.BYTE, at, frame.length);
    var headers = new FrameHeaders();
    assertEquals(FrameHeaders.Outcome.PARSED, headers.parse(memory.segment(), at, frame.length));
    assertEquals(Checksum.Verdict.VALID, Checksum.verify(memory.segment(), at, headers));
  }

  @Test
  void sendsAFrameThatIsDoneAsItIs() {
    var frame = tcp(100, 1);
    send(slab -> add(slab, frame, Frames.offload(Frames.CSUM_VALID, 0, 0, 0)));
    assertArrayEquals(frame, inner(sent.getFirst()));
    assertEquals(1, ledger.account().delivered());
    assertEquals(frame.length, sender.octets());
  }

  @Test
  void finishesAChecksumAndLeavesTheFrameToOthersAsItWas() {
    var frame = tcp(333, 2);
    var slabs = new ArrayList<FrameSlab>();
    send(
        slab -> {
          slabs.add(slab);
          add(slab, frame, Frames.offload(Frames.CSUM_PARTIAL, TCP, 16, 0));
        });
    assertSumsUp(inner(sent.getFirst()));
    assertArrayEquals(frame, get(slabs.getFirst().region() + 64, frame.length));
    assertEquals(1, sender.checksums());
  }

  @Test
  void cutsASuperFrameToPlainSegmentsHoweverSmall() {
    for (int segment : new int[] {1400, 100, 8000}) {
      sent.clear();
      var frame = tcp(20_001, segment);
      send(
          slab ->
              add(
                  slab,
                  frame,
                  Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, TCP, 16, segment)));
      assertEquals((20_001 + segment - 1) / segment, sent.size());
      var payload = new ByteArrayOutputStream();
      for (var datagram : sent) {
        var piece = inner(datagram);
        assertSumsUp(piece);
        payload.write(piece, HEADERS, piece.length - HEADERS);
      }
      assertArrayEquals(Arrays.copyOfRange(frame, HEADERS, frame.length), payload.toByteArray());
    }
    assertEquals(ledger.account().delivered(), sender.cut());
    assertEquals(3 + ledger.account().created(), ledger.account().delivered());
  }

  @Test
  void writesATagThatIsBesideTheFrame() {
    var frame = tcp(60, 3);
    send(slab -> slab.vlan(add(slab, frame, 0), 0x6123));
    var tagged = inner(sent.getFirst());
    assertEquals(frame.length + 4, tagged.length);
    assertArrayEquals(Arrays.copyOf(frame, 12), Arrays.copyOf(tagged, 12));
    assertEquals("81006123", HexFormat.of().formatHex(tagged, 12, 16));
    assertArrayEquals(
        Arrays.copyOfRange(frame, 12, frame.length), Arrays.copyOfRange(tagged, 16, tagged.length));
    send(
        slab ->
            slab.vlan(
                add(
                    slab,
                    tcp(3000, 4),
                    Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, TCP, 16, 1000)),
                7));
    assertEquals(4, sent.size());
    assertEquals("81000007", HexFormat.of().formatHex(inner(sent.get(3)), 12, 16));
    assertSumsUp(inner(sent.get(3)));
  }

  @Test
  void dropsAndCountsWhatCannotBeFinished() {
    var frame = tcp(60, 5);
    send(slab -> add(slab, frame, Frames.offload(Frames.CSUM_PARTIAL, TCP, 9000, 0)));
    send(slab -> add(slab, frame, Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO6, TCP, 16, 9)));
    assertEquals(2, ledger.dropped(DropReason.BAD_FCS));
    assertEquals(2, sender.dropped(DropReason.BAD_FCS));
    assertEquals(0, sent.size());
  }

  @Test
  void dropsWithTheReasonOfTheSocketAndGoesOn() {
    var frame = tcp(60, 6);
    for (var one : SocketTrouble.values()) {
      long before = ledger.dropped(one.reason());
      trouble = one;
      send(slab -> add(slab, frame, 0));
      assertEquals(before + 1, ledger.dropped(one.reason()), one::toString);
    }
    trouble = null;
    send(slab -> add(slab, frame, 0));
    assertEquals(1, sender.frames());
  }
}
