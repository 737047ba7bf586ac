package io.hnswitch.wire.vxlan;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.ReadTurns;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.endpoint.NativeLoop;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.VxlanSpec;
import io.hnswitch.metrics.Reading;
import io.hnswitch.wire.WirePlug;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A link whose far end is outside of all labs: the wire of one adapter, in VXLAN. What it sends is
 * delivered, what comes has entered the lab.
 *
 * <p>Events: {@code hnswitch.link.up} and {@code hnswitch.link.down}, with {@code remote} and
 * {@code reason}.
 */
public final class VxlanLinkVerticle extends DeviceVerticle {

  private static final int BURSTS = 32;

  private final LinkSpec link;
  private final VxlanSpec vxlan;
  private final String adapter;
  private WirePlug plug;
  private final String remote;
  private final VxlanState state = new VxlanState();
  private BurstPool pool;
  private Bus.FrameSender toAdapter;
  private UdpSocket socket;
  private TapIoHandle handle;
  private DropWitness witness;
  private VxlanSender sender;
  private VxlanReceiver receiver;
  private ReadTurns turns;

  /** The socket is about to be closed, or is. */
  private boolean closed;

  private long withoutSocket;

  /**
   * @param link one that is a tunnel
   */
  public VxlanLinkVerticle(Lab lab, LinkSpec link) {
    super(lab, "link " + link.name());
    this.link = link;
    this.vxlan = link.vxlan().orElseThrow();
    this.adapter = link.endpoints().getFirst();
    this.remote = vxlan.remote().toString();
  }

  @Override
  protected Future<?> begin() {
    var missing = NativeLoop.missing(lab().loop(), "link " + link.name());
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    plug = new WirePlug(bus(), link.name(), adapter);
    open();
    serve(Addresses.link(link.name()), this::serve);
    onFrames(Addresses.linkFromAdapter(link.name()), this::fromAdapter);
    return watch()
        .compose(watching -> plug.connect(remote))
        .recover(cause -> takeDown().transform(down -> Future.failedFuture(cause)));
  }

  private void open() {
    socket = UdpSocket.open(lab().memory(), vxlan.local(), vxlan.remote(), this::trouble);
    witness = lab().captures().wire(adapter).witness(ledger().device());
    try {
      sender = new VxlanSender(lab().memory(), ledger(), witness, vxlan.vni(), socket);
      var gate = new VxlanGate(lab().memory().segment(), socket.remote(), vxlan.vni());
      receiver = new VxlanReceiver(ledger(), witness, gate, socket.from(), socket);
      turns = new ReadTurns(executor(), this::read);
      pool =
          BurstPool.slabs(
              lab().memory(), BURSTS, VxlanReceiver.SLAB_BYTES, executor(), turns::again);
      toAdapter = sender(Addresses.adapterFromWire(adapter));
    } catch (RuntimeException | OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  private Future<Void> watch() {
    Promise<Void> promise = deviceContext().promise();
    TapIoHandle.register(
            (IoEventLoop) lab().loop(),
            socket.fd(),
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
    return plug.disconnect().transform(done -> settle()).transform(done -> takeDown());
  }

  private Future<Void> takeDown() {
    closed = true;
    Promise<Void> silent = deviceContext().promise();
    if (handle == null) {
      silent.complete();
    } else {
      handle.deregister().addListener(done -> silent.complete());
    }
    return silent.future().onComplete(done -> close());
  }

  private void close() {
    closed = true;
    socket.close();
    if (sender != null) {
      sender.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  private void fromAdapter(FrameBurst burst) {
    if (closed) {
      withoutSocket += burst.size();
      witness.dropped(true, 0, DropReason.SHUTDOWN, burst);
      ledger().dropped(DropReason.SHUTDOWN, burst.size());
    } else if (burst.size() > 0) {
      long before = sender.frames();
      sender.send(burst);
      if (sender.frames() > before && state.sent(timers().nanos())) {
        up();
      }
    }
    burst.release();
  }

  /** Reads one burst and gives way to the others on the loop; goes on until nothing is left. */
  private void read() {
    if (closed) {
      return;
    }
    var burst = pool.take();
    if (burst == null) {
      return; // Out of credits: the system keeps the datagrams, the pool calls when there are some.
    }
    var slab = burst.slab();
    slab.receivedAt(timers().nanos());
    boolean more = receiver.fill(slab);
    if (slab.count() == 0) {
      burst.release();
    } else {
      if (state.received()) {
        up();
      }
      toAdapter.send(burst.seal());
    }
    if (more) {
      turns.again();
    }
  }

  private void trouble(SocketTrouble trouble) {
    if (state.failed(trouble)) {
      bus()
          .publish(
              "hnswitch.link.down",
              link.name(),
              Map.of("remote", remote, "reason", trouble.words()));
    }
  }

  private void up() {
    bus().publish("hnswitch.link.up", link.name(), Map.of("remote", remote));
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(
        new Reading.Outside(
            link.name(),
            adapter,
            state.reason().isEmpty(),
            new Reading.Traffic(sender.frames(), sender.octets()),
            new Reading.Traffic(receiver.count(VxlanVerdict.TAKEN), receiver.octets()),
            counters()));
  }

  private Future<?> serve(LinkControl request) {
    return switch (request) {
      case LinkControl.Describe _ -> Future.succeededFuture(view());
    };
  }

  private LinkView view() {
    var reason = state.reason();
    return new LinkView(
        link.name(),
        link.endpoints(),
        reason.isEmpty() ? LinkView.UP : LinkView.DOWN,
        reason,
        List.of(out(), in()),
        Optional.empty(),
        Optional.of(new LinkView.Tunnel(vxlan.local().toString(), remote, vxlan.vni(), counters())),
        Optional.empty());
  }

  private LinkView.Way out() {
    var dropped = new EnumMap<DropReason, Long>(DropReason.class);
    for (var reason : DropReason.values()) {
      dropped.put(reason, sender.dropped(reason));
    }
    dropped.merge(DropReason.SHUTDOWN, withoutSocket, Long::sum);
    return new LinkView.Way(adapter, remote, sender.frames(), sender.octets(), dropped);
  }

  private LinkView.Way in() {
    var dropped = new EnumMap<DropReason, Long>(DropReason.class);
    for (var verdict : VxlanVerdict.values()) {
      if (verdict.reason() != null) {
        dropped.merge(verdict.reason(), receiver.count(verdict), Long::sum);
      }
    }
    return new LinkView.Way(
        remote, adapter, receiver.count(VxlanVerdict.TAKEN), receiver.octets(), dropped);
  }

  private Map<String, Long> counters() {
    var counters = new TreeMap<>(socket.counters());
    for (var verdict : VxlanVerdict.values()) {
      counters.put(verdict.label(), receiver.count(verdict));
    }
    counters.put("segments", sender.cut());
    counters.put("checksums", sender.checksums());
    return counters;
  }
}
