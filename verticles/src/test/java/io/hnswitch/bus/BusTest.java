package io.hnswitch.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {

  private static final NicId NIC = new NicId("a", "hn0");
  private static final Address<EndpointControl> ENDPOINT = Addresses.endpoint(NIC);
  private static final Address<FrameBurst> FRAMES = Addresses.nicTransmit(NIC);

  private final LabHarness harness = new LabHarness();
  private final Bus bus = harness.bus();
  private final DeviceLedger ledger = new DeviceLedger("test", () -> 0);

  @AfterEach
  void close() {
    harness.close();
  }

  private void serve(Function<EndpointControl, Future<?>> handler) {
    harness.onLoop(() -> bus.serve(ENDPOINT, handler));
  }

  private <R> R ask(Class<R> answer) {
    return harness.awaitOnLoop(() -> bus.request(ENDPOINT, describe(), answer));
  }

  private static EndpointControl describe() {
    return new EndpointControl.Describe();
  }

  private static EndpointControl.Configured configured() {
    return new EndpointControl.Configured(1, 2);
  }

  @Test
  void answersWithTheVeryObject() {
    var answer = configured();
    serve(message -> Future.succeededFuture(answer));
    assertSame(answer, ask(EndpointControl.Configured.class));
  }

  @Test
  void turnsARefusalIntoAnExceptionUnlessItIsWanted() {
    serve(message -> Future.succeededFuture(Outcome.refused(Refusal.NO_VF_FREE, "none left")));
    var refused = assertThrows(RefusedException.class, () -> ask(EndpointControl.Configured.class));
    assertEquals(Refusal.NO_VF_FREE, refused.reason());
    assertEquals("none left", refused.getMessage());
    assertEquals(refused.refused(), ask(Outcome.class));
    assertThrows(RefusedException.class, () -> ask(Outcome.Done.class));
  }

  @Test
  void passesARefusalOnAsItIs() {
    serve(message -> Future.failedFuture(new RefusedException(Refusal.PEER_TIMEOUT, "later")));
    assertEquals(new Outcome.Refused(Refusal.PEER_TIMEOUT, "later"), ask(Outcome.class));
  }

  @Test
  void answersAFailureAsAFailure() {
    serve(message -> Future.failedFuture(new IllegalStateException("broken: x=1")));
    var failure = assertThrows(ReplyException.class, () -> ask(Outcome.class));
    assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
    assertEquals("broken: x=1", failure.getMessage());
    assertEquals(500, failure.failureCode());
  }

  @Test
  void answersAnExceptionAsAFailureToo() {
    serve(
        message -> {
          throw new IllegalArgumentException("bad: x=2");
        });
    var failure = assertThrows(ReplyException.class, () -> ask(Outcome.class));
    assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
    assertEquals("bad: x=2", failure.getMessage());
  }

  @Test
  void failsWhenTheAnswerIsOfAnotherType() {
    serve(message -> Future.succeededFuture(configured()));
    var error = assertThrows(IllegalStateException.class, () -> ask(Outcome.class));
    assertTrue(error.getMessage().contains("Configured"), error.getMessage());
  }

  @Test
  void failsWhenNobodyServes() {
    var failure = assertThrows(ReplyException.class, () -> ask(Outcome.class));
    assertEquals(ReplyFailure.NO_HANDLERS, failure.failureType());
  }

  @Test
  void failsWhenNobodyAnswersInTime() {
    serve(message -> Promise.promise().future());
    var failure =
        assertThrows(
            ReplyException.class,
            () ->
                harness.awaitOnLoop(
                    () -> bus.request(ENDPOINT, describe(), Outcome.class, Duration.ofMillis(20))));
    assertEquals(ReplyFailure.TIMEOUT, failure.failureType());
  }

  @Test
  void ignoresWhatIsSentOfAnotherType() {
    var got = new ArrayList<EndpointControl>();
    serve(
        message -> {
          got.add(message);
          return null;
        });
    harness.vertx().exceptionHandler(cause -> assertInstanceOf(ClassCastException.class, cause));
    harness.onLoop(
        () -> {
          harness
              .vertx()
              .eventBus()
              .send(
                  ENDPOINT.value(),
                  configured(),
                  new DeliveryOptions().setCodecName(ControlCodec.NAME));
          bus.send(ENDPOINT, describe());
          return null;
        });
    harness.settle();
    assertEquals(List.of(describe()), got);
  }

  @Test
  void publishesEventsToAllWhoListen() {
    var heard = new ArrayList<LabEvent>();
    var one = harness.onLoop(() -> bus.onEvents(heard::add));
    harness.onLoop(() -> bus.onEvents(heard::add));
    bus.publish("hnswitch.nic.up", "a:hn0", Map.of("b", 1, "a", true));
    harness.settle();
    assertEquals(2, heard.size());
    assertSame(heard.get(0), heard.get(1));
    assertEquals("nic", heard.getFirst().kind());
    harness.awaitOnLoop(one::unregister);
    bus.publish("hnswitch.nic.down", "a:hn0", Map.of());
    harness.settle();
    assertEquals(3, heard.size());
  }

  private FrameBurst burst(BurstPool pool) {
    var burst = pool.take();
    burst.slab().add(burst.slab().region() + 16, 60, 0);
    burst.slab().mark(0, 3, 4);
    return burst.seal();
  }

  private BurstPool pool() {
    return BurstPool.slabs(harness.memory(), 2, 1 << 16, Lab.executor(harness.context()), () -> {});
  }

  @Test
  void handsABurstOverAsTheVeryObject() {
    var got = new ArrayList<FrameBurst>();
    harness.onLoop(() -> bus.onFrames(FRAMES, got::add, got::add));
    var sent =
        harness.onLoop(
            () -> {
              var burst = burst(pool());
              bus.sender(FRAMES, ledger).send(burst);
              return burst;
            });
    harness.settle();
    assertEquals(1, got.size());
    assertSame(sent, got.getFirst());
    assertEquals(1, ledger.account().out());
    assertEquals(0, ledger.account().droppedTotal());
  }

  @Test
  void dropsAndReleasesWhatNobodyOwns() {
    harness.onLoop(
        () -> {
          var pool = pool();
          var sender = bus.sender(FRAMES, ledger);
          sender.send(burst(pool));
          assertEquals(2, pool.credits());
          assertEquals(1, ledger.dropped(DropReason.NO_OWNER));
          assertEquals(0, ledger.account().out());
          return null;
        });
  }

  @Test
  void discardsWhatWasQueuedWhenItsReceiverWentAway() {
    var got = new ArrayList<FrameBurst>();
    var discarded = new ArrayList<FrameBurst>();
    var registration = harness.onLoop(() -> bus.onFrames(FRAMES, got::add, discarded::add));
    harness.onLoop(
        () -> {
          bus.sender(FRAMES, ledger).send(burst(pool()));
          return registration.unregister();
        });
    harness.settle();
    assertEquals(0, got.size());
    assertEquals(1, discarded.size());
  }

  @Test
  void crossesTheWireAndComesBackEqual() {
    var codec = harness.onLoop(() -> new FrameBurstCodec(wire()));
    harness.onLoop(
        () -> {
          var pool = pool();
          var buffer = Buffer.buffer("before");
          codec.encodeToWire(buffer, burst(pool));
          assertEquals(2, pool.credits(), "what has left is released");
          var got = codec.decodeFromWire(6, buffer);
          assertEquals(1, got.size());
          assertEquals(60, got.slab().length(0));
          assertEquals(3, got.slab().stream(0));
          assertEquals(4, got.slab().sequence(0));
          got.release();
          var fence =
              new Fence(
                  1,
                  Fence.Course.DRAIN,
                  NIC,
                  new VfId("pf0", 0),
                  MacAddress.parse("00:15:5d:00:00:01"));
          var mark = Buffer.buffer();
          codec.encodeToWire(mark, FrameBurst.ofFence(fence));
          assertEquals(fence, codec.decodeFromWire(0, mark).fence());
          return null;
        });
  }

  private BurstWire wire() {
    return new BurstWire(harness.memory(), 1);
  }

  @Test
  void neverThrowsOnBytesOfTheWire() {
    MessageCodec<FrameBurst, FrameBurst> codec = harness.onLoop(() -> new FrameBurstCodec(wire()));
    harness.onLoop(
        () -> {
          var good = Buffer.buffer();
          codec.encodeToWire(good, burst(pool()));
          for (int length = 0; length < good.length(); length++) {
            assertEquals(0, codec.decodeFromWire(0, good.slice(0, length)).size());
          }
          for (int claimed : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 5}) {
            var bad = good.copy();
            bad.setInt(0, claimed);
            assertEquals(0, codec.decodeFromWire(0, bad).size());
          }
          assertEquals(0, codec.decodeFromWire(good.length(), good).size());
          return null;
        });
  }

  @Test
  void keepsControlMessagesOnTheirNode() {
    var codec = new ControlCodec();
    assertThrows(
        IllegalStateException.class, () -> codec.encodeToWire(Buffer.buffer(), describe()));
    assertThrows(IllegalStateException.class, () -> codec.decodeFromWire(0, Buffer.buffer("x")));
    var message = describe();
    assertSame(message, codec.transform(message));
  }

  @Test
  void refusesItsCodecsTwice() {
    assertThrows(
        IllegalStateException.class, () -> Codecs.install(harness.vertx(), harness.memory(), 1));
  }
}
