package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VmbusVerticleTest {

  private final VmbusLab lab = new VmbusLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void assertRefused(Refusal reason, VmbusControl request) {
    var refused =
        assertThrows(RefusedException.class, () -> lab.ask(request, VmbusControl.Opened.class));
    assertEquals(reason, refused.reason());
  }

  @Test
  void tellsTheDriverOfAnOffer() {
    lab.offer();
    assertEquals(List.of("driver ChannelOffered"), lab.heard());
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
  }

  /** The one that offered it first may have given up before it was answered. */
  @Test
  void leavesTheChannelToADeviceThatOffersAgain() {
    var channel = lab.offer();
    var again = lab.ask(new VmbusControl.OfferNic(VmbusLab.NIC), VmbusControl.Offered.class);
    assertEquals(channel, again.channel());
    assertEquals(List.of("driver ChannelOffered"), lab.heard());
    lab.open(channel);
    assertEquals(List.of("device Opening"), lab.heard());
  }

  @Test
  void refusesToOfferADeviceThatTheGuestUses() {
    lab.open(lab.offer());
    assertThrows(
        RefusedException.class,
        () -> lab.ask(new VmbusControl.OfferNic(VmbusLab.NIC), VmbusControl.Offered.class));
    lab.heard();
  }

  @Test
  void opensWhenTheDeviceAccepts() {
    var channel = lab.offer();
    var opened = lab.open(channel);
    assertEquals(List.of("driver ChannelOffered", "device Opening"), lab.heard());
    assertTrue(opened.memory().bytes() >= 2L * VmbusLab.RING);
    assertRefused(
        Refusal.STATE_CONFLICT, new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING));
    lab.assertNoTimers();
  }

  @Test
  void carriesPacketsAndInterruptsBothWays() {
    var channel = lab.offer();
    var guest = lab.open(channel).end();
    lab.heard();
    lab.write(guest, "to host");
    assertEquals(List.of("device Interrupt"), lab.heard());
    assertEquals("to host", lab.read(lab.ends.hostEnd));
    lab.write(lab.ends.hostEnd, "to guest");
    assertEquals(List.of("driver Interrupt"), lab.heard());
    assertEquals("to guest", lab.read(guest));
    assertEquals("", lab.read(guest));
    assertEquals(1, guest.interrupts());
  }

  @Test
  void failsAnOpenThatTheDeviceRefuses() {
    var channel = lab.offer();
    lab.ends.opening = Future.succeededFuture(Outcome.refused(Refusal.STATE_CONFLICT, "busy"));
    assertRefused(
        Refusal.DEVICE_FAILED, new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING));
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
    lab.ends.opening = Future.succeededFuture(Outcome.DONE);
    lab.open(channel);
  }

  @Test
  void tellsADeviceThatFailedToAnswerThatNothingIsOpen() {
    var channel = lab.offer();
    lab.ends.opening = Future.failedFuture(new IllegalStateException("broken"));
    assertRefused(
        Refusal.DEVICE_FAILED, new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING));
    assertEquals(List.of("driver ChannelOffered", "device Opening", "device Closed"), lab.heard());
    lab.assertAllMemoryIsFree();
  }

  @Test
  void refusesImpossibleRingsAndUnknownChannels() {
    var channel = lab.offer();
    int ring = VmbusLab.RING;
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE, Memory.PAGE, 100, Integer.MAX_VALUE}) {
      assertRefused(Refusal.INVALID_VALUE, new VmbusControl.Open(channel, bad, ring));
      assertRefused(Refusal.INVALID_VALUE, new VmbusControl.Open(channel, ring, bad));
    }
    assertRefused(Refusal.DEVICE_FAILED, new VmbusControl.Open(new ChannelId(77), ring, ring));
    lab.close(new ChannelId(77));
    lab.rescind(new ChannelId(77));
    lab.assertAllMemoryIsFree();
  }

  @Test
  void givesTheRingsBackWhenItIsClosed() {
    var channel = lab.offer();
    var memory = lab.open(channel).memory();
    lab.heard();
    lab.close(channel);
    assertEquals(List.of("device Closed"), lab.heard());
    assertEquals(0, memory.bytes());
    lab.close(channel);
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
  }

  @Test
  void opensAgainAsOftenAsAsked() {
    var channel = lab.offer();
    for (int i = 0; i < 30; i++) {
      var guest = lab.open(channel).end();
      lab.write(guest, "hello " + i);
      lab.harness.settle();
      assertEquals("hello " + i, lab.read(lab.ends.hostEnd));
      lab.close(channel);
    }
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
  }

  @Test
  void closesAChannelThatIsStillOpening() {
    var channel = lab.offer();
    var answer = Promise.<Outcome>promise();
    lab.ends.opening = answer.future();
    var opening =
        lab.asking(
            new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING),
            VmbusControl.Opened.class);
    lab.heardOf(2);
    var closing = lab.asking(new VmbusControl.Close(channel), Outcome.Done.class);
    lab.harness.settle();
    assertFalse(closing.isComplete());
    lab.harness.onLoop(() -> answer.tryComplete(Outcome.DONE));
    lab.harness.await(opening);
    lab.harness.await(closing);
    assertEquals(List.of("device Closed"), lab.heard());
    lab.assertAllMemoryIsFree();
    lab.ends.opening = Future.succeededFuture(Outcome.DONE);
    lab.open(channel);
  }

  private VmbusControl.GpadlMade share(ChannelId channel, long address, long bytes) {
    return lab.ask(
        new VmbusControl.MakeGpadl(channel, address, bytes), VmbusControl.GpadlMade.class);
  }

  private VmbusControl.Shared resolve(ChannelId channel, int gpadl) {
    return lab.ask(new VmbusControl.Resolve(channel, gpadl), VmbusControl.Shared.class);
  }

  private void tear(ChannelId channel, int gpadl) {
    lab.ask(new VmbusControl.TearGpadl(channel, gpadl), Outcome.Done.class);
  }

  @Test
  void sharesMemoryUntilItIsTornDown() {
    var channel = lab.offer();
    var memory = lab.open(channel).memory();
    long bytes = 100L * Memory.PAGE;
    long at = lab.harness.memory().allocate(bytes);
    assertThrows(RefusedException.class, () -> share(channel, at, bytes));
    lab.harness.onLoop(
        () -> {
          memory.add(at, bytes);
          return null;
        });
    int gpadl = share(channel, at, bytes).gpadl();
    assertEquals(new VmbusControl.Shared(at, bytes), resolve(channel, gpadl));
    var first = lab.asking(new VmbusControl.TearGpadl(channel, gpadl), Outcome.Done.class);
    var second = lab.asking(new VmbusControl.TearGpadl(channel, gpadl), Outcome.Done.class);
    lab.harness.await(first);
    lab.harness.await(second);
    tear(channel, gpadl);
    assertThrows(RefusedException.class, () -> resolve(channel, gpadl));
    for (long bad : new long[] {0, -1, 1, at + 1, Long.MAX_VALUE}) {
      assertThrows(RefusedException.class, () -> share(channel, bad, bytes));
      assertThrows(RefusedException.class, () -> share(channel, at, bad));
    }
    lab.close(channel);
    lab.harness.memory().release(at, bytes);
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
  }

  @Test
  void refusesToTearDownTheRings() {
    var channel = lab.offer();
    lab.open(channel);
    int rings = 0xe1e10;
    for (int id = rings - 64; id < rings + 64; id++) {
      int gpadl = id;
      try {
        tear(channel, gpadl);
      } catch (RefusedException e) {
        assertEquals(Refusal.STATE_CONFLICT, e.reason());
      }
    }
    lab.write(lab.ends.hostEnd, "still there");
  }

  @Test
  void tellsTheDriverOfARescindAndTakesTheRings() {
    var channel = lab.offer();
    lab.open(channel);
    lab.heard();
    lab.rescind(channel);
    assertEquals(List.of("driver ChannelRescinded", "driver LetGo"), lab.heard());
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
    assertEquals(channel, lab.offer());
    lab.open(channel);
  }

  @Test
  void survivesARescindWhileTheDeviceOpens() {
    for (int i = 0; i < 10; i++) {
      var answer = Promise.<Outcome>promise();
      lab.ends.opening = answer.future();
      var channel = lab.offer();
      lab.heard();
      var opening =
          lab.asking(
              new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING),
              VmbusControl.Opened.class);
      boolean told = i % 2 == 0;
      if (told) {
        lab.heardOf(1);
      }
      lab.rescind(channel);
      assertThrows(RefusedException.class, () -> lab.harness.await(opening));
      lab.harness.onLoop(() -> answer.tryComplete(Outcome.DONE));
      lab.assertAllMemoryIsFree();
      lab.heard();
    }
    lab.assertNoTimers();
  }

  @Test
  void neverShowsADeviceRingsThatAreGone() {
    for (int i = 0; i < 20; i++) {
      var channel = lab.offer();
      lab.heard();
      lab.ends.hostEnd = null;
      var opening =
          lab.asking(
              new VmbusControl.Open(channel, VmbusLab.RING, VmbusLab.RING),
              VmbusControl.Opened.class);
      lab.rescind(channel);
      lab.harness.until(opening::isComplete);
      lab.assertAllMemoryIsFree();
      long before = lab.heard().stream().filter("device Opening"::equals).count();
      assertEquals(before, lab.ends.hostEnd == null ? 0 : 1);
      assertFalse(lab.heard().contains("device Opening"), "memory is somebody else's by now");
    }
  }

  @Test
  void leavesNothingBehindWhenItIsTakenDown() {
    var channel = lab.offer();
    lab.open(channel);
    var other = lab.asking(new VmbusControl.Close(channel), Outcome.Done.class);
    lab.harness.undeploy(lab.bus);
    lab.harness.settle();
    assertTrue(other.isComplete());
    lab.assertAllMemoryIsFree();
    lab.assertNoTimers();
    lab.harness.elapse(Duration.ofMinutes(5));
    lab.assertAllMemoryIsFree();
  }
}
