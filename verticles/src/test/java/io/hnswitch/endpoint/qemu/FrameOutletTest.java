package io.hnswitch.endpoint.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CountingWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameOutletTest {

  private static final int ECONNRESET = -104;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8L << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 2, 1 << 20, Runnable::run, () -> {});
  private final FakeWire wire = new FakeWire(memory);
  private final List<Integer> troubles = new ArrayList<>();
  private final ByteArrayOutputStream wanted = new ByteArrayOutputStream();
  private final CountingWitness witness = new CountingWitness(false);
  private DeviceLedger ledger;
  private FrameOutlet outlet;
  private int sent;

  private FrameOutlet open(boolean stream) {
    ledger = new DeviceLedger("endpoint", () -> outlet.waiting());
    outlet = new FrameOutlet(memory, ledger, witness, stream, troubles::add);
    outlet.begin(wire);
    return outlet;
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    assertEquals(sent, ledger.account().delivered() + ledger.account().droppedTotal() + waiting());
    outlet.close();
    arena.close();
  }

  private int waiting() {
    return outlet.waiting();
  }

  private boolean send(byte[] frame, int tag) {
    var burst = lay(frame, tag, 0);
    boolean taken = outlet.send(burst.slab(), 0);
    burst.release();
    sent++;
    return taken;
  }

  private FrameBurst lay(byte[] frame, int tag, long offload) {
    var burst = pool.take();
    var slab = burst.slab();
    long at = slab.region() + 64;
    MemorySegment.copy(frame, 0, memory.segment(), ValueLayout.JAVA_BYTE, at, frame.length);
    slab.vlan(slab.add(at, frame.length, offload), tag);
    return burst;
  }

  private static byte[] frame(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void wants(byte[] frame) {
    wanted.writeBytes(ByteBuffer.allocate(4).putInt(frame.length).array());
    wanted.writeBytes(frame);
  }

  private long count(String name) {
    var counters = new TreeMap<String, Long>();
    outlet.count(counters);
    return counters.get(name);
  }

  @Test
  void writesEachFrameBehindItsLength() {
    open(true);
    for (int length : new int[] {14, 60, 1514, Frames.MAX_FRAME}) {
      var frame = frame(length, length);
      assertTrue(send(frame, Frames.NO_VLAN));
      wants(frame);
    }
    assertArrayEquals(wanted.toByteArray(), wire.taken());
    assertEquals(4, ledger.account().delivered());
  }

  @Test
  void putsTheTagBackIntoTheFrame() {
    open(true);
    assertTrue(send(frame(60, 1), 0x6_0000 | 0x200a)); // What is above the tag is the lab's own.
    var tagged = new ByteArrayOutputStream();
    tagged.write(frame(60, 1), 0, 12);
    tagged.writeBytes(new byte[] {(byte) 0x81, 0, 0x20, 0x0a});
    tagged.write(frame(60, 1), 12, 48);
    wants(tagged.toByteArray());
    assertArrayEquals(wanted.toByteArray(), wire.taken());
  }

  @Test
  void goesOnWithinAFrameWhenThereIsRoomAgain() {
    open(true);
    var random = new Random(2);
    for (int i = 0; i < 200; i++) {
      wire.room(random.nextInt(3) == 0 ? 0 : random.nextInt(3000));
      outlet.flush();
      var frame = frame(60 + random.nextInt(1400), i);
      assertTrue(send(frame, Frames.NO_VLAN));
      wants(frame);
    }
    wire.room(Integer.MAX_VALUE);
    outlet.flush();
    assertEquals(0, waiting());
    assertEquals(200, ledger.account().delivered());
    assertArrayEquals(wanted.toByteArray(), wire.taken());
  }

  @Test
  void keepsABoundedBacklogAndDropsTheRest() {
    open(true);
    wire.room(0);
    int kept = 0;
    while (send(frame(1514, kept), Frames.NO_VLAN)) {
      kept++;
    }
    assertEquals(Backlog.BYTES / 1518, kept);
    assertEquals(kept, waiting());
    assertEquals(1, ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    witness.assertKnowsAll(ledger);
    assertEquals(1, count("overflowed"));
    wire.room(Integer.MAX_VALUE);
    outlet.flush();
    assertEquals(kept, ledger.account().delivered());
  }

  @Test
  void usesTheRoomThatHasBecomeFree() {
    open(true);
    wire.room(0);
    for (int i = 0; i < 3 * Backlog.BYTES / 1000; i++) {
      var frame = frame(1000, i);
      assertTrue(send(frame, Frames.NO_VLAN), "frame " + i);
      wants(frame);
      wire.room(i < 200 ? 300 : 1004);
      outlet.flush();
    }
    wire.room(Integer.MAX_VALUE);
    outlet.flush();
    assertArrayEquals(wanted.toByteArray(), wire.taken());
  }

  @Test
  void losesWhatWaitedWhenThePeerIsGone() {
    open(true);
    wire.room(10);
    send(frame(60, 1), Frames.NO_VLAN);
    send(frame(60, 2), Frames.NO_VLAN);
    assertEquals(2, waiting());
    wire.fails(ECONNRESET);
    outlet.flush();
    assertEquals(List.of(104), troubles);
    assertEquals(2, ledger.dropped(DropReason.LINK_DOWN));
    assertFalse(send(frame(60, 3), Frames.NO_VLAN));
    assertEquals(3, ledger.dropped(DropReason.LINK_DOWN));
    assertEquals(3, count("unplugged"));
    wire.fails(0);
    wire.room(Integer.MAX_VALUE);
    outlet.begin(wire);
    assertTrue(send(frame(60, 4), Frames.NO_VLAN));
    assertEquals(10 + 64, wire.taken().length, "the new peer gets whole frames only");
  }

  @Test
  void sendsDatagramsWholeAndInOrder() {
    open(false);
    wire.room(0);
    for (int i = 0; i < 20; i++) {
      assertTrue(send(frame(60 + i, i), Frames.NO_VLAN));
    }
    wire.room(Integer.MAX_VALUE);
    outlet.flush();
    assertEquals(20, wire.datagrams().size());
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(frame(60 + i, i), wire.datagrams().get(i));
    }
  }

  @Test
  void dropsDatagramsThatAreTooLong() {
    open(false);
    wire.fails(Wire.TOO_LONG);
    assertFalse(send(frame(9000, 1), Frames.NO_VLAN));
    assertEquals(1, ledger.dropped(DropReason.OVERSIZE));
    wire.fails(Wire.NO_BUFFERS);
    assertFalse(send(frame(900, 1), Frames.NO_VLAN));
    assertEquals(1, ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    witness.assertKnowsAll(ledger);
    assertEquals(List.of(), troubles);
  }

  @Test
  void dropsAsShutDownInTheEnd() {
    open(true);
    outlet.shutDown();
    assertFalse(send(frame(60, 1), Frames.NO_VLAN));
    assertEquals(1, ledger.dropped(DropReason.SHUTDOWN));
    witness.assertKnowsAll(ledger);
  }

  @Test
  void finishesChecksumsAndRefusesDamagedOnes() {
    open(true);
    var zero = new byte[60];
    var burst = lay(zero, Frames.NO_VLAN, Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0));
    assertTrue(outlet.send(burst.slab(), 0));
    burst.release();
    zero[40] = (byte) 0xff; // All zero sums up to 0, which UDP writes as 0xffff.
    zero[41] = (byte) 0xff;
    wants(zero);
    assertArrayEquals(wanted.toByteArray(), wire.taken());
    assertEquals(1, count("checksums"));
    burst = lay(zero, Frames.NO_VLAN, Frames.offload(Frames.CSUM_PARTIAL, 58, 6, 0));
    assertFalse(outlet.send(burst.slab(), 0));
    burst.release();
    assertEquals(1, ledger.dropped(DropReason.BAD_FCS));
    witness.assertKnowsAll(ledger);
    sent = 2;
  }
}
