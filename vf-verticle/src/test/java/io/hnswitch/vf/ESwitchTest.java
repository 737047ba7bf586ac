package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.Captures;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.testing.AllFrames;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.testing.RecordingEgress;
import io.hnswitch.testing.TestFrames;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ESwitchTest {

  private static final long BROADCAST = MacAddress.BROADCAST.value();
  private static final long MAC_A = 0x00155d_00000aL;
  private static final long MAC_B = 0x00155d_00000bL;
  private static final long OTHER = 0x020000_000001L;
  private static final long FAR = 0x020000_000002L;
  private static final int VFS = 3;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8 << 20);
  private final DeviceLedger ledger = new DeviceLedger("adapter pf0", () -> 0);
  private final RecordingEgress up = new RecordingEgress(8, ledger);
  private final RecordingEgress toA = new RecordingEgress(8, ledger);
  private final RecordingEgress toB = new RecordingEgress(8, ledger);
  private final RecordingEgress far = new RecordingEgress(8, ledger);
  private static final NicId A = NicId.parse("a:hn0");
  private static final NicId B = NicId.parse("b:hn0");
  private final Captures captures = new Captures(memory);
  private final PortPolicies policies = new PortPolicies(memory, captures);
  private long now;
  private final ESwitch eswitch =
      new ESwitch(memory, ledger, up, captures.wire("pf0"), VFS, () -> now);
  private final ESwitchFences fences = new ESwitchFences("pf0", eswitch, VFS);
  private final TestFrames frames = new TestFrames(memory, 12, Runnable::run);

  @BeforeEach
  void giveTwoVfs() {
    eswitch.arrive(0, grant("a:hn0", MAC_A), toA, policies.of(A));
    eswitch.arrive(1, grant("b:hn0", MAC_B), toB, policies.of(B));
    eswitch.port(0).up(true);
    eswitch.port(1).up(true);
    eswitch.steer(0, true);
    eswitch.steer(1, true);
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    assertEquals(0, ledger.account().unaccounted(), () -> ledger.account().toString());
    assertEquals(0, frames.outstanding());
    assertEquals(0, toA.outstanding() + toB.outstanding() + up.outstanding() + far.outstanding());
    arena.close();
  }

  private static Grant grant(String nic, long mac) {
    return new Grant(NicId.parse(nic), new MacAddress(mac), 1);
  }

  private void fromPf(UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(frames.begin()).seal();
    ledger.in(burst.size());
    eswitch.fromUplink(burst);
  }

  private void fromVf(int vf, UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(frames.begin()).seal();
    ledger.in(burst.size());
    eswitch.fromVf(vf, burst);
  }

  private void fromWire(UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(frames.begin()).seal();
    ledger.in(burst.size());
    eswitch.fromWire(burst);
  }

  private void plugIn() {
    eswitch.wire().connect("core", "pf1", far);
  }

  private static Fence fence(Fence.Course course, String vf) {
    return new Fence(1, course, NicId.parse("a:hn0"), VfId.parse(vf), new MacAddress(MAC_A));
  }

  @Test
  void sendsFilteredAddressesToTheirVfsAndTheRestUp() {
    fromVf(
        0,
        burst ->
            burst.frame(MAC_B, MAC_A).frame(OTHER, MAC_A).frame(BROADCAST, MAC_A).frame(MAC_B, 1));
    assertEquals(List.of("#0", "#3"), toB.takeRecords());
    assertEquals(List.of("#1", "#2"), up.takeRecords());
    assertEquals(List.of(), toA.takeRecords());
  }

  @Test
  void givesVfsOnlyWhatAFilterNamesFromThePf() {
    fromPf(burst -> burst.frame(MAC_A, OTHER).frame(OTHER, MAC_B).frame(BROADCAST, OTHER));
    assertEquals(List.of("#0"), toA.takeRecords());
    assertEquals(List.of(), toB.takeRecords());
    assertEquals(2, ledger.account().filtered());
    assertEquals(List.of(), up.takeRecords());
  }

  @Test
  void sendsUpWhatHasNoFilterYet() {
    eswitch.steer(1, false);
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A));
    assertEquals(List.of("#0"), up.takeRecords());
    fromPf(burst -> burst.frame(MAC_B, MAC_A));
    assertEquals(1, ledger.account().filtered());
  }

  @Test
  void dropsFramesOfAVfForItself() {
    fromVf(0, burst -> burst.frame(MAC_A, MAC_A));
    assertEquals(1, ledger.dropped(DropReason.HAIRPIN));
  }

  @Test
  void dropsFramesForAndFromAVfThatIsDown() {
    eswitch.port(1).up(false);
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A));
    fromPf(burst -> burst.frame(MAC_B, OTHER));
    fromVf(1, burst -> burst.frame(MAC_A, MAC_B));
    assertEquals(3, ledger.dropped(DropReason.VF_NOT_READY));
  }

  @Test
  void losesWhatIsOnItsWayToAVanishedVfUntilItsSlotIsFree() {
    eswitch.vanish(1);
    fromPf(burst -> burst.frame(MAC_B, OTHER));
    fromVf(1, burst -> burst.frame(MAC_A, MAC_B));
    assertEquals(2, ledger.dropped(DropReason.VF_GONE));
    eswitch.leave(1);
    fromPf(burst -> burst.frame(MAC_B, OTHER));
    assertEquals(1, ledger.account().filtered());
  }

  @Test
  void sendsUpWhatOtherVfsSendForAVanishedOne() {
    eswitch.vanish(1);
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A));
    assertEquals(List.of("#0"), up.takeRecords());
  }

  @Test
  void dropsRunts() {
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A, 13, 0).frame(MAC_B, MAC_A, 14, 0));
    fromPf(burst -> burst.frame(MAC_A, MAC_B, 0, 0).frame(MAC_A, MAC_B, 6, 0));
    assertEquals(3, ledger.dropped(DropReason.RUNT));
    assertEquals(List.of("#1"), toB.takeRecords());
  }

  @Test
  void setsTheFilterBehindTheLastOldFrameAndReturnsTheFence() {
    eswitch.steer(0, false);
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf0"));
    assertEquals(List.of("TO_VF_RETURN"), up.takeRecords());
    assertTrue(eswitch.port(0).isSteered());
  }

  @Test
  void answersSteeredForAVfThatCannotTakeTheAddress() {
    eswitch.steer(0, false);
    eswitch.port(0).up(false);
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf0"));
    eswitch.vanish(0);
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf0"));
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf1"));
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf2"));
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf0/vf3"));
    fences.fromUplink(fence(Fence.Course.TO_VF, "pf1/vf0"));
    assertEquals(Collections.nCopies(6, "STEERED"), up.takeRecords());
    assertFalse(eswitch.port(0).isSteered());
    assertEquals(6, fences.stray());
  }

  @Test
  void takesTheFilterAwayAndPassesTheFenceToTheVfAlsoWhenItIsDown() {
    eswitch.port(0).up(false);
    fences.fromUplink(fence(Fence.Course.TO_SYNTHETIC, "pf0/vf0"));
    assertEquals(List.of("TO_SYNTHETIC"), toA.takeRecords());
    assertFalse(eswitch.port(0).isSteered());
  }

  @Test
  void swallowsAFenceForAVanishedVf() {
    eswitch.vanish(0);
    fences.fromUplink(fence(Fence.Course.TO_SYNTHETIC, "pf0/vf0"));
    fences.fromVf(0, fence(Fence.Course.DRAIN, "pf0/vf0"));
    assertEquals(List.of(), toA.takeRecords());
    assertEquals(List.of(), up.takeRecords());
  }

  @Test
  void passesDrainUpOnlyFromItsOwnVf() {
    fences.fromVf(0, fence(Fence.Course.DRAIN, "pf0/vf0"));
    fences.fromVf(1, fence(Fence.Course.DRAIN, "pf0/vf0"));
    fences.fromVf(1, fence(Fence.Course.DRAIN, "pf0/vf1"));
    assertEquals(List.of("DRAIN"), up.takeRecords());
    assertEquals(2, fences.stray());
  }

  @Test
  void countsFencesThatComeTheWrongWay() {
    fences.fromUplink(fence(Fence.Course.DRAIN, "pf0/vf0"));
    fences.fromUplink(fence(Fence.Course.STEERED, "pf0/vf0"));
    fences.fromUplink(fence(Fence.Course.TO_VF_RETURN, "pf0/vf0"));
    fences.fromUplink(fence(Fence.Course.TO_SYNTHETIC, "pf0/vf9"));
    fences.fromVf(0, fence(Fence.Course.TO_VF, "pf0/vf0"));
    fences.fromVf(0, fence(Fence.Course.TO_SYNTHETIC, "pf0/vf0"));
    assertEquals(List.of(), up.takeRecords());
    assertEquals(6, fences.stray());
  }

  @Test
  void dropsOnlyForTheNeighbourThatHasNoCreditLeft() {
    toB.keep();
    for (int i = 0; i < 9; i++) {
      var small = new TestFrames(memory, 1, Runnable::run);
      var burst = small.begin().frame(OTHER, MAC_A).frame(MAC_B, MAC_A).seal();
      ledger.in(2);
      eswitch.fromVf(0, burst);
    }
    assertEquals(1, ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    assertEquals(9, up.takeRecords().size());
    toB.release();
  }

  private void capture() {
    captures.clock(new ManualTimers());
    captures.start(
        "c1", AllFrames.at(FrameRing.SNAP_MAX, FrameRing.BYTES_MIN, new CapturePlace.Wire("pf0")));
  }

  /** What the capture has seen: which way, and why it was dropped. */
  private List<String> captured() {
    return captures.find("c1").orElseThrow().read(0, 100, FrameRing.BYTES_MIN).stream()
        .map(
            frame ->
                (frame.transmitted() ? "tx " : "rx ")
                    + frame.dropped().orElseThrow().slug()
                    + " by "
                    + frame.device())
        .toList();
  }

  @Test
  void dropsWhatComesByAWireThatIsNotThere() {
    capture();
    fromWire(burst -> burst.frame(MAC_A, OTHER));
    assertEquals(1, ledger.dropped(DropReason.LINK_DOWN));
    assertEquals(List.of("rx link-down by adapter pf0"), captured());
    assertEquals(List.of(), toA.takeRecords());
  }

  @Test
  void sendsFromThePfByTheWireWhatNoFilterNames() {
    plugIn();
    fromPf(burst -> burst.frame(MAC_A, FAR).frame(OTHER, MAC_B).frame(BROADCAST, OTHER));
    assertEquals(List.of("#0"), toA.takeRecords());
    assertEquals(List.of("#1", "#2"), far.takeRecords());
    assertEquals(0, ledger.account().filtered());
    eswitch.wire().disconnect();
    fromPf(burst -> burst.frame(OTHER, MAC_B));
    assertEquals(1, ledger.account().filtered());
  }

  @Test
  void sendsFromTheWireToVfsAndTheRestToThePf() {
    plugIn();
    fromWire(burst -> burst.frame(MAC_A, FAR).frame(OTHER, FAR).frame(BROADCAST, FAR));
    assertEquals(List.of("#0"), toA.takeRecords());
    assertEquals(List.of("#1", "#2"), up.takeRecords());
    assertEquals(List.of(), far.takeRecords());
    assertEquals(0, ledger.account().created());
  }

  @Test
  void floodsFromAVfToPfAndWireUntilItKnowsWhere() {
    plugIn();
    fromVf(0, burst -> burst.frame(FAR, MAC_A).frame(OTHER, MAC_A).frame(BROADCAST, MAC_A));
    assertEquals(List.of("#0", "#1", "#2"), up.takeRecords());
    assertEquals(List.of("#0", "#1", "#2"), far.takeRecords());
    assertEquals(3, ledger.account().created());
    fromWire(burst -> burst.frame(BROADCAST, FAR));
    fromPf(burst -> burst.frame(BROADCAST, OTHER));
    up.takeRecords();
    far.takeRecords();
    fromVf(0, burst -> burst.frame(FAR, MAC_A).frame(OTHER, MAC_A).frame(MAC_B, MAC_A));
    assertEquals(List.of("#5"), far.takeRecords());
    assertEquals(List.of("#6"), up.takeRecords());
    assertEquals(List.of("#7"), toB.takeRecords());
    assertEquals(3, ledger.account().created());
  }

  @Test
  void forgetsWhatWasSeenAtTheWireWhenItIsSeenAtThePf() {
    plugIn();
    fromWire(burst -> burst.frame(BROADCAST, OTHER));
    fromPf(burst -> burst.frame(FAR, OTHER));
    up.takeRecords();
    far.takeRecords();
    fromVf(0, burst -> burst.frame(OTHER, MAC_A));
    assertEquals(List.of("#2"), up.takeRecords());
    assertEquals(List.of(), far.takeRecords());
  }

  @Test
  void forgetsWhatWasSeenAtTheWireWhenAVfGetsIt() {
    plugIn();
    eswitch.steer(1, false);
    fromWire(burst -> burst.frame(BROADCAST, MAC_B));
    up.takeRecords();
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A));
    assertEquals(List.of("#1"), far.takeRecords());
    eswitch.steer(1, true);
    // The far end may go on claiming it; the filter is what counts, and stays what counts.
    fromWire(burst -> burst.frame(BROADCAST, MAC_B));
    up.takeRecords();
    eswitch.steer(1, false);
    fromVf(0, burst -> burst.frame(MAC_B, MAC_A));
    assertEquals(List.of("#3"), up.takeRecords());
    assertEquals(List.of(), far.takeRecords());
  }

  @Test
  void floodsAgainToWhatHasBeenSilentForLong() {
    plugIn();
    fromWire(burst -> burst.frame(BROADCAST, FAR));
    up.takeRecords();
    now += 299_000_000_000L;
    fromVf(0, burst -> burst.frame(FAR, MAC_A));
    assertEquals(List.of(), up.takeRecords());
    now += 1_000_000_000L;
    fromVf(0, burst -> burst.frame(FAR, MAC_A));
    assertEquals(List.of("#2"), up.takeRecords());
    far.takeRecords();
  }

  @Test
  void knowsNothingOfAnotherWire() {
    plugIn();
    fromWire(burst -> burst.frame(BROADCAST, FAR));
    up.takeRecords();
    eswitch.wire().disconnect();
    plugIn();
    fromVf(0, burst -> burst.frame(FAR, MAC_A));
    assertEquals(List.of("#1"), up.takeRecords());
    assertEquals(List.of("#1"), far.takeRecords());
  }

  @Test
  void sendsUpFromTheWireWhatWasForAVanishedVf() {
    plugIn();
    eswitch.vanish(1);
    fromWire(burst -> burst.frame(MAC_B, FAR));
    assertEquals(List.of("#0"), up.takeRecords());
    eswitch.port(0).up(false);
    fromWire(burst -> burst.frame(MAC_A, FAR));
    assertEquals(1, ledger.dropped(DropReason.VF_NOT_READY));
  }

  @Test
  void losesByTheWireAloneWhenOnlyItsCreditsAreOut() {
    capture();
    plugIn();
    far.keep();
    for (int i = 0; i < 10; i++) {
      fromVf(0, burst -> burst.frame(BROADCAST, MAC_A));
    }
    assertEquals(10, up.takeRecords().size());
    assertEquals(8, far.takeRecords().size());
    assertEquals(2, ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    var lost = "tx credit-exhausted by adapter pf0";
    assertEquals(List.of(lost, lost), captured());
    far.release();
  }
}
