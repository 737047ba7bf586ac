package io.hnswitch.launch;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack above a NIC that the lab file gives no endpoint: sends numbered frames, and notes each
 * that comes with its time. To be deployed before the lab, so that hn finds it.
 */
final class Station extends DeviceVerticle {

  /** Where the number is in a frame; what is before it is the Ethernet header. */
  static final int NUMBER_AT = 16;

  private static final int NUMBER_BYTES = 4;
  private static final int ETHER_TYPE = 0x88b5;
  private static final byte FILL = 0x5a;
  private static final int BURSTS = 16;
  private static final int SLAB_BYTES = 512 << 10;

  private final NicId nic;
  private final MacAddress own;
  private final List<Seen> seen = new ArrayList<>();
  private final List<MacAddress> destinations = new ArrayList<>();
  private Bus.FrameSender toNic;
  private BurstPool pool;
  private int sent;

  /**
   * A frame that came.
   *
   * @param at nanoseconds
   * @param number it was sent with
   * @param flipped bits behind the number that are not as they were sent
   */
  record Seen(long at, int number, int length, int flipped) {}

  Station(Lab lab, NicId nic, MacAddress own) {
    super(lab, "station " + nic);
    this.nic = nic;
    this.own = own;
  }

  @Override
  protected Future<?> begin() {
    toNic = sender(Addresses.nicTransmit(nic));
    pool = BurstPool.slabs(lab().memory(), BURSTS, SLAB_BYTES, executor(), () -> {});
    serve(Addresses.endpoint(nic), this::on);
    onFrames(Addresses.endpointReceive(nic), this::receive);
    return DONE;
  }

  @Override
  protected Future<?> end() {
    pool.close();
    return DONE;
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure _ ->
          Future.succeededFuture(new EndpointControl.Configured(pool.region(), pool.regionBytes()));
      default ->
          Future.succeededFuture(Outcome.refused(Refusal.NOT_SUPPORTED, nic + " is a station"));
    };
  }

  /** Sends one burst of numbered frames. On the lab's event loop, as all of these. */
  void send(MacAddress to, int frames, int length) {
    var burst = pool.take();
    if (burst == null) {
      throw new IllegalStateException("all bursts are out");
    }
    var slab = burst.slab();
    var bytes = lab().memory().segment();
    long at = slab.region() + Frames.HEADROOM;
    for (int i = 0; i < frames; i++) {
      bytes.asSlice(at, length).fill(FILL);
      MacAddress.writeRaw(bytes, at, to.value());
      MacAddress.writeRaw(bytes, at + 6, own.value());
      bytes.set(Memory.BE16, at + 12, (short) ETHER_TYPE);
      bytes.set(Memory.BE32, at + NUMBER_AT, sent++);
      slab.add(at, length, 0);
      at += length + Frames.HEADROOM + 63 & -64;
    }
    ledger().entered(frames);
    slab.receivedAt(timers().nanos());
    toNic.send(burst.seal());
  }

  /** Sends frames as they are. */
  void send(byte[]... frames) {
    var burst = pool.take();
    if (burst == null) {
      throw new IllegalStateException("all bursts are out");
    }
    var slab = burst.slab();
    long at = slab.region() + Frames.HEADROOM;
    for (var frame : frames) {
      MemorySegment.copy(
          frame, 0, lab().memory().segment(), ValueLayout.JAVA_BYTE, at, frame.length);
      slab.add(at, frame.length, 0);
      at += frame.length + Frames.HEADROOM + 63 & -64;
    }
    ledger().entered(frames.length);
    slab.receivedAt(timers().nanos());
    toNic.send(burst.seal());
  }

  private void receive(FrameBurst burst) {
    var slab = burst.slab();
    long now = timers().nanos();
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      seen.add(look(now, slab.address(slot), slab.length(slot)));
      destinations.add(
          new MacAddress(MacAddress.destination(lab().memory().segment(), slab.address(slot))));
    }
    ledger().delivered(burst.size());
    burst.release();
  }

  private Seen look(long now, long at, int length) {
    var bytes = lab().memory().segment();
    int number = bytes.get(Memory.BE32, at + NUMBER_AT);
    int flipped = 0;
    for (int i = NUMBER_AT + NUMBER_BYTES; i < length; i++) {
      flipped += Integer.bitCount((bytes.get(Memory.BYTE, at + i) ^ FILL) & 0xff);
    }
    return new Seen(now, number, length, flipped);
  }

  /** Frames sent so far; the number that the next one gets. */
  int sent() {
    return sent;
  }

  /** How many frames have come to an address since this was last asked. */
  int takeCount(long mac) {
    int count = (int) destinations.stream().filter(one -> one.value() == mac).count();
    destinations.clear();
    seen.clear();
    return count;
  }

  /** What came since it was last asked. */
  List<Seen> take() {
    var taken = List.copyOf(seen);
    seen.clear();
    destinations.clear();
    return taken;
  }
}
