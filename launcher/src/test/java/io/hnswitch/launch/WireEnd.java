package io.hnswitch.launch;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.migration.FrameStore;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One end of a wire between the switches of two labs: an uplink whose frames cross as bytes, in
 * their order, after a delay.
 */
final class WireEnd extends DeviceVerticle {

  private static final int BURSTS = 2;

  private final String virtualSwitch;
  private final String port;
  private final Duration delay;
  private final BurstWire wire;
  private final ArrayDeque<Coming> coming = new ArrayDeque<>();
  private FrameStore store;
  private Consumer<byte[]> other = bytes -> {};
  private boolean armed;

  private record Coming(byte[] bytes, long due) {}

  WireEnd(Lab lab, String virtualSwitch, String port, Duration delay) {
    super(lab, "wire " + port);
    this.virtualSwitch = virtualSwitch;
    this.port = port;
    this.delay = delay;
    this.wire = new BurstWire(lab.memory(), BURSTS);
  }

  static void join(WireEnd one, WireEnd two) {
    one.sendTo(two::arrives);
    two.sendTo(one::arrives);
  }

  @Override
  protected Future<?> begin() {
    var toSwitch = sender(Addresses.switchPort(virtualSwitch, port));
    store = new FrameStore(lab().memory(), executor(), ledger());
    store.open(toSwitch::send, () -> {});
    var egress = Addresses.framesAt("hnswitch.d.test.wire." + port);
    onFrames(egress, this::fromSwitch);
    return bus()
        .request(
            Addresses.virtualSwitch(virtualSwitch),
            new SwitchControl.Connect(port, SwitchControl.PortKind.UPLINK, null, egress.value()),
            Outcome.Done.class);
  }

  private void fromSwitch(FrameBurst burst) {
    var bytes = new byte[wire.encodedBytes(burst)];
    wire.encode(burst, MemorySegment.ofArray(bytes));
    ledger().out(burst.size());
    burst.release();
    other.accept(bytes);
  }

  /** Where the bytes of each burst go, called on the lab's event loop. */
  void sendTo(Consumer<byte[]> end) {
    other = end;
  }

  /** Bytes of a burst from the other end, on any thread, in their order. */
  void arrives(byte[] bytes) {
    try {
      executor().execute(() -> take(bytes));
    } catch (RejectedExecutionException e) {
      // This node has died: what is sent to it is lost.
    }
  }

  private void take(byte[] bytes) {
    coming.add(new Coming(bytes, timers().nanos() + delay.toNanos()));
    look();
  }

  private void look() {
    while (!coming.isEmpty() && coming.peek().due() <= timers().nanos()) {
      deliver(coming.poll().bytes());
    }
    if (!coming.isEmpty() && !armed) {
      armed = true;
      timers()
          .after(
              Duration.ofNanos(Math.max(0, coming.peek().due() - timers().nanos())),
              () -> {
                armed = false;
                look();
              });
    }
  }

  private void deliver(byte[] bytes) {
    var burst = wire.decode(MemorySegment.ofArray(bytes));
    ledger().in(burst.size() + burst.discarded());
    if (burst.discarded() > 0) {
      ledger().dropped(DropReason.BUS_DISCARDED, burst.discarded());
    }
    if (burst.size() > 0) {
      store.add(burst);
    } else {
      burst.release();
    }
  }

  @Override
  protected long held() {
    return store.held();
  }
}
