package io.hnswitch.endpoint;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.pcap.PcapSettings;
import io.hnswitch.endpoint.pcap.Replay;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.StreamMarks;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * An endpoint that sends the frames of a pcap or pcapng file, and takes whatever comes. The file is
 * read by workers, some hundred frames ahead.
 *
 * <p>Events: {@code hnswitch.endpoint.replay-started}, {@code .replay-ended} with {@code frames}
 * and, when it ended for that, {@code reason}.
 */
public final class PcapEndpointVerticle extends DeviceVerticle {

  private static final int BURSTS = 16;
  private static final int BURST_FRAMES = 256;
  private static final int SLAB_BYTES = 256 << 10;

  private final PcapSettings settings;
  private final NicId nic;
  private final MemorySegment memory;
  private final Replay replay;
  private Bus.FrameSender toNic;
  private BurstPool pool;
  private FrameWriter writer;
  private Arrivals arrivals;
  private long mac;
  private boolean carrier;
  private boolean begun;
  private boolean reading;
  private boolean turnQueued;
  private Timers.Timer pace = () -> {};
  private long sent;
  private long received;
  private long refused;

  public PcapEndpointVerticle(Lab lab, PcapSettings settings) {
    super(lab, "endpoint " + settings.nic());
    this.settings = settings;
    this.nic = settings.nic();
    this.memory = lab.memory().segment();
    this.replay = new Replay(settings.file(), settings.rate(), settings.loops());
  }

  @Override
  protected Future<?> begin() {
    toNic = sender(Addresses.nicTransmit(nic));
    arrivals = lab().ledger().newArrivals();
    pool = BurstPool.slabs(lab().memory(), BURSTS, SLAB_BYTES, executor(), this::queueTurn);
    var marks = new StreamMarks(lab().newIngress());
    writer = new FrameWriter(lab().memory(), pool, marks, ledger(), this::send);
    return blocking(replay::check)
        .recover(
            cause -> {
              pool.close();
              return Future.failedFuture(
                  new IllegalArgumentException(settings.name() + ": " + cause.getMessage()));
            })
        .onSuccess(
            valid -> {
              serve(Addresses.endpoint(nic), this::on);
              onFrames(Addresses.endpointReceive(nic), this::receive);
            });
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return deviceContext().executeBlocking(work, true);
  }

  @Override
  protected Future<?> end() {
    pace.cancel();
    replay.stop();
    writer.flush();
    pool.close();
    return blocking(
        () -> {
          replay.close();
          return null;
        });
  }

  @Override
  protected long held() {
    return writer.held();
  }

  private void send(FrameBurst burst) {
    burst.slab().receivedAt(timers().nanos());
    toNic.send(burst);
  }

  private Future<?> on(EndpointControl message) {
    return switch (message) {
      case EndpointControl.Configure configure -> {
        mac = configure.mac().value();
        carrier = configure.carrier() && configure.up();
        if (carrier && settings.auto() && !begun) {
          startReplay();
        } else {
          queueTurn();
        }
        yield Future.succeededFuture(
            new EndpointControl.Configured(pool.region(), pool.regionBytes()));
      }
      case EndpointControl.Describe _ -> Future.succeededFuture(view());
      case EndpointControl.StartReplay _ -> {
        if (replay.isRunning()) {
          yield refuse(Refusal.STATE_CONFLICT, nic + " replays " + settings.name() + " already");
        }
        startReplay();
        yield DONE;
      }
      case EndpointControl.StopReplay _ -> {
        if (replay.isRunning()) {
          stopped("stopped");
        }
        yield DONE;
      }
      case EndpointControl.Migration _ ->
          refuse(Refusal.NOT_SUPPORTED, nic + " replays a file, which stays where it is");
      case EndpointControl.ReceiveFlow _,
          EndpointControl.SendFlow _,
          EndpointControl.StopFlow _,
          EndpointControl.ForgetFlow _,
          EndpointControl.DescribeFlow _ ->
          refuse(Refusal.NOT_SUPPORTED, nic + " replays a file: flows need an in-process host");
    };
  }

  private static Future<Outcome> refuse(Refusal reason, String detail) {
    return Future.succeededFuture(Outcome.refused(reason, detail));
  }

  private void startReplay() {
    begun = true;
    replay.start(timers().nanos());
    bus()
        .publish(
            "hnswitch.endpoint.replay-started", nic.toString(), Map.of("file", settings.name()));
    queueTurn();
  }

  private void stopped(String reason) {
    pace.cancel();
    replay.stop();
    bus()
        .publish(
            "hnswitch.endpoint.replay-ended",
            nic.toString(),
            Map.of("file", settings.name(), "reason", reason, "frames", sent));
  }

  private void queueTurn() {
    if (!turnQueued) {
      turnQueued = true;
      executor().execute(this::turn);
    }
  }

  /** Sends what is due, a burst at most, then gives way to the others on the loop. */
  private void turn() {
    turnQueued = false;
    pace.cancel();
    if (!replay.isRunning()) {
      return;
    }
    if (!carrier) {
      replay.pause();
      return;
    }
    long now = timers().nanos();
    replay.goOn(now);
    int frames = 0;
    while (frames < BURST_FRAMES && replay.next(now) == Replay.DUE) {
      if (!write()) {
        writer.flush();
        readAhead();
        return; // Bursts that come back queue the next turn.
      }
      replay.sent();
      frames++;
    }
    writer.flush();
    readAhead();
    switch (replay.next(now)) {
      case Replay.DUE -> queueTurn();
      case Replay.ENDED -> stopped("end of the file");
      case Replay.UNREAD -> {} // What is read queues the next turn.
      default -> pace = timers().after(Duration.ofNanos(replay.due() - now), this::queueTurn);
    }
  }

  /** False when no burst is left. */
  private boolean write() {
    int length = replay.length();
    if (length < Frames.ETHERNET_HEADER || length > Frames.MAX_FRAME) {
      drop(length < Frames.ETHERNET_HEADER ? DropReason.RUNT : DropReason.OVERSIZE);
      return true;
    }
    long at = writer.claim(length);
    if (at == 0) {
      return false;
    }
    MemorySegment.copy(replay.bytes(), replay.offset(), memory, ValueLayout.JAVA_BYTE, at, length);
    if (writer.commitTagged(length)) {
      sent++;
    } else {
      drop(DropReason.VLAN_MALFORMED);
    }
    return true;
  }

  private void drop(DropReason reason) {
    ledger().entered(1);
    ledger().dropped(reason, 1);
    refused++;
  }

  /** One worker at a time. */
  private void readAhead() {
    if (reading || !replay.wantsMore()) {
      return;
    }
    reading = true;
    int run = replay.run();
    blocking(replay::read)
        .onComplete(
            read -> {
              reading = false;
              if (read.succeeded()) {
                replay.has(run);
                queueTurn();
                return;
              }
              replay.failed();
              if (replay.isRunning() && replay.run() == run) {
                stopped("cannot be read: " + read.cause().getMessage());
              }
            });
  }

  private void receive(FrameBurst burst) {
    var slab = burst.slab();
    int size = burst.size();
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      long to = MacAddress.destination(memory, slab.address(slot));
      if (to == mac || MacAddress.isGroup(to)) {
        arrivals.arrived(slab.stream(slot), slab.sequence(slot));
      }
    }
    received += size;
    ledger().delivered(size);
    burst.release();
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Endpoint(nic.toString(), "pcap", view().counters()));
  }

  private EndpointView view() {
    return new EndpointView(
        nic,
        "pcap",
        Map.of(
            "file",
            settings.name(),
            "rate",
            settings.rate().toString(),
            "loop",
            settings.loops() == 0 ? "forever" : Long.toString(settings.loops()),
            "state",
            replay.isRunning() ? "running" : begun ? "ended" : "waiting"),
        arrivals.sums(),
        Map.of("sent", sent, "received", received, "refused", refused, "passes", replay.passes()));
  }
}
