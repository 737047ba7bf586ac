package io.hnswitch.l2;

import io.hnswitch.bus.Bus;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import java.util.concurrent.Executor;

/** An egress over the event bus, with credits of its own. */
public final class BusEgress implements Egress {

  /** Share bursts that may be out to one neighbour. */
  public static final int CREDITS = 64;

  private final BurstPool shares;
  private final Bus.FrameSender sender;

  /**
   * @param owner runs on the forwarding device's event loop, in order
   * @param sender counts what goes out
   */
  public BusEgress(Executor owner, Bus.FrameSender sender) {
    this.shares = BurstPool.shares(CREDITS, owner, () -> {});
    this.sender = sender;
  }

  @Override
  public FrameBurst take() {
    return shares.take();
  }

  @Override
  public void send(FrameBurst burst) {
    sender.send(burst);
  }

  @Override
  public int outstanding() {
    return shares.outstanding();
  }
}
