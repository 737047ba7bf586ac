package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareOffloadTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final OffloadCaps ALL =
      OffloadCaps.of(Offload.TXCSUM, Offload.TXCSUM_IPV6, Offload.TSO4, Offload.TSO6);

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 32 << 20);
  private final MemorySegment bytes = memory.segment();
  private final DeviceLedger ledger = new DeviceLedger("hn", this::held);
  private final List<Sample> out = new ArrayList<>();
  private final List<FrameBurst> bursts = new ArrayList<>();
  private final List<String> pooled = new ArrayList<>();
  private final BurstPool pool = BurstPool.slabs(memory, 32, 256 << 10, Runnable::run, () -> {});
  private final CountingWitness witness = new CountingWitness(true);
  private SoftwareOffload offload;
  private boolean keeps;

  @BeforeEach
  void make() {
    offload =
        new SoftwareOffload(
            memory,
            Runnable::run,
            ledger,
            witness,
            this::pass,
            () -> pooled.add("before " + out.size()));
    follow(ALL, TsoLimits.UNLIMITED);
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private long held() {
    return offload.held();
  }

  private void follow(OffloadCaps caps, TsoLimits tso) {
    var nic = new NicInterface(ALL, 1500, true);
    nic.negotiated(ALL, 65535, 2);
    nic.merge(VF, caps, caps, tso);
    offload.follow(nic);
  }

  private void pass(FrameBurst burst) {
    for (int i = 0; i < burst.size(); i++) {
      out.add(Sample.of(burst.slab(), bytes, burst.slot(i)));
    }
    ledger.out(burst.size());
    bursts.add(burst);
    if (!keeps) {
      burst.release();
    }
  }

  private FrameBurst accept(Sample... samples) {
    var burst = pool.take();
    long at = burst.slab().region() + 64;
    for (var sample : samples) {
      at = sample.add(burst.slab(), bytes, at);
    }
    ledger.in(samples.length);
    offload.accept(burst.seal());
    assertEquals(0, ledger.account().unaccounted());
    return burst;
  }

  @Test
  void passesTheVeryBurstOnWhenThereIsNothingToDo() {
    var burst =
        accept(
            Sample.plain(60, 0),
            Sample.partial(false, true, 500, 1),
            Sample.superFrame(true, 30000, 1428, 2));
    assertEquals(List.of(burst), bursts);
    assertSame(burst, bursts.getFirst());
    assertEquals(List.of(), pooled);
    assertEquals(0, offload.region());
  }

  @Test
  void cutsSuperFramesThatAreLongerThanThePathTakesInShorterOnes() {
    follow(ALL, new TsoLimits(20000, 31, 4096));
    accept(Sample.superFrame(false, 50000, 1448, 7), Sample.plain(60, 8));
    assertEquals(List.of("before 0"), pooled);
    assertEquals(4, out.size());
    int payload = 0;
    for (var piece : out.subList(0, 3)) {
      assertTrue(piece.bytes().length <= 20014);
      payload += piece.bytes().length - 54;
    }
    assertEquals(50000, payload);
    assertTrue(out.getFirst().isSuperFrame());
    assertEquals(List.of(1, 0, 0), out.subList(0, 3).stream().map(Sample::stream).toList());
    assertEquals(Sample.plain(60, 8), out.get(3));
    assertEquals(2, ledger.account().created());
    assertEquals(0, ledger.account().held());
  }

  @ParameterizedTest
  @CsvSource({"false, 1448, true", "true, 1428, true", "false, 536, true", "false, 100, false"})
  void cutsFamiliesThePathLacksInPlainSegments(boolean ipv6, int mss, boolean sums) {
    var caps = sums ? OffloadCaps.of(Offload.TXCSUM, Offload.TXCSUM_IPV6) : OffloadCaps.NONE;
    follow(caps, TsoLimits.UNLIMITED);
    accept(Sample.superFrame(ipv6, 10 * mss + 1, mss, 7));
    assertEquals(11, out.size());
    int header = ipv6 ? 74 : 54;
    for (var segment : out.subList(0, 10)) {
      assertEquals(header + mss, segment.bytes().length);
      assertFalse(segment.isSuperFrame());
      assertEquals(sums, (Frames.flags(segment.offload()) & Frames.CSUM_PARTIAL) != 0);
    }
    assertEquals(11, offload.segments());
    assertEquals(10, ledger.account().created());
  }

  @Test
  void cutsOnlyTheFamilyThePathLacks() {
    follow(OffloadCaps.of(Offload.TXCSUM, Offload.TXCSUM_IPV6, Offload.TSO6), TsoLimits.UNLIMITED);
    accept(Sample.superFrame(true, 5000, 1428, 1), Sample.superFrame(false, 2896, 1448, 2));
    assertEquals(3, out.size());
    assertTrue(out.getFirst().isSuperFrame());
    assertFalse(out.getLast().isSuperFrame());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finishesChecksumsNobodyComputes(boolean ipv6) {
    follow(OffloadCaps.NONE, TsoLimits.UNLIMITED);
    accept(
        Sample.partial(ipv6, true, 501, 1),
        Sample.partial(ipv6, false, 64, 2),
        Sample.plain(60, 3));
    assertEquals(2, offload.sums());
    assertEquals(List.of(0L, 0L, 0L), out.stream().map(Sample::offload).toList());
    for (var frame : out.subList(0, 2)) {
      assertEquals(Checksum.Verdict.VALID, verify(frame));
    }
    assertEquals(
        List.of(
            Sample.partial(ipv6, true, 501, 1),
            Sample.partial(ipv6, false, 64, 2),
            Sample.plain(60, 3)),
        out);
  }

  private Checksum.Verdict verify(Sample frame) {
    long at = memory.allocate(frame.bytes().length);
    MemorySegment.copy(MemorySegment.ofArray(frame.bytes()), 0, bytes, at, frame.bytes().length);
    var headers = new FrameHeaders();
    assertFalse(headers.parse(bytes, at, frame.bytes().length).isMalformed());
    return Checksum.verify(bytes, at, headers);
  }

  @Test
  void finishesOnlyTheFamilyThePathLacks() {
    follow(OffloadCaps.of(Offload.TXCSUM), TsoLimits.UNLIMITED);
    accept(Sample.partial(false, true, 100, 1), Sample.partial(true, true, 100, 2));
    assertEquals(1, offload.sums());
    assertTrue((out.getFirst().offload() & Frames.CSUM_PARTIAL) != 0);
    assertEquals(0, out.getLast().offload());
  }

  @Test
  void stopsWhenItsSlabsAreOutAndGoesOnInOrder() {
    follow(OffloadCaps.NONE, TsoLimits.UNLIMITED);
    keeps = true;
    int sent = 0;
    for (int i = 0; i < 30; i++) {
      accept(
          Sample.superFrame(false, 60000, 1448, sent++),
          Sample.superFrame(true, 60000, 1428, sent++),
          Sample.superFrame(true, 60000, 1428, sent++));
    }
    accept(Sample.plain(61, sent));
    assertTrue(offload.held() > 0, "something waits");
    while (offload.held() > 0) {
      bursts.removeFirst().release();
      assertEquals(0, ledger.account().unaccounted());
    }
    bursts.forEach(FrameBurst::release);
    var numbered = out.stream().filter(frame -> frame.stream() != 0).map(Sample::sequence).toList();
    assertEquals(IntStream.rangeClosed(0, sent).boxed().toList(), numbered);
    assertEquals(Sample.plain(61, sent), out.getLast());
    assertEquals(0, pool.outstanding());
  }

  @Test
  void countsWhatItCannotCut() {
    follow(OffloadCaps.NONE, TsoLimits.UNLIMITED);
    var bad = Sample.superFrame(false, 5000, 1448, 1);
    bad.bytes()[23] = 17;
    accept(bad, Sample.plain(60, 2));
    assertEquals(List.of(Sample.plain(60, 2)), out);
    assertEquals(1, ledger.dropped(DropReason.BAD_FCS));
    witness.assertKnowsAll(ledger);
    assertEquals(0, ledger.account().held());
  }

  @Test
  void accountsForWhatItGivesUpInTheMiddle() {
    follow(OffloadCaps.NONE, TsoLimits.UNLIMITED);
    keeps = true;
    for (int i = 0; i < 30; i++) {
      accept(
          Sample.superFrame(false, 60000, 1448, 3 * i),
          Sample.superFrame(true, 60000, 1428, 3 * i + 1),
          Sample.superFrame(true, 60000, 1428, 3 * i + 2));
    }
    assertTrue(offload.held() > 0);
    offload.drop(DropReason.SHUTDOWN);
    assertEquals(0, offload.held());
    assertEquals(0, ledger.account().unaccounted());
    assertTrue(ledger.dropped(DropReason.SHUTDOWN) > 0);
    assertEquals(0, pool.outstanding());
  }
}
