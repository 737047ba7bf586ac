package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** In place of two hn and everything between: what one endpoint transmits, the other receives. */
final class Crossover extends DeviceVerticle {

  private final NicId one;
  private final NicId other;
  private final List<Kept> kept = new ArrayList<>();
  private boolean keeping;
  private volatile int passed;

  private record Kept(FrameBurst burst, Bus.FrameSender sender) {}

  Crossover(Lab lab, NicId one, NicId other) {
    super(lab, "crossover");
    this.one = one;
    this.other = other;
  }

  @Override
  protected Future<?> begin() {
    connect(one, other);
    connect(other, one);
    return DONE;
  }

  private void connect(NicId from, NicId to) {
    var sender = sender(Addresses.endpointReceive(to));
    onFrames(Addresses.nicTransmit(from), burst -> arrived(burst, sender));
  }

  private void arrived(FrameBurst burst, Bus.FrameSender sender) {
    passed += burst.size();
    if (keeping) {
      kept.add(new Kept(burst, sender));
    } else {
      sender.send(burst);
    }
  }

  /** From now on everything stays here. */
  void keep() {
    keeping = true;
  }

  /** Passes on what was kept, and then everything. */
  void pass() {
    keeping = false;
    kept.forEach(one -> one.sender().send(one.burst()));
    kept.clear();
  }

  /** Frames that came so far. */
  int passed() {
    return passed;
  }

  @Override
  protected Future<?> end() {
    pass();
    return DONE;
  }

  @Override
  protected long held() {
    return kept.stream().mapToLong(one -> one.burst().size()).sum();
  }
}
