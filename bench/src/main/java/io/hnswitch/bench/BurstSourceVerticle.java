package io.hnswitch.bench;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;

/**
 * Sends bursts of one frame as fast as its credits come back. The payload of a frame is laid out
 * once, its first {@value FrameShape#HEAD} bytes for each burst: devices write in the headers.
 *
 * <p>It takes the place of a NIC's endpoint, or sends to any other frame address.
 */
final class BurstSourceVerticle extends DeviceVerticle {

  private static final int CREDITS = 16;
  private static final int ALIGN = 64;

  private final MemorySegment bytes;
  private final Optional<NicId> nic;
  private final Address<FrameBurst> to;
  private final int roomBytes;
  private final int burstMax;
  private Bus.FrameSender sender;
  private BurstPool pool;
  private final long[] head = new long[FrameShape.HEAD / 8];
  private FrameShape shape;
  private int stride;
  private int burstFrames;
  private boolean turnQueued;
  private volatile long bursts;

  private BurstSourceVerticle(
      Lab lab, Optional<NicId> nic, Address<FrameBurst> to, FrameShape largest, int burstMax) {
    super(lab, "source " + to.value());
    this.bytes = lab.memory().segment();
    this.nic = nic;
    this.to = to;
    this.roomBytes = stride(largest);
    this.burstMax = burstMax;
    if (burstMax < 1 || burstMax > FrameSlab.CAPACITY) {
      throw new IllegalArgumentException("frames in a burst out of range: " + burstMax);
    }
  }

  /** In place of the endpoint of a NIC. */
  static BurstSourceVerticle endpoint(Lab lab, NicId nic, FrameShape largest, int burstMax) {
    return new BurstSourceVerticle(
        lab, Optional.of(nic), Addresses.nicTransmit(nic), largest, burstMax);
  }

  /** Somewhere else. */
  static BurstSourceVerticle at(Lab lab, Address<FrameBurst> to, FrameShape largest, int burstMax) {
    return new BurstSourceVerticle(lab, Optional.empty(), to, largest, burstMax);
  }

  private static int stride(FrameShape shape) {
    return shape.bytes() + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
  }

  @Override
  protected Future<?> begin() {
    sender = sender(to);
    int slabBytes = (ALIGN + burstMax * roomBytes + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;
    pool = BurstPool.slabs(lab().memory(), CREDITS, slabBytes, executor(), this::queueTurn);
    nic.ifPresent(
        id -> {
          serve(Addresses.endpoint(id), this::on);
          onFrames(Addresses.endpointReceive(id), this::ignore);
        });
    return DONE;
  }

  @Override
  protected Future<?> end() {
    burstFrames = 0;
    pool.close();
    return DONE;
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure _ ->
          Future.succeededFuture(new EndpointControl.Configured(pool.region(), pool.regionBytes()));
      case EndpointControl.Describe _ ->
          Future.succeededFuture(
              new EndpointView(
                  nic.orElseThrow(),
                  "bench",
                  Map.of(),
                  new Arrivals.Sums(0, 0, 0, 0),
                  Map.of("bursts", bursts)));
      case EndpointControl.StartReplay _,
          EndpointControl.StopReplay _,
          EndpointControl.ReceiveFlow _,
          EndpointControl.SendFlow _,
          EndpointControl.Migration _,
          EndpointControl.StopFlow _,
          EndpointControl.ForgetFlow _,
          EndpointControl.DescribeFlow _ ->
          Future.succeededFuture(
              Outcome.refused(Refusal.NOT_SUPPORTED, "a burst source knows no flows"));
    };
  }

  private void ignore(FrameBurst burst) {
    ledger().delivered(burst.size());
    burst.release();
  }

  /** Begins to send, or goes on with other bursts. Before the first frame has been sent. */
  void send(FrameShape frame, int frames, MacAddress fromMac, MacAddress toMac) {
    executor()
        .execute(
            () -> {
              shape = frame;
              stride = stride(frame);
              layOut(fromMac, toMac);
              burstFrames = frames;
              queueTurn();
            });
  }

  /** Changes the number of frames in each burst; 0 stops. */
  void burstFrames(int frames) {
    executor()
        .execute(
            () -> {
              burstFrames = Math.min(frames, burstMax);
              queueTurn();
            });
  }

  /** Bursts sent so far. */
  long bursts() {
    return bursts;
  }

  private void layOut(MacAddress fromMac, MacAddress toMac) {
    long slabBytes = pool.regionBytes() / CREDITS;
    for (int slab = 0; slab < CREDITS; slab++) {
      for (int i = 0; i < burstMax; i++) {
        shape.write(
            bytes, pool.region() + slab * slabBytes + ALIGN + (long) i * stride, fromMac, toMac);
      }
    }
    for (int i = 0; i < head.length; i++) {
      head[i] = bytes.get(Memory.LE64, pool.region() + ALIGN + 8L * i);
    }
  }

  private void queueTurn() {
    if (!turnQueued && burstFrames > 0) {
      turnQueued = true;
      executor().execute(this::turn);
    }
  }

  /** One burst, then the others on the loop have their turn. */
  private void turn() {
    turnQueued = false;
    if (burstFrames == 0) {
      return;
    }
    var burst = pool.take();
    if (burst == null) {
      return;
    }
    var slab = burst.slab();
    slab.receivedAt(timers().nanos());
    long at = slab.region() + ALIGN;
    long offload = shape.offload();
    for (int i = 0; i < burstFrames; i++) {
      for (int word = 0; word < head.length; word++) {
        bytes.set(Memory.LE64, at + 8L * word, head[word]);
      }
      slab.add(at, shape.bytes(), offload);
      at += stride;
    }
    ledger().entered(burstFrames);
    bursts = bursts + 1; // only this thread writes
    sender.send(burst.seal());
    queueTurn();
  }
}
