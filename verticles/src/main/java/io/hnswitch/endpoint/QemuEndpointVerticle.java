package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.ReadTurns;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.endpoint.qemu.DatagramInlet;
import io.hnswitch.endpoint.qemu.FrameInlet;
import io.hnswitch.endpoint.qemu.FrameOutlet;
import io.hnswitch.endpoint.qemu.QemuSockets;
import io.hnswitch.endpoint.qemu.StreamInlet;
import io.hnswitch.endpoint.qemu.Wire;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.metrics.Reading;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An endpoint that is a socket to a QEMU process, whose guest is the NIC's. Served by the lab's own
 * event loop.
 *
 * <p>Events: {@code hnswitch.endpoint.connected}, with {@code remote}, and {@code
 * hnswitch.endpoint.disconnected}, with {@code reason}.
 */
public final class QemuEndpointVerticle extends DeviceVerticle {

  private static final String KIND = "qemu";
  private static final int BURSTS = 16;

  private final NicId nic;
  private final EndpointSpec.Qemu spec;
  private final MemorySegment bytes;
  private final long mac;
  private Bus.FrameSender below;
  private BurstPool pool;
  private Arrivals arrivals;
  private DropWitness witness;
  private FrameIntake intake;
  private FrameInlet inlet;
  private FrameOutlet outlet;
  private QemuSockets sockets;
  private ReadTurns turns;
  private boolean reading;
  private boolean connected;
  private boolean closed;

  /**
   * @param mac the NIC's
   */
  public QemuEndpointVerticle(Lab lab, NicId nic, MacAddress mac, EndpointSpec.Qemu spec) {
    super(lab, "endpoint " + nic);
    this.nic = nic;
    this.spec = spec;
    this.bytes = lab.memory().segment();
    this.mac = mac.value();
  }

  @Override
  protected Future<?> begin() {
    var missing = NativeLoop.missing(lab().loop(), KIND + " endpoint of " + nic);
    if (missing.isPresent()) {
      return Future.failedFuture(missing.get());
    }
    var memory = lab().memory();
    boolean stream = spec.way() != EndpointSpec.Qemu.Way.DATAGRAM;
    below = sender(Addresses.nicTransmit(nic));
    arrivals = lab().ledger().newArrivals();
    witness = lab().captures().point(nic).witness(ledger().device());
    var marks = new StreamMarks(lab().newIngress());
    intake = new FrameIntake(bytes, ledger(), witness, true, marks);
    inlet = stream ? new StreamInlet(memory, this::take) : new DatagramInlet(this::take);
    outlet =
        new FrameOutlet(
            memory,
            ledger(),
            witness,
            stream,
            error -> sockets.trouble("broken: " + Libc.describe(error)));
    turns = new ReadTurns(executor(), this::read);
    pool = BurstPool.slabs(memory, BURSTS, FrameInlet.SLAB_BYTES, executor(), turns::again);
    sockets =
        new QemuSockets(
            spec, memory, (IoEventLoop) lab().loop(), deviceContext(), timers(), new FarEnd());
    serve(Addresses.endpoint(nic), this::on);
    onFrames(Addresses.endpointReceive(nic), this::write);
    return sockets
        .open()
        .recover(cause -> takeDown().transform(down -> Future.failedFuture(cause)));
  }

  @Override
  protected Future<?> end() {
    return takeDown();
  }

  private Future<Void> takeDown() {
    closed = true;
    reading = false;
    outlet.shutDown();
    return sockets
        .close()
        .eventually(
            () -> {
              pool.close();
              inlet.close();
              outlet.close();
              return Future.succeededFuture();
            });
  }

  @Override
  protected long held() {
    return outlet == null ? 0 : outlet.waiting();
  }

  /** Who is at the far end decides where frames are read and sent. */
  private final class FarEnd implements QemuSockets.Handler {

    @Override
    public void readFrom(Wire wire) {
      reading = true;
      inlet.begin(wire);
    }

    @Override
    public void writeTo(Wire wire) {
      outlet.begin(wire);
    }

    @Override
    public void ready() {
      outlet.flush();
      sockets.wantRoom(outlet.waiting() > 0);
      turns.ready();
    }

    @Override
    public void connected(String remote) {
      connected = true;
      bus().publish("hnswitch.endpoint.connected", nic.toString(), Map.of("remote", remote));
    }

    @Override
    public void ended(String reason) {
      reading = spec.way() == EndpointSpec.Qemu.Way.DATAGRAM;
      outlet.end();
      if (connected) {
        connected = false;
        bus().publish("hnswitch.endpoint.disconnected", nic.toString(), Map.of("reason", reason));
      }
    }
  }

  private Future<?> on(EndpointControl message) {
    return DescriptorEndpoints.answer(message, KIND, nic, pool, this::view);
  }

  /** Reads one burst and gives way to the others on the loop; goes on until nothing is left. */
  private void read() {
    if (!reading || closed) {
      return;
    }
    var burst = pool.take();
    if (burst == null) {
      return; // Out of credits: QEMU waits, and the pool calls when there are some.
    }
    var slab = burst.slab();
    slab.receivedAt(timers().nanos());
    var outcome = inlet.fill(slab);
    if (slab.count() == 0) {
      burst.release();
    } else {
      sockets.heard();
      below.send(burst.seal());
    }
    switch (outcome) {
      case MORE -> turns.again();
      case DRAINED -> {}
      case ENDED -> {
        sockets.trouble(inlet.reason());
        if (reading) {
          turns.again(); // A datagram's error is that of one datagram.
        }
      }
    }
  }

  private boolean take(FrameSlab slab, long at, int length) {
    return intake.add(slab, at, length, 0);
  }

  private void write(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    if (closed) {
      witness.dropped(false, 0, DropReason.SHUTDOWN, burst);
      ledger().dropped(DropReason.SHUTDOWN, size);
      burst.release();
      return;
    }
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      long to = MacAddress.destination(bytes, slab.address(slot));
      if (outlet.send(slab, slot) && (to == mac || MacAddress.isGroup(to))) {
        arrivals.arrived(slab.stream(slot), slab.sequence(slot));
      }
    }
    burst.release();
    sockets.wantRoom(outlet.waiting() > 0);
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Endpoint(nic.toString(), KIND, view().counters()));
  }

  private EndpointView view() {
    var counters = new TreeMap<String, Long>();
    counters.put("malformed", intake.malformedFrames());
    counters.put("received", intake.frames());
    counters.put("truncated", intake.truncatedFrames());
    outlet.count(counters);
    sockets.count(counters);
    return new EndpointView(nic, KIND, sockets.settings(), arrivals.sums(), counters);
  }
}
