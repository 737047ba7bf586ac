package io.hnswitch.bus;

import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.metrics.Readings;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The shell of every device: runs it on the lab's event loop, registers its addresses, keeps its
 * account, and takes all back when it is undeployed.
 */
public abstract class DeviceVerticle extends VerticleBase {

  protected static final Future<Outcome> DONE = Future.succeededFuture(Outcome.DONE);

  private final Lab lab;
  private final String name;
  private final List<Bus.Registration> registrations = new ArrayList<>();
  private final Readings.Source measured = this::measure;
  private DeviceLoop own;
  private DeviceLedger ledger;

  /**
   * @param name of the account, like {@code hn a:hn0}
   */
  protected DeviceVerticle(Lab lab, String name) {
    this.lab = lab;
    this.name = name;
  }

  /** On the lab's event loop: make what is needed, register addresses. */
  protected abstract Future<?> begin();

  /**
   * On the lab's event loop, before the addresses are taken back: say goodbye, release what is held
   * and account for it.
   */
  protected Future<?> end() {
    return Future.succeededFuture();
  }

  /** Frames inside the device now, counted from its own structures. */
  protected long held() {
    return 0;
  }

  /** What the device measures now; asked on its event loop, from when it has begun. */
  protected void measure(Consumer<Reading> into) {}

  @Override
  public final Future<?> start() {
    own = lab.newLoop(name);
    return onLoop(
        () -> {
          ledger = lab.ledger().open(name, this::held);
          lab.captures().clock(own.timers());
          return attempt(this::begin)
              .onSuccess(begun -> lab.readings().add(measured))
              .recover(cause -> takeBack().transform(done -> Future.failedFuture(cause)));
        });
  }

  @Override
  public final Future<?> stop() {
    return onLoop(
        () ->
            attempt(this::end)
                .transform(
                    ended ->
                        settle()
                            .compose(done -> takeBack())
                            .compose(
                                done ->
                                    ended.succeeded()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(ended.cause()))));
  }

  /** What was sent before now has been handled when this completes. */
  protected final Future<Void> settle() {
    Promise<Void> promise = Promise.promise();
    own.afterWhatWasSent(promise::complete);
    return promise.future();
  }

  private Future<?> takeBack() {
    lab.readings().remove(measured);
    var all = registrations.stream().map(Bus.Registration::unregister).toList();
    registrations.clear();
    // What the bus still had for the device is discarded before the account is closed.
    return Future.join(all).transform(done -> settle()).transform(done -> closeAccount());
  }

  private Future<Void> closeAccount() {
    lab.ledger().close(ledger);
    return Future.succeededFuture();
  }

  private Future<?> onLoop(Supplier<Future<?>> action) {
    Promise<Object> promise = Promise.promise();
    own.execute(
        () ->
            attempt(action)
                .onComplete(
                    done -> {
                      if (done.succeeded()) {
                        promise.complete();
                      } else {
                        promise.fail(done.cause());
                      }
                    }));
    return promise.future();
  }

  private static Future<?> attempt(Supplier<Future<?>> action) {
    try {
      return action.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      return Future.failedFuture(e);
    }
  }

  /** Serves control messages until the device is undeployed. */
  protected final <M> void serve(Address<M> address, Function<M, Future<?>> handler) {
    registrations.add(bus().serve(address, handler));
  }

  /**
   * Receives frames until the device is undeployed, or the registration is taken back before; what
   * arrives is put to the account.
   */
  protected final Bus.Registration onFrames(
      Address<FrameBurst> address, Consumer<FrameBurst> handler) {
    var registration =
        bus()
            .onFrames(
                address,
                burst -> {
                  ledger.in(burst.size() + burst.discarded());
                  if (burst.discarded() > 0) {
                    ledger.dropped(DropReason.BUS_DISCARDED, burst.discarded());
                  }
                  handler.accept(burst);
                },
                this::discarded);
    registrations.add(registration);
    return () -> {
      registrations.remove(registration);
      return registration.unregister();
    };
  }

  private void discarded(FrameBurst burst) {
    int frames = burst.size() + burst.discarded();
    ledger.in(frames);
    ledger.dropped(DropReason.BUS_DISCARDED, frames);
    burst.release();
  }

  /** A way for frames to a neighbour. */
  protected final Bus.FrameSender sender(Address<FrameBurst> address) {
    return bus().sender(address, ledger);
  }

  protected final Lab lab() {
    return lab;
  }

  protected final Bus bus() {
    return lab.bus();
  }

  protected final DeviceLedger ledger() {
    return ledger;
  }

  protected final Timers timers() {
    return own.timers();
  }

  /** The Vert.x context on the lab's event loop that this device's handlers run on. */
  protected final ContextInternal deviceContext() {
    return Lab.contextOf(own);
  }

  /** Runs actions on this device's event loop. */
  protected final Executor executor() {
    return own;
  }
}
