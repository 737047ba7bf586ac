package io.hnswitch.endpoint.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.endpoint.qemu.FrameInlet.Outcome;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.SocketPlace;
import io.hnswitch.ledger.DeviceLedger;
import io.netty.channel.epoll.Epoll;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames from an outlet to an inlet by sockets of the system, with nothing allocated for one. */
class NativeSocketTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TIMES = 30;
  private static final int ROUNDS = 4000;
  private static final int FRAMES = 8;
  private static final int FRAME = 1514;

  @TempDir private Path folder;
  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8L << 20);
  private final BurstPool pool =
      BurstPool.slabs(memory, 2, FrameInlet.SLAB_BYTES, Runnable::run, () -> {});
  private final DeviceLedger ledger = new DeviceLedger("endpoint", () -> 0);
  private long came;

  @BeforeEach
  void needsLinux() {
    Assumptions.assumeTrue(Epoll.isAvailable());
  }

  @AfterEach
  void free() {
    arena.close();
  }

  private SocketPlace at(String name) {
    return new SocketPlace.Unix(folder.resolve(name).toString());
  }

  private boolean take(FrameSlab slab, long at, int length) {
    assertEquals(FRAME, length);
    slab.add(at, length, 0);
    came++;
    return true;
  }

  private void exchange(FrameOutlet outlet, FrameInlet inlet, int rounds) {
    for (int i = 0; i < rounds; i++) {
      var burst = pool.take();
      var slab = burst.slab();
      for (int f = 0; f < FRAMES; f++) {
        long at = slab.region() + FrameInlet.ALIGN + f * 2048L;
        slab.add(at, FRAME, 0);
        outlet.send(slab, f);
      }
      burst.release();
      var into = pool.take();
      while (inlet.fill(into.slab()) == Outcome.MORE) {
        assertTrue(into.slab().count() < FrameSlab.CAPACITY);
      }
      into.release();
      outlet.flush();
    }
  }

  private void allocatesNothing(FrameOutlet outlet, FrameInlet inlet) {
    // As long as the code is not compiled, objects that never leave a method are still made.
    double least = Double.MAX_VALUE;
    int times = 0;
    for (; times < TIMES && least >= 1; times++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      exchange(outlet, inlet, ROUNDS);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, allocated / (double) (ROUNDS * FRAMES));
    }
    exchange(outlet, inlet, 1);
    assertTrue(came >= (long) times * ROUNDS * FRAMES, came + " came");
    assertEquals(0, ledger.account().droppedTotal());
    assertTrue(least < 1, least + " bytes for a frame");
  }

  @Test
  void carriesAStreamWithoutAllocating() {
    try (var listener = NativeSocket.listen(memory, at("s"));
        var sender = NativeSocket.stream(memory, at("s"));
        var inlet = new StreamInlet(memory, this::take);
        var outlet = new FrameOutlet(memory, ledger, DropWitness.NONE, true, error -> {})) {
      assertEquals(NativeSocket.CONNECTED, sender.connect(at("s")));
      try (var receiver = listener.accept(memory).orElseThrow()) {
        outlet.begin(sender);
        inlet.begin(receiver);
        allocatesNothing(outlet, inlet);
      }
    }
  }

  @Test
  void carriesDatagramsWithoutAllocating() {
    try (var receiver = NativeSocket.datagrams(memory, at("r"));
        var sender = NativeSocket.datagrams(memory, at("d"));
        var inlet = new DatagramInlet(this::take);
        var outlet = new FrameOutlet(memory, ledger, DropWitness.NONE, false, error -> {})) {
      assertEquals(NativeSocket.CONNECTED, sender.connect(at("r")));
      outlet.begin(sender);
      inlet.begin(receiver);
      allocatesNothing(outlet, inlet);
    }
  }

  @Test
  void saysWhichPortTheSystemHasChosen() {
    for (var place : new String[] {"127.0.0.1:0", "[::1]:0"}) {
      try (var listener = NativeSocket.listen(memory, SocketPlace.parse(place))) {
        var port = (SocketPlace.Port) listener.place();
        assertTrue(port.port() > 0, port::toString);
        assertEquals(((SocketPlace.Port) SocketPlace.parse(place)).ip(), port.ip());
      }
    }
  }
}
