package io.hnswitch.endpoint;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.ReadTurns;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.TapDevice;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.endpoint.tap.TapNetwork;
import io.hnswitch.endpoint.tap.TapPlacement;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.metrics.Reading;
import io.hnswitch.offload.Offload;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * An endpoint that is a Linux TAP device, perhaps in a network namespace: whatever network stack is
 * behind it is the guest's. Served by the lab's own event loop.
 */
public final class TapEndpointVerticle extends DeviceVerticle {

  private static final Duration COMMAND_TIME = Duration.ofSeconds(10);
  private static final String KIND = "tap";
  private static final int BURSTS = 16;
  private static final int LONGEST = VnetHeader.BYTES + Frames.MAX_FRAME + 1;
  private static final int SLAB_BYTES =
      (512 << 10) + (LONGEST + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;
  private static final int ALIGN = 64;

  /** Bytes after which a burst goes on its way although it is not full: they fit in a cache. */
  private static final int BURST_BYTES = 256 << 10;

  private static final Outcome NO_REPLAY =
      Outcome.refused(Refusal.NOT_SUPPORTED, "a tap replays no file");

  private final TapEndpointSettings settings;
  private final TapNetwork network;
  private final TapHandover handover;
  private final NicId nic;
  private final MemorySegment bytes;
  private final long base;
  private final long mac;
  private Bus.FrameSender below;
  private BurstPool pool;
  private StreamMarks marks;
  private Arrivals arrivals;
  private FrameIntake intake;
  private VnetOutflow outflow;
  private final VnetOutflow.Device device = new ToTap();
  private TapDevice tap;
  private TapPlacement placement;
  private TapIoHandle handle;
  private Optional<EndpointControl.Configure> applied = Optional.empty();
  private int placedMtu;
  private int placedGso;
  private ReadTurns turns;

  /** The guest is, or may be, at another node: the device is neither read nor changed. */
  private boolean suspended;

  private Optional<EndpointControl.Configure> wanted = Optional.empty();

  /** Nothing can be read any more. */
  private boolean gone;

  /** The descriptor is about to be closed, or is: not to be touched. */
  private boolean closed;

  public TapEndpointVerticle(Lab lab, TapEndpointSettings settings, TapNetwork network) {
    super(lab, "endpoint " + settings.owner());
    this.settings = settings;
    this.network = network;
    this.handover = new TapHandover(network);
    this.nic = settings.nic();
    this.bytes = lab.memory().segment();
    this.base = lab.memory().nativeAddress(0);
    this.mac = settings.tap().mac().value();
  }

  @Override
  protected Future<?> begin() {
    var missing = NativeLoop.missing(lab().loop(), "tap endpoint of " + settings.owner());
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    below = sender(settings.transmit());
    arrivals = lab().ledger().newArrivals();
    marks = new StreamMarks(lab().newIngress());
    var witness = lab().captures().point(nic).witness(ledger().device());
    intake = new FrameIntake(bytes, ledger(), witness, true, marks);
    outflow = new VnetOutflow(bytes, ledger(), witness, false, arrivals::arrived, mac);
    turns = new ReadTurns(executor(), this::read);
    pool = BurstPool.slabs(lab().memory(), BURSTS, SLAB_BYTES, executor(), turns::again);
    suspended = settings.waiting();
    return (suspended ? DONE : blocking(this::place).compose(placed -> watch()))
        .<Void>map(
            watching -> {
              serve(settings.control(), this::on);
              onFrames(settings.receive(), this::write);
              return null;
            })
        .recover(this::undo);
  }

  private Future<Void> undo(Throwable cause) {
    pool.close();
    var why = TapRefusal.of(cause, settings.tap());
    return takeDown().transform(done -> Future.failedFuture(why));
  }

  private Void place() {
    tap = TapDevice.open(settings.tap().device());
    // Before the interface is up: the stack must not send before hn is there.
    tap.setCarrier(false);
    placement = network.place(settings.tap(), COMMAND_TIME);
    placedMtu = settings.tap().mtu();
    return null;
  }

  /** Work that may block, one after the other, off the event loop. */
  private <T> Future<T> blocking(Callable<T> work) {
    return deviceContext().executeBlocking(work, true);
  }

  private Future<Void> watch() {
    Promise<Void> promise = deviceContext().promise();
    TapIoHandle.register(
            (IoEventLoop) lab().loop(),
            tap.fd(),
            () -> deviceContext().emit(ignored -> turns.ready()))
        .addListener(
            done -> {
              if (done.isSuccess()) {
                handle = (TapIoHandle) done.getNow();
                promise.complete();
              } else {
                promise.fail(done.cause());
              }
            });
    return promise.future();
  }

  @Override
  protected Future<?> end() {
    pool.close();
    if (suspended) {
      lab().ledger().handOver(arrivals); // The guest is elsewhere, and what arrived with it.
    }
    return takeDown();
  }

  private Future<?> takeDown() {
    gone = true;
    closed = true;
    return unwatch().compose(done -> blocking(this::remove));
  }

  private Void remove() {
    try {
      handover.closeDoor();
      if (tap != null) {
        tap.close();
      }
    } finally {
      // One that came and was never used is still the other node's.
      if (placement != null && !(suspended && settings.waiting())) {
        network.remove(placement, COMMAND_TIME);
      }
    }
    return null;
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure configure ->
          configure(configure)
              .map(done -> new EndpointControl.Configured(pool.region(), pool.regionBytes()));
      case EndpointControl.Migration about ->
          Future.succeededFuture()
              .compose(now -> migrate(about))
              .<Object>map(answer -> answer)
              .otherwise(this::refused);
      case EndpointControl.Describe _ -> Future.succeededFuture(view());
      case EndpointControl.StartReplay _, EndpointControl.StopReplay _ ->
          Future.succeededFuture(NO_REPLAY);
      case EndpointControl.ReceiveFlow _,
          EndpointControl.SendFlow _,
          EndpointControl.StopFlow _,
          EndpointControl.ForgetFlow _,
          EndpointControl.DescribeFlow _ ->
          Future.succeededFuture(
              Outcome.refused(
                  Refusal.NOT_SUPPORTED,
                  "the endpoint of " + settings.owner() + " is a tap, flows need a host"));
    };
  }

  private Future<Void> configure(EndpointControl.Configure now) {
    wanted = Optional.of(now);
    return suspended ? Future.succeededFuture() : blocking(() -> apply(now));
  }

  private Outcome refused(Throwable cause) {
    return Outcome.refused(
        cause instanceof StateException ? Refusal.INVALID_VALUE : Refusal.DEVICE_FAILED,
        settings.owner() + ": " + cause.getMessage());
  }

  private Future<?> migrate(EndpointControl.Migration message) {
    return switch (message) {
      case EndpointControl.Suspend _ -> suspend();
      case EndpointControl.Resume _ -> resume();
      case EndpointControl.Save _ ->
          Future.succeededFuture(new EndpointControl.Saved(StateTree.write(this::save)));
      case EndpointControl.Restore(var state) -> restore(state.reader());
      case EndpointControl.OpenDoor(var path) ->
          blocking(() -> handover.openDoor(path)).compose(done -> DONE);
      case EndpointControl.HandDevice(var path) ->
          blocking(() -> handover.hand(tap, path)).compose(done -> DONE);
      case EndpointControl.LeaveDevice _ -> {
        var left = placement;
        placement = null;
        yield left == null ? DONE : blocking(() -> handover.leave(left)).compose(done -> DONE);
      }
    };
  }

  /** What the stack behind it sends waits in the kernel. */
  private Future<Outcome> suspend() {
    if (suspended) {
      return DONE;
    }
    suspended = true;
    return unwatch().compose(silent -> blocking(() -> null)).compose(applied -> DONE);
  }

  private Future<Outcome> resume() {
    if (!suspended) {
      return DONE;
    }
    if (tap == null) {
      return Future.failedFuture(new StateException("its device has not come"));
    }
    suspended = false;
    return watch()
        .compose(
            watching -> {
              turns.again();
              return blocking(
                  () -> {
                    if (settings.waiting()) {
                      handover.takeOver(placement);
                    }
                    return wanted.isPresent() ? apply(wanted.get()) : null;
                  });
            })
        .compose(done -> DONE);
  }

  private void save(StateTree.Writer into) {
    into.text("kind", KIND)
        .tree("device", part -> handover.save(part, placement, placedMtu, placedGso))
        .number("malformed", malformed())
        .number("refused", outflow.refusedFrames())
        .number("truncated", intake.truncatedFrames())
        .tree("marks", marks.save())
        .tree("arrivals", arrivals.save());
  }

  private Future<Outcome> restore(StateTree.Reader from) {
    if (!from.text("kind").equals(KIND)) {
      return Future.failedFuture(from.wrong("kind", "not " + KIND));
    }
    intake.restore(from.count("malformed"), from.count("truncated"));
    outflow.restore(0, from.count("refused"));
    marks.restore(from.tree("marks"));
    arrivals.restore(from.tree("arrivals"));
    var device = from.tree("device");
    return blocking(() -> handover.receive(device, settings.tap()))
        .compose(
            arrived -> {
              tap = arrived.tap();
              placement = arrived.placement();
              placedMtu = arrived.mtu();
              placedGso = arrived.gso();
              return DONE;
            });
  }

  private Future<Void> unwatch() {
    Promise<Void> silent = deviceContext().promise();
    if (handle == null) {
      silent.complete();
    } else {
      handle.deregister().addListener(done -> silent.complete());
      handle = null;
    }
    return silent.future();
  }

  /**
   * The stack behind the TAP learns what hn can do; called in order, off the event loop. What fails
   * is tried again with the next one.
   */
  private Void apply(EndpointControl.Configure now) {
    var enabled = now.enabled();
    var before = applied;
    applied = Optional.empty();
    if (before.isEmpty() || !before.get().enabled().equals(enabled)) {
      tap.setOffload(
          enabled.has(Offload.TXCSUM) || enabled.has(Offload.TXCSUM_IPV6),
          enabled.has(Offload.TSO4),
          enabled.has(Offload.TSO6));
    }
    if (placedMtu != now.mtu()) {
      network.setMtu(placement, now.mtu(), COMMAND_TIME);
      placedMtu = now.mtu();
    }
    int gso = Math.min(TapSettings.GSO_MAX, Math.max(2 * now.mtu(), now.tso().max()));
    boolean segments = enabled.has(Offload.TSO4) || enabled.has(Offload.TSO6);
    if (segments && placedGso != gso) {
      network.setGsoMax(placement, gso, COMMAND_TIME);
      placedGso = gso;
    }
    if (before.isEmpty() || before.get().carrier() != now.carrier()) {
      tap.setCarrier(now.carrier());
    }
    applied = Optional.of(now);
    return null;
  }

  /** Reads one burst and gives way to the others on the loop; goes on until nothing is left. */
  private void read() {
    if (gone || suspended || tap == null) {
      return;
    }
    var burst = pool.take();
    if (burst == null) {
      return; // Out of credits: the kernel keeps the frames, the pool calls when there are some.
    }
    boolean more = fill(burst.slab());
    if (burst.slab().count() == 0) {
      burst.release();
    } else {
      below.send(burst.seal());
    }
    if (more) {
      turns.again();
    }
  }

  /** True when there may be more to read. */
  private boolean fill(FrameSlab slab) {
    long at = slab.region() + ALIGN;
    long end = slab.region() + slab.regionBytes() - LONGEST;
    long full = Math.min(end, slab.region() + BURST_BYTES);
    slab.receivedAt(timers().nanos());
    while (!slab.isFull() && at <= full) {
      long header = at - VnetHeader.BYTES;
      int read = tap.read(base + header, LONGEST);
      if (read <= 0) {
        if (read != TapDevice.WOULD_BLOCK) {
          failed(read);
        }
        return false;
      }
      int length = read - VnetHeader.BYTES;
      if (add(slab, at, header, length)) {
        at = at + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
      }
    }
    return true;
  }

  private boolean add(FrameSlab slab, long at, long header, int length) {
    long offload = FrameIntake.isFrame(length) ? VnetHeader.read(bytes, header, length) : 0;
    if (offload == VnetHeader.MALFORMED) {
      intake.malformed(at, length);
      return false;
    }
    return intake.add(slab, at, length, offload);
  }

  private void failed(int error) {
    if (!gone) {
      gone = true;
      handle.deregister();
      bus()
          .publish(
              new LabEvent(
                  "hnswitch.endpoint.failed",
                  settings.owner(),
                  Map.of("reason", "reading the tap failed: errno " + -error)));
    }
  }

  private void write(FrameBurst burst) {
    if (closed || tap == null) {
      outflow.drop(burst, DropReason.SHUTDOWN);
    } else {
      outflow.write(burst, device);
    }
  }

  /** The device as it is now. */
  private final class ToTap implements VnetOutflow.Device {

    @Override
    public int write(long at, int length) {
      return tap.write(base + at, length);
    }

    @Override
    public DropReason refused(int error) {
      return TapRefusal.reason(error);
    }
  }

  /** Frames in either direction whose header contradicts them. */
  private long malformed() {
    return intake.malformedFrames() + outflow.malformedFrames();
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Endpoint(settings.owner(), "tap", view().counters()));
  }

  private EndpointView view() {
    var counters = new HashMap<String, Long>();
    counters.put("malformed", malformed());
    counters.put("refused", outflow.refusedFrames());
    counters.put("truncated", intake.truncatedFrames());
    return new EndpointView(
        nic,
        "tap",
        Map.of("name", settings.tap().name(), "netns", settings.tap().namespace()),
        arrivals.sums(),
        counters);
  }
}
