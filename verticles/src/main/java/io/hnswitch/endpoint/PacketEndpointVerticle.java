package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.ReadTurns;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.endpoint.packet.PacketSocket;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.endpoint.tap.VnetHeader;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * An endpoint that is an interface of the system, perhaps in a network namespace: what is behind it
 * is the guest's network stack. Served by the lab's own event loop. The interface is not this
 * endpoint's: it is neither made nor changed, and when it goes it is looked for until it is back.
 *
 * <p>Events: {@code hnswitch.endpoint.disconnected}, with {@code reason}, when the interface is
 * gone, and {@code hnswitch.endpoint.connected}, with {@code remote}, when it is back.
 */
public final class PacketEndpointVerticle extends DeviceVerticle {

  private static final String KIND = "packet";
  private static final int BURSTS = 16;
  private static final int LONGEST = VnetHeader.BYTES + Frames.MAX_FRAME + 1;
  private static final int SLAB_BYTES =
      (512 << 10) + (LONGEST + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;
  private static final int ALIGN = 64;

  /** In front of a frame that may get a tag back there is that much more room. */
  private static final int ROOM = Frames.HEADROOM + VlanTags.BYTES;

  /** Bytes after which a burst goes on its way although it is not full: they fit in a cache. */
  private static final int BURST_BYTES = 256 << 10;

  private static final int TAGGED = 0x8100;
  private static final Duration CHECK = Duration.ofMillis(500);
  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration RETRY_MOST = Duration.ofSeconds(5);

  private final NicId nic;
  private final String name;
  private final String netns;
  private final MemorySegment bytes;
  private final long mac;
  private Bus.FrameSender below;
  private BurstPool pool;
  private Arrivals arrivals;
  private final VnetOutflow.Device device = new ToSocket();
  private FrameIntake intake;
  private VnetOutflow outflow;
  private ReadTurns turns;
  private Retry retry;
  private PacketSocket socket;
  private TapIoHandle handle;
  private Timers.Timer watchdog = () -> {};
  private boolean closed;
  private boolean down;

  /**
   * @param mac the NIC's
   * @param name the interface
   * @param netns the network namespace it is in; empty for that of this process
   */
  public PacketEndpointVerticle(Lab lab, NicId nic, MacAddress mac, String name, String netns) {
    super(lab, "endpoint " + nic);
    this.nic = nic;
    this.name = name;
    this.netns = netns;
    this.bytes = lab.memory().segment();
    this.mac = mac.value();
  }

  @Override
  protected Future<?> begin() {
    var missing = DescriptorEndpoints.missing(lab().loop(), KIND, nic);
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    below = sender(Addresses.nicTransmit(nic));
    arrivals = lab().ledger().newArrivals();
    intake = new FrameIntake(bytes, ledger(), new StreamMarks(lab().newIngress()));
    outflow = new VnetOutflow(bytes, ledger(), arrivals, mac);
    turns = new ReadTurns(executor(), this::read);
    retry = new Retry(timers(), RETRY_FIRST, RETRY_MOST, this::again);
    pool = BurstPool.slabs(lab().memory(), BURSTS, SLAB_BYTES, executor(), turns::again);
    serve(Addresses.endpoint(nic), this::on);
    onFrames(Addresses.endpointReceive(nic), this::write);
    return open().recover(cause -> takeDown().transform(down -> Future.failedFuture(cause)));
  }

  private Future<Void> open() {
    return deviceContext()
        .executeBlocking(() -> PacketSocket.open(lab().memory(), name, netns), true)
        .compose(this::watch);
  }

  private Future<Void> watch(PacketSocket opened) {
    Promise<Void> watched = deviceContext().promise();
    TapIoHandle.register(
            (IoEventLoop) lab().loop(),
            opened.fd(),
            () -> deviceContext().emit(ignored -> turns.ready()))
        .addListener(
            done -> {
              if (done.isSuccess() && !closed) {
                handle = (TapIoHandle) done.getNow();
                socket = opened;
                down = false;
                turns.again();
                watched.complete();
              } else {
                opened.close();
                watched.fail(closed ? new IllegalStateException("closed") : done.cause());
              }
            });
    return watched.future();
  }

  /** Looks for an interface that has gone. */
  private void again() {
    if (closed) {
      return;
    }
    open()
        .onSuccess(
            there -> {
              retry.succeeded();
              bus().publish("hnswitch.endpoint.connected", nic.toString(), Map.of("remote", name));
            })
        .onFailure(
            cause -> {
              if (!closed) {
                retry.failed();
              }
            });
  }

  @Override
  protected Future<?> end() {
    return takeDown();
  }

  private Future<Void> takeDown() {
    closed = true;
    retry.cancel();
    watchdog.cancel();
    pool.close();
    return release();
  }

  private Future<Void> release() {
    Promise<Void> silent = deviceContext().promise();
    var gone = socket;
    socket = null;
    if (gone == null) {
      silent.complete();
    } else {
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

  private Future<?> on(EndpointControl message) {
    return DescriptorEndpoints.answer(message, KIND, nic, pool, this::view);
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
      down = false;
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
      intake.malformed();
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
    if (error == PacketSocket.INTERFACE_DOWN && !socket.isGone()) {
      down();
      return true; // It was said once; there is nothing until the interface is up again.
    }
    gone(socket.isGone() ? "interface " + name + " is gone" : "broken: " + Libc.describe(-error));
    return false;
  }

  /** An interface that is deleted is down first, and nothing is said of it any more. */
  private void down() {
    down = true;
    watchdog.cancel();
    watchdog = timers().after(CHECK, this::check);
  }

  private void check() {
    if (socket == null || !down) {
      return;
    }
    if (socket.isGone()) {
      gone("interface " + name + " is gone");
    } else {
      watchdog = timers().after(CHECK, this::check);
    }
  }

  private void gone(String reason) {
    watchdog.cancel();
    release();
    bus().publish("hnswitch.endpoint.disconnected", nic.toString(), Map.of("reason", reason));
    retry.failed();
  }

  private void write(FrameBurst burst) {
    if (socket == null) {
      outflow.drop(burst, closed ? DropReason.SHUTDOWN : DropReason.LINK_DOWN);
    } else {
      outflow.write(burst, device);
    }
  }

  /** The socket that is open. */
  private final class ToSocket implements VnetOutflow.Device {

    @Override
    public int write(long at, int length) {
      int written = socket.write(at, length);
      if (written >= 0) {
        down = false;
      }
      return written;
    }

    @Override
    public DropReason refused(int error) {
      return switch (error) {
        case PacketSocket.INTERFACE_DOWN, PacketSocket.GONE -> {
          if (!down) {
            down();
          }
          yield DropReason.LINK_DOWN;
        }
        case PacketSocket.TOO_LONG -> DropReason.OVERSIZE;
        case PacketSocket.WOULD_BLOCK, PacketSocket.QUEUE_FULL -> DropReason.CREDIT_EXHAUSTED;
        default -> DropReason.BAD_FCS;
      };
    }
  }

  private EndpointView view() {
    var settings = new TreeMap<String, String>();
    settings.put("interface", name);
    settings.put("netns", netns);
    settings.put("link", socket == null || down ? "down" : "up");
    var counters = new TreeMap<String, Long>();
    counters.put("malformed", outflow.malformedFrames() + intake.malformedFrames());
    counters.put("refused", outflow.refusedFrames());
    counters.put("truncated", intake.truncatedFrames());
    return new EndpointView(nic, KIND, settings, arrivals.sums(), counters);
  }
}
