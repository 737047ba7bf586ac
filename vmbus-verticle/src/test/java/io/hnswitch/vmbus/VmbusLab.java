package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A guest's bus in a lab, with a NIC's driver and device that write down what they hear. */
final class VmbusLab implements AutoCloseable {

  static final NicId NIC = new NicId("a", "hn0");
  static final int RING = 4 * Memory.PAGE;

  private static final long BYTES = 4L << 20;

  /** What the codecs of a lab keep for bursts of other nodes. */
  private static final long WIRE_BYTES = 4L << 20;

  final LabHarness harness = new LabHarness(BYTES + WIRE_BYTES + Memory.PAGE);
  final VmbusVerticle bus = harness.deploy(new VmbusVerticle(harness.lab(), "a"));
  final Ends ends = harness.deploy(new Ends(harness.lab()));

  /** Both ends of the NIC's channel. */
  static final class Ends extends DeviceVerticle {

    final List<String> heard = new ArrayList<>();
    Future<?> opening = DONE;
    ChannelEnd hostEnd;

    Ends(Lab lab) {
      super(lab, "ends");
    }

    @Override
    protected Future<?> begin() {
      serve(VmbusAddresses.guestDriver(NIC), this::driver);
      serve(VmbusAddresses.hostDevice(NIC), this::device);
      return DONE;
    }

    private Future<?> driver(VmbusControl.DriverEvent event) {
      heard.add("driver " + name(event));
      return DONE;
    }

    private Future<?> device(VmbusControl.DeviceEvent event) {
      heard.add("device " + name(event));
      if (event instanceof VmbusControl.DeviceEvent.Opening(var _, var end, var _)) {
        hostEnd = end;
        return opening;
      }
      return DONE;
    }

    private static String name(Object event) {
      return event.getClass().getSimpleName();
    }
  }

  /** What both ends heard since the last time. */
  List<String> heard() {
    harness.settle();
    return harness.onLoop(
        () -> {
          var copy = List.copyOf(ends.heard);
          ends.heard.clear();
          return copy;
        });
  }

  /** The same, when what is heard crosses other threads. */
  List<String> heardOf(int count) {
    harness.until(() -> ends.heard.size() >= count);
    return heard();
  }

  <R> Future<R> asking(VmbusControl request, Class<R> answer) {
    return harness.onLoop(() -> bus().request(VmbusAddresses.bus("a"), request, answer));
  }

  <R> R ask(VmbusControl request, Class<R> answer) {
    return harness.await(asking(request, answer));
  }

  Bus bus() {
    return harness.bus();
  }

  ChannelId offer() {
    return ask(new VmbusControl.OfferNic(NIC), VmbusControl.Offered.class).channel();
  }

  VmbusControl.Opened open(ChannelId channel) {
    return ask(new VmbusControl.Open(channel, RING, RING), VmbusControl.Opened.class);
  }

  void close(ChannelId channel) {
    ask(new VmbusControl.Close(channel), Outcome.Done.class);
  }

  void rescind(ChannelId channel) {
    ask(new VmbusControl.Rescind(channel), Outcome.Done.class);
  }

  /** Everything that devices had of the memory is back. */
  void assertAllMemoryIsFree() {
    harness.settle();
    harness.until(
        () -> {
          try {
            harness.memory().release(harness.memory().allocate(BYTES), BYTES);
            return true;
          } catch (OutOfMemoryError e) {
            return false;
          }
        });
  }

  /** Nobody waits for time to pass. */
  void assertNoTimers() {
    harness.settle();
    assertEquals(0, harness.timers().pending());
  }

  void write(ChannelEnd end, String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    harness.onLoop(
        () -> {
          var bytes = harness.memory().segment();
          long at = end.writer().claim(PacketFlyweight.BYTES + utf8.length);
          long to = PacketFlyweight.inBand(bytes, at, utf8.length, 0, 0);
          MemorySegment.copy(utf8, 0, bytes, ValueLayout.JAVA_BYTE, to, utf8.length);
          end.writer().commit();
          end.publish();
          return null;
        });
  }

  String read(ChannelEnd end) {
    return harness.onLoop(
        () -> {
          if (end.reader().next() != RingReader.PACKET) {
            return "";
          }
          var copy = new byte[end.reader().payloadBytes()];
          MemorySegment.copy(
              harness.memory().segment(),
              ValueLayout.JAVA_BYTE,
              end.reader().payload(),
              copy,
              0,
              copy.length);
          end.reader().consume();
          end.finish();
          return new String(copy, StandardCharsets.UTF_8).stripTrailing().replace("\0", "");
        });
  }

  @Override
  public void close() {
    harness.close();
  }
}
