package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.vertx.core.Future;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Stands for an adapter at the end of a link: counts what comes, or sends it back, and sends bursts
 * of one frame as long as not too much of it is on its way.
 */
final class WireEndVerticle extends DeviceVerticle {

  private static final int CREDITS = 4;
  private static final int SLAB_BYTES = 512 << 10;
  private static final MacAddress HERE = MacAddress.parse("00:15:5d:00:00:01");
  private static final MacAddress THERE = MacAddress.parse("00:15:5d:00:00:02");

  private final String adapter;
  private final String link;
  private BurstPool pool;
  private Bus.FrameSender toLink;
  private volatile WireEndVerticle waker;
  private volatile boolean waiting;
  private FrameShape shape = new FrameShape(FrameShape.HEAD);
  private int burstFrames;
  private LongSupplier arrived = () -> 0;
  private LongConsumer echoed = nanos -> {};
  private long windowFrames;
  private long sent;
  private long begun;
  private boolean echoes;
  private volatile long frames;

  WireEndVerticle(Lab lab, String adapter, String link) {
    super(lab, "adapter " + adapter);
    this.adapter = adapter;
    this.link = link;
  }

  @Override
  protected Future<?> begin() {
    pool = BurstPool.slabs(lab().memory(), CREDITS, SLAB_BYTES, executor(), () -> {});
    toLink = sender(Addresses.linkFromAdapter(link));
    serve(
        Addresses.adapter(adapter),
        (AdapterControl request) -> Future.succeededFuture(Outcome.DONE));
    onFrames(Addresses.adapterFromWire(adapter), this::received);
    return DONE;
  }

  @Override
  protected Future<?> end() {
    burstFrames = 0;
    pool.close();
    return DONE;
  }

  private void received(FrameBurst burst) {
    int size = burst.size();
    frames = frames + size; // only this thread writes
    var sender = waker;
    if (sender != null) {
      sender.wake();
    }
    if (echoes) {
      toLink.send(burst);
      return;
    }
    ledger().delivered(size);
    burst.release();
    echoed.accept(timers().nanos() - begun);
  }

  /** Frames that came. */
  long frames() {
    return frames;
  }

  /** Tells another end of each arrival. */
  void wakes(WireEndVerticle sender) {
    waker = sender;
  }

  private void wake() {
    if (waiting) {
      waiting = false;
      executor().execute(this::turn);
    }
  }

  /** Sends back what comes, or counts it. */
  void echo(boolean on) {
    executor().execute(() -> echoes = on);
  }

  /**
   * Sends until told otherwise.
   *
   * @param count frames in a burst; 0 stops
   * @param window frames that may be on their way
   * @param delivered how many of them have arrived
   */
  void send(FrameShape frame, int count, long window, LongSupplier delivered) {
    executor()
        .execute(
            () -> {
              shape = frame;
              burstFrames = count;
              windowFrames = window;
              arrived = delivered;
              sent = delivered.getAsLong();
              turn();
            });
  }

  private void turn() {
    if (burstFrames == 0) {
      return;
    }
    waiting = true; // before the look: whoever receives looks the other way round
    if (sent - arrived.getAsLong() + burstFrames <= windowFrames) {
      waiting = false;
      burst(burstFrames);
      sent += burstFrames;
      executor().execute(this::turn);
    }
  }

  /** Sends one short frame, and says how long it took to come back. */
  void ping(LongConsumer answer) {
    executor()
        .execute(
            () -> {
              shape = new FrameShape(FrameShape.HEAD);
              echoed = answer;
              begun = timers().nanos();
              burst(1);
            });
  }

  private void burst(int count) {
    var burst = pool.take();
    var slab = burst.slab();
    long at = slab.region() + Frames.HEADROOM;
    var memory = lab().memory().segment();
    for (int i = 0; i < count; i++) {
      MacAddress.writeRaw(memory, at, THERE.value());
      MacAddress.writeRaw(memory, at + 6, HERE.value());
      memory.set(Memory.BE16, at + 12, (short) 0x88b5);
      slab.add(at, shape.bytes(), 0);
      at += shape.bytes() + Frames.HEADROOM + 63 & -64;
    }
    ledger().entered(count);
    toLink.send(burst.seal());
  }
}
