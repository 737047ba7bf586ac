package io.hnswitch.testing;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A device at the end of a frame path, for tests: sends bursts and fences, and records what comes.
 * Keeps an account like any device, so the books of a test's lab balance. Frames are recorded by
 * the number they were sent with, fences by their course.
 */
public final class ProbeDevice extends DeviceVerticle {

  private final Map<Address<FrameBurst>, Bus.FrameSender> senders = new HashMap<>();
  private final List<String> records = new ArrayList<>();
  private final List<FrameBurst> kept = new ArrayList<>();
  private boolean keeping;
  private TestFrames frames;

  public ProbeDevice(Lab lab, String name) {
    super(lab, name);
  }

  @Override
  protected Future<?> begin() {
    frames = new TestFrames(lab().memory(), 8, executor());
    return Future.succeededFuture();
  }

  @Override
  protected Future<?> end() {
    release();
    return super.end();
  }

  /** Records what comes to an address. On the lab's event loop, as all of these. */
  public Bus.Registration listen(Address<FrameBurst> address) {
    return onFrames(address, this::received);
  }

  private void received(FrameBurst burst) {
    for (int i = 0; i < burst.size(); i++) {
      records.add("#" + burst.slab().sequence(burst.slot(i)));
    }
    ledger().delivered(burst.size());
    if (burst.fence() != null) {
      records.add(burst.fence().course().name());
    }
    if (keeping && burst.size() > 0) {
      kept.add(burst);
    } else {
      burst.release();
    }
  }

  /** From now on received bursts are kept, so their credits do not return. */
  public void keep() {
    keeping = true;
  }

  /** Releases what was kept. */
  public void release() {
    keeping = false;
    kept.forEach(FrameBurst::release);
    kept.clear();
  }

  /** Sends a burst that {@code fill} has filled. */
  public void send(Address<FrameBurst> to, UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(frames.begin()).seal();
    ledger().entered(burst.size());
    to(to).send(burst);
  }

  /** Sends one frame of 64 bytes. */
  public void send(Address<FrameBurst> to, MacAddress destination, MacAddress source) {
    send(to, burst -> burst.frame(destination.value(), source.value()));
  }

  /** Sends a fence. */
  public void send(Address<FrameBurst> to, Fence fence) {
    to(to).send(FrameBurst.ofFence(fence));
  }

  private Bus.FrameSender to(Address<FrameBurst> address) {
    return senders.computeIfAbsent(address, this::sender);
  }

  /** What came, in order: {@code #3} for the frame sent fourth, {@code TO_VF} for a fence. */
  public List<String> records() {
    return List.copyOf(records);
  }

  /** As {@link #records}, and forgets them. */
  public List<String> takeRecords() {
    var taken = List.copyOf(records);
    records.clear();
    return taken;
  }

  /** Bursts sent that have not come back. */
  public int outstanding() {
    return frames.outstanding();
  }
}
