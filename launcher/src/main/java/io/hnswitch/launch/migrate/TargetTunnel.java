package io.hnswitch.launch.migrate;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.migration.FrameStore;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;

/** The end of the tunnel of one NIC: messages become frames for its new port, in their order. */
final class TargetTunnel extends DeviceVerticle {

  private static final int WIRE_BURSTS = 2;

  private final NicId nic;
  private final BurstWire wire;
  private final Runnable ended;
  private Bus.FrameSender toPort;
  private FrameStore store;
  private boolean endCame;
  private boolean told;

  /**
   * @param ended told when the last frame has gone to the port
   */
  TargetTunnel(Lab lab, NicId nic, Runnable ended) {
    super(lab, "tunnel " + nic);
    this.nic = nic;
    this.ended = ended;
    this.wire = new BurstWire(lab.memory(), WIRE_BURSTS);
  }

  @Override
  protected Future<?> begin() {
    toPort = sender(Addresses.netvspFromTunnel(nic));
    store = new FrameStore(lab().memory(), executor(), ledger());
    store.open(toPort::send, this::tellIfEnded);
    return DONE;
  }

  /** A message of the tunnel for this NIC. */
  void accept(TunnelMessage message) {
    executor().execute(() -> take(message));
  }

  private void take(TunnelMessage message) {
    if (message.isEnd()) {
      endCame = true;
      tellIfEnded();
      return;
    }
    var burst = wire.decode(MemorySegment.ofArray(message.burst()));
    ledger().wiredIn(burst.size() + burst.discarded());
    if (burst.discarded() > 0) {
      ledger().dropped(DropReason.BUS_DISCARDED, burst.discarded());
    }
    if (burst.size() > 0) {
      store.add(burst);
    } else {
      burst.release();
    }
  }

  private void tellIfEnded() {
    if (endCame && store.isEmpty() && !told) {
      told = true;
      settle().onComplete(sent -> ended.run());
    }
  }

  @Override
  protected Future<?> end() {
    store.drop(DropReason.SHUTDOWN);
    store.close();
    wire.close();
    return DONE;
  }

  @Override
  protected long held() {
    return store.held();
  }
}
