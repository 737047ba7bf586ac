package io.hnswitch.bench;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Counts the frames that arrive and gives the bursts back at once. */
final class CountingSinkVerticle extends DeviceVerticle {

  private static final long LOOK_NANOS = 20_000_000;

  private final Optional<NicId> nic;
  private final Address<FrameBurst> at;
  private volatile long frames;
  private volatile long bursts;
  private volatile long awaited = Long.MAX_VALUE;
  private volatile Thread waiter;

  private CountingSinkVerticle(Lab lab, Optional<NicId> nic, Address<FrameBurst> at) {
    super(lab, "sink " + at.value());
    this.nic = nic;
    this.at = at;
  }

  /** In place of the endpoint of a NIC. */
  static CountingSinkVerticle endpoint(Lab lab, NicId nic) {
    return new CountingSinkVerticle(lab, Optional.of(nic), Addresses.endpointReceive(nic));
  }

  /** Somewhere else. */
  static CountingSinkVerticle at(Lab lab, Address<FrameBurst> address) {
    return new CountingSinkVerticle(lab, Optional.empty(), address);
  }

  @Override
  protected Future<?> begin() {
    nic.ifPresent(id -> serve(Addresses.endpoint(id), this::on));
    onFrames(at, this::receive);
    return DONE;
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure _ ->
          Future.succeededFuture(new EndpointControl.Configured(0, 0));
      case EndpointControl.Describe _ ->
          Future.succeededFuture(
              new EndpointView(
                  nic.orElseThrow(),
                  "bench",
                  Map.of(),
                  new Arrivals.Sums(0, 0, 0, 0),
                  Map.of("frames", frames)));
      case EndpointControl.StartReplay _,
          EndpointControl.StopReplay _,
          EndpointControl.ReceiveFlow _,
          EndpointControl.SendFlow _,
          EndpointControl.Migration _,
          EndpointControl.StopFlow _,
          EndpointControl.ForgetFlow _,
          EndpointControl.DescribeFlow _ ->
          Future.succeededFuture(
              Outcome.refused(Refusal.NOT_SUPPORTED, "a counting sink knows no flows"));
    };
  }

  private void receive(FrameBurst burst) {
    int size = burst.size();
    ledger().delivered(size);
    burst.release();
    long now = frames + size; // only this thread writes
    frames = now;
    bursts = bursts + 1;
    if (now >= awaited) {
      awaited = Long.MAX_VALUE;
      LockSupport.unpark(waiter);
    }
  }

  /** Frames that arrived so far. */
  long frames() {
    return frames;
  }

  /** Bursts that arrived so far: the host bundles anew what it reads from a ring. */
  long bursts() {
    return bursts;
  }

  /**
   * Waits until so many frames have arrived in all. For one thread, not the event loop.
   *
   * @throws IllegalStateException when they do not come in time
   */
  void awaitFrames(long wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    waiter = Thread.currentThread();
    awaited = wanted;
    while (frames < wanted) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "frames do not arrive: wanted=" + wanted + ", arrived=" + frames);
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }
}
