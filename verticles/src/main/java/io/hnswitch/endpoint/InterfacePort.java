package io.hnswitch.endpoint;

import io.hnswitch.bus.Lab;
import io.hnswitch.bus.ReadTurns;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.endpoint.packet.InterfaceState;
import io.hnswitch.endpoint.packet.PacketSocket;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * An interface of the system, perhaps in a network namespace, that frames come from and go to.
 * Served by the lab's own event loop. The interface is not this one's: it is neither made nor
 * changed, and when it goes it is looked for until it is back.
 */
public final class InterfacePort {

  private static final int LONGEST = VnetHeader.BYTES + Frames.MAX_FRAME + 1;
  private static final int SLAB_BYTES =
      (512 << 10) + (LONGEST + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;
  private static final int ALIGN = 64;

  /** In front of a frame that may get a tag back there is that much more room. */
  private static final int ROOM = Frames.HEADROOM + VlanTags.BYTES;

  /** Bytes after which a burst goes on its way although it is not full: they fit in a cache. */
  private static final int BURST_BYTES = 256 << 10;

  private static final int TAGGED = 0x8100;

  /** How often an interface that works is looked at: the kernel does not tell of its carrier. */
  private static final Duration CHECK = Duration.ofMillis(500);

  /** And one that does not: nothing is sent before it was seen to work again. */
  private static final Duration CHECK_DOWN = Duration.ofMillis(100);

  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration RETRY_MOST = Duration.ofSeconds(5);

  /** The device whose interface it is. */
  public interface Owner {

    /** Frames have come; they are the owner's from here on. */
    void received(FrameBurst burst);

    /** Nothing gets through any more. */
    void down(String reason);

    /** It works again. */
    void up();
  }

  /**
   * Where the device runs.
   *
   * @param ledger its account
   * @param loop its event loop
   */
  public record Home(
      Lab lab, DeviceLedger ledger, ContextInternal context, Executor loop, Timers timers) {}

  private final Home home;
  private final Owner owner;
  private final String name;
  private final String netns;
  private final MemorySegment bytes;
  private final VnetOutflow.Device device = new ToSocket();
  private final FrameIntake intake;
  private final VnetOutflow outflow;
  private final ReadTurns turns;
  private final Retry retry;
  private final BurstPool pool;
  private final InterfaceState state;
  private PacketSocket socket;
  private TapIoHandle handle;
  private Timers.Timer watchdog = () -> {};
  private boolean closed;
  private long kernelDrops;

  /**
   * The far end of a wire, at which nobody knows which frames are to arrive.
   *
   * @param witness told of what is dropped
   */
  public InterfacePort(
      Home home, DropWitness witness, String name, String netns, int bursts, Owner owner) {
    this(home, witness, true, name, netns, bursts, owner, VnetOutflow.Seen.NONE, -1);
  }

  /**
   * @param witness told of what is dropped
   * @param ofWire whether it is at the far end of a wire, not behind a NIC
   * @param netns the network namespace it is in; empty for that of this process
   * @param bursts that may be under way at a time
   * @param seen told of what goes to {@code mac} and to groups
   */
  InterfacePort(
      Home home,
      DropWitness witness,
      boolean ofWire,
      String name,
      String netns,
      int bursts,
      Owner owner,
      VnetOutflow.Seen seen,
      long mac) {
    var lab = home.lab();
    this.home = home;
    this.owner = owner;
    this.name = name;
    this.netns = netns;
    bytes = lab.memory().segment();
    state = new InterfaceState(name);
    var marks = new StreamMarks(lab.newIngress());
    intake = new FrameIntake(bytes, home.ledger(), witness, !ofWire, marks);
    outflow = new VnetOutflow(bytes, home.ledger(), witness, ofWire, seen, mac);
    turns = new ReadTurns(home.loop(), this::read);
    retry = new Retry(home.timers(), RETRY_FIRST, RETRY_MOST, this::again);
    pool = BurstPool.slabs(lab.memory(), bursts, SLAB_BYTES, home.loop(), turns::again);
  }

  /**
   * Begins to serve the interface; once. It may be down.
   *
   * @return fails with a {@link io.hnswitch.bus.RefusedException} when there is none, or this
   *     process may not; {@link #close} follows
   */
  public Future<Void> open() {
    return home.context()
        .executeBlocking(() -> PacketSocket.open(home.lab().memory(), name, netns), true)
        .compose(this::watch);
  }

  private Future<Void> watch(PacketSocket opened) {
    Promise<Void> watched = home.context().promise();
    TapIoHandle.register(
            (IoEventLoop) home.lab().loop(),
            opened.fd(),
            () -> home.context().emit(ignored -> turns.ready()))
        .addListener(
            done -> {
              if (done.isSuccess() && !closed) {
                handle = (TapIoHandle) done.getNow();
                socket = opened;
                check();
                turns.again();
                watched.complete();
              } else if (done.isSuccess()) {
                ((TapIoHandle) done.getNow()).deregister().addListener(gone -> opened.close());
                watched.fail(new IllegalStateException("closed"));
              } else {
                opened.close();
                watched.fail(done.cause());
              }
            });
    return watched.future();
  }

  /** Looks for an interface that has gone. */
  private void again() {
    if (!closed) {
      open()
          .onSuccess(there -> retry.succeeded())
          .onFailure(
              cause -> {
                if (!closed) {
                  retry.failed();
                }
              });
    }
  }

  /** What comes from now on is left to the kernel, what goes is dropped. Again is fine. */
  public Future<Void> close() {
    closed = true;
    retry.cancel();
    watchdog.cancel();
    pool.close();
    return release();
  }

  private Future<Void> release() {
    Promise<Void> silent = home.context().promise();
    var gone = socket;
    socket = null;
    if (gone == null) {
      silent.complete();
    } else {
      kernelDrops += gone.takeDrops();
      handle.deregister().addListener(done -> silent.complete());
      handle = null;
    }
    return silent
        .future()
        .onComplete(
            done -> {
              if (gone != null) {
                gone.close();
              }
            });
  }

  /** Reads one burst and gives way to the others on the loop; goes on until nothing is left. */
  private void read() {
    if (socket == null) {
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
      if (!state.isUp()) {
        check(); // Sooner than its time: the answers are not to be dropped.
      }
      owner.received(burst.seal());
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
    slab.receivedAt(home.timers().nanos());
    for (int i = 0; i < FrameSlab.CAPACITY && at <= full; i++) {
      long header = at - VnetHeader.BYTES;
      int read = socket.read(header, LONGEST);
      if (read == PacketSocket.MALFORMED) {
        intake.malformed(); // The kernel has dropped one that it has no words for.
      } else if (read < 0) {
        return read != PacketSocket.WOULD_BLOCK && failed(read);
      } else if (add(slab, at, header, read - VnetHeader.BYTES)) {
        at = at + read + ROOM + ALIGN - 1 & -ALIGN;
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
    int tag = socket.tag();
    int type = socket.tagType();
    if (tag == Frames.NO_VLAN || type == TAGGED || length < Frames.ETHERNET_HEADER) {
      return intake.addTagged(slab, at, length, offload, tag);
    }
    // Of another kind than the lab's, like a provider's: it is part of the frame.
    long moved = VlanTags.insert(bytes, at, tag, (short) type);
    return intake.add(
        slab, moved, length + VlanTags.BYTES, VlanTags.moved(offload, VlanTags.BYTES));
  }

  /** Whether reading goes on. */
  private boolean failed(int error) {
    if (error == PacketSocket.INTERFACE_DOWN) {
      check();
      return socket != null; // It was said once; there is nothing until the interface is up again.
    }
    found(InterfaceState.Seen.BROKEN);
    return false;
  }

  private void check() {
    if (socket != null) {
      kernelDrops += socket.takeDrops();
      found(socket.look());
    }
  }

  private void found(InterfaceState.Seen seen) {
    watchdog.cancel();
    var change = state.on(seen);
    if (state.isLost()) {
      release();
      retry.failed();
    } else {
      watchdog = home.timers().after(state.isUp() ? CHECK : CHECK_DOWN, this::check);
    }
    switch (change) {
      case WENT_DOWN -> owner.down(state.reason().orElseThrow());
      case CAME_UP -> owner.up();
      case NONE -> {
        // Nothing that was not said before.
      }
    }
  }

  /** Sends the frames of a burst, which is owned from here on. */
  public void write(FrameBurst burst) {
    if (closed) {
      outflow.drop(burst, DropReason.SHUTDOWN);
    } else if (socket == null || !state.isUp()) {
      outflow.drop(burst, DropReason.LINK_DOWN);
    } else {
      outflow.write(burst, device);
    }
  }

  /** The socket that is open, if it still is: a frame before may have found out that not. */
  private final class ToSocket implements VnetOutflow.Device {

    @Override
    public int write(long at, int length) {
      return socket == null ? PacketSocket.GONE : socket.write(at, length);
    }

    @Override
    public DropReason refused(int error) {
      return switch (error) {
        case PacketSocket.INTERFACE_DOWN, PacketSocket.GONE -> {
          check();
          yield DropReason.LINK_DOWN;
        }
        case PacketSocket.TOO_LONG -> DropReason.OVERSIZE;
        case PacketSocket.WOULD_BLOCK, PacketSocket.QUEUE_FULL -> DropReason.CREDIT_EXHAUSTED;
        default -> DropReason.BAD_FCS;
      };
    }
  }

  public String name() {
    return name;
  }

  /** The network namespace it is in; empty for that of this process. */
  public String netns() {
    return netns;
  }

  /** Why nothing gets through; empty when it does. */
  public Optional<String> reason() {
    return state.reason();
  }

  BurstPool pool() {
    return pool;
  }

  /** Frames that have come and were taken, and their bytes. */
  public Reading.Traffic received() {
    return new Reading.Traffic(intake.frames(), intake.octets());
  }

  /** Frames that the interface has taken, and their bytes. */
  public Reading.Traffic sent() {
    return new Reading.Traffic(outflow.frames(), outflow.octets());
  }

  /** Frames that have come and ended here for a reason. */
  public long receivedDropped(DropReason reason) {
    return intake.dropped(reason);
  }

  /** Frames that were to go and ended here for a reason. */
  public long sentDropped(DropReason reason) {
    return outflow.dropped(reason);
  }

  /** What happened to frames, by name. */
  public Map<String, Long> counters() {
    if (socket != null) {
      kernelDrops += socket.takeDrops();
    }
    var counters = new TreeMap<String, Long>();
    counters.put("kernel-drops", kernelDrops);
    counters.put("malformed", outflow.malformedFrames() + intake.malformedFrames());
    counters.put("received", intake.frames());
    counters.put("refused", outflow.refusedFrames());
    counters.put("sent", outflow.frames());
    counters.put("truncated", intake.truncatedFrames());
    return counters;
  }
}
