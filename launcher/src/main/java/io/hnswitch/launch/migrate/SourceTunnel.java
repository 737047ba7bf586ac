package io.hnswitch.launch.migrate;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * The mouth of the tunnel of one NIC: frames of its old port become messages. While the way is full
 * they wait here, and the port with them, for it has no more credits than these.
 */
final class SourceTunnel extends DeviceVerticle {

  private static final int WIRE_BURSTS = 1;

  private final NicId nic;
  private final Tunnel tunnel;
  private final BurstWire wire;
  private final ArrayDeque<FrameBurst> waiting = new ArrayDeque<>();
  private boolean ending;
  private long held;

  SourceTunnel(Lab lab, NicId nic, Tunnel tunnel) {
    super(lab, "tunnel " + nic);
    this.nic = nic;
    this.tunnel = tunnel;
    this.wire = new BurstWire(lab.memory(), WIRE_BURSTS);
  }

  @Override
  protected Future<?> begin() {
    onFrames(Addresses.tunnel(nic), this::accept);
    return DONE;
  }

  private void accept(FrameBurst burst) {
    waiting.add(burst);
    held += burst.size();
    pump();
  }

  private void pump() {
    while (!waiting.isEmpty()) {
      if (tunnel.isFull()) {
        tunnel.onRoom(() -> executor().execute(this::pump));
        return;
      }
      var burst = waiting.poll();
      held -= burst.size();
      var bytes = new byte[wire.encodedBytes(burst)];
      wire.encode(burst, MemorySegment.ofArray(bytes));
      ledger().wiredOut(burst.size());
      burst.release();
      tunnel.send(new TunnelMessage(nic.nic(), bytes).toBuffer());
    }
    if (ending) {
      ending = false;
      tunnel.send(new TunnelMessage(nic.nic(), new byte[0]).toBuffer());
    }
  }

  /** Says, behind the last frame, that there are no more. */
  void finish() {
    executor()
        .execute(
            () -> {
              ending = true;
              pump();
            });
  }

  @Override
  protected Future<?> end() {
    while (!waiting.isEmpty()) {
      var burst = waiting.poll();
      ledger().dropped(DropReason.NO_OWNER, burst.size());
      burst.release();
    }
    held = 0;
    wire.close();
    tunnel.close();
    return DONE;
  }

  @Override
  protected long held() {
    return held;
  }
}
