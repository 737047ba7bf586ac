package io.hnswitch.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceVerticleTest {

  private static final NicId NIC = new NicId("a", "hn0");
  private static final Address<FrameBurst> FRAMES = Addresses.nicTransmit(NIC);
  private static final MacAddress A = MacAddress.parse("00:15:5d:00:00:01");
  private static final MacAddress B = MacAddress.parse("00:15:5d:00:00:02");

  private final LabHarness harness = new LabHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  /** Counts what it gets. */
  private final class Device extends DeviceVerticle {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private Supplier<Future<?>> beginning = () -> DONE;
    private Supplier<Future<?>> ending = () -> DONE;
    private int fences;

    Device(String name) {
      super(harness.lab(), name);
    }

    @Override
    protected Future<?> begin() {
      threads.add(Thread.currentThread());
      serve(
          Addresses.endpoint(NIC),
          message -> {
            threads.add(Thread.currentThread());
            return DONE;
          });
      onFrames(
          FRAMES,
          burst -> {
            threads.add(Thread.currentThread());
            fences += burst.fence() == null ? 0 : 1;
            ledger().delivered(burst.size());
            burst.release();
          });
      return beginning.get();
    }

    @Override
    protected Future<?> end() {
      threads.add(Thread.currentThread());
      return ending.get();
    }
  }

  /** A device that the test takes down by itself. */
  private Device deployed(Device device) {
    harness.await(harness.vertx().deployVerticle(device));
    return device;
  }

  private Outcome ask() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(Addresses.endpoint(NIC), new EndpointControl.Describe(), Outcome.class));
  }

  private void assertNothingIsLeft(String name) {
    assertThrows(ReplyException.class, this::ask);
    var open = harness.onLoop(() -> harness.lab().ledger().open(name, () -> 0));
    harness.onLoop(
        () -> {
          harness.lab().ledger().close(open);
          return null;
        });
  }

  private DeviceLedger.Account account(String name) {
    return harness.lab().ledger().accounts().stream()
        .filter(account -> account.device().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void runsAllOfItOnTheLabsLoop() {
    var device = harness.deploy(new Device("one"));
    var other = harness.deploy(new ProbeDevice(harness.lab(), "other"));
    ask();
    harness.onLoop(
        () -> {
          other.send(FRAMES, A, B);
          return null;
        });
    harness.settle();
    harness.undeploy(device);
    var loop = harness.onLoop(Thread::currentThread);
    assertEquals(4, device.threads.size());
    device.threads.forEach(thread -> assertSame(loop, thread));
  }

  @Test
  void rollsBackWhatBeganAndFailed() {
    var device = new Device("one");
    device.beginning = () -> Future.failedFuture(new IllegalStateException("no luck"));
    var error = assertThrows(IllegalStateException.class, () -> harness.deploy(device));
    assertEquals("no luck", error.getMessage());
    assertNothingIsLeft("one");
  }

  @Test
  void rollsBackWhatBeganAndThrew() {
    var device = new Device("one");
    device.beginning =
        () -> {
          throw new IllegalStateException("no luck");
        };
    assertThrows(IllegalStateException.class, () -> harness.deploy(device));
    assertNothingIsLeft("one");
    var greedy = new Device("two");
    greedy.beginning =
        () -> {
          harness.memory().allocate(1L << 40);
          return Future.succeededFuture();
        };
    assertThrows(IllegalStateException.class, () -> harness.deploy(greedy));
    assertNothingIsLeft("two");
  }

  @Test
  void leavesTheAccountOfItsNamesakeAlone() {
    var first = harness.deploy(new Device("one"));
    assertThrows(IllegalStateException.class, () -> harness.deploy(new Device("one")));
    assertEquals(Outcome.DONE, ask());
    harness.undeploy(first);
    assertNothingIsLeft("one");
  }

  @Test
  void takesBackEverythingAlsoWhenItsEndFails() {
    var failing = harness.deploy(new Device("one"));
    failing.ending = () -> Future.failedFuture(new IllegalStateException("stuck"));
    assertThrows(IllegalStateException.class, () -> harness.undeploy(failing));
    assertNothingIsLeft("one");
    var throwing = harness.deploy(new Device("two"));
    throwing.ending =
        () -> {
          throw new IllegalStateException("stuck");
        };
    assertThrows(IllegalStateException.class, () -> harness.undeploy(throwing));
    assertNothingIsLeft("two");
  }

  @Test
  void handlesWhatWasQueuedBeforeItStops() {
    var device = deployed(new Device("one"));
    var other = harness.deploy(new ProbeDevice(harness.lab(), "other"));
    Future<Void> gone =
        harness.onLoop(
            () -> {
              var undeploying = harness.vertx().undeploy(device.deploymentID());
              for (int i = 0; i < 5; i++) {
                other.send(FRAMES, A, B);
              }
              return undeploying;
            });
    harness.await(gone);
    assertEquals(5, account("one").delivered());
    assertEquals(0, other.outstanding());
  }

  @Test
  void accountsForEveryFrameHoweverLateItComes() {
    var other = harness.deploy(new ProbeDevice(harness.lab(), "other"));
    for (int life = 0; life < 20; life++) {
      var device = deployed(new Device("one"));
      var gone = new ArrayList<Future<Void>>();
      harness.onLoop(() -> gone.add(harness.vertx().undeploy(device.deploymentID())));
      while (!gone.getFirst().isComplete()) {
        harness.onLoop(
            () -> {
              if (other.outstanding() < 8) {
                other.send(FRAMES, A, B);
              }
              return null;
            });
      }
      harness.settle();
    }
    var total = harness.lab().ledger().total();
    assertEquals(0, total.inTransit());
    assertEquals(0, total.unaccounted());
    assertEquals(total.sent(), total.delivered() + total.droppedTotal());
    assertTrue(
        total.dropped().keySet().stream()
            .allMatch(
                reason -> reason == DropReason.NO_OWNER || reason == DropReason.BUS_DISCARDED));
    assertEquals(0, other.outstanding());
  }

  @Test
  void takesAFenceForNoFrame() {
    var device = harness.deploy(new Device("one"));
    var other = harness.deploy(new ProbeDevice(harness.lab(), "other"));
    harness.onLoop(
        () -> {
          other.send(FRAMES, new Fence(1, Fence.Course.DRAIN, NIC, new VfId("pf0", 0), A));
          return null;
        });
    harness.settle();
    assertEquals(1, device.fences);
    assertEquals(0, account("one").in());
  }

  @Test
  void takesOneRegistrationBackBeforeTheRest() {
    var device = harness.deploy(new ProbeDevice(harness.lab(), "one"));
    var registration = harness.onLoop(() -> device.listen(FRAMES));
    harness.awaitOnLoop(registration::unregister);
    harness.onLoop(
        () -> {
          device.send(FRAMES, A, B);
          return null;
        });
    assertEquals(1, account("one").dropped().get(DropReason.NO_OWNER));
    harness.undeploy(device);
  }
}
