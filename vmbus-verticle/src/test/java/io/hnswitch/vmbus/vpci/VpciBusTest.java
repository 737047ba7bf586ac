package io.hnswitch.vmbus.vpci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VpciControl;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.vmbus.VmbusVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VpciBusTest {

  private static final long BYTES = 4L << 20;
  private static final long WIRE_BYTES = 4L << 20;
  private static final VfId VF = new VfId("pf0", 3);
  private static final NicId NIC = new NicId("a", "hn0");

  private final LabHarness harness = new LabHarness(BYTES + WIRE_BYTES + Memory.PAGE);
  private final VmbusVerticle bus = harness.deploy(new VmbusVerticle(harness.lab(), "a"));
  private final Hardware hardware = harness.deploy(new Hardware(harness.lab()));

  /** A VF and its adapter, which write down what they are asked. */
  private static final class Hardware extends DeviceVerticle {

    private final List<String> heard = new ArrayList<>();
    private Future<?> probing = DONE;
    private Future<?> detaching = DONE;

    Hardware(Lab lab) {
      super(lab, "hardware");
    }

    @Override
    protected Future<?> begin() {
      serve(Addresses.vf(VF), this::vf);
      serve(Addresses.adapter(VF.adapter()), this::adapter);
      bus().onEvents(this::event);
      return DONE;
    }

    private Future<?> vf(VfControl message) {
      if (message instanceof VfControl.DriverDetach(var orderly)) {
        heard.add("detach " + (orderly ? "orderly" : "gone"));
        return detaching;
      }
      heard.add(message.getClass().getSimpleName());
      return probing;
    }

    private Future<?> adapter(AdapterControl message) {
      heard.add(message.getClass().getSimpleName());
      return null;
    }

    private void event(LabEvent event) {
      heard.add(event.type());
    }
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private Outcome ask(VpciControl request) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.vpci("a"), request, Outcome.class));
  }

  private void offer() {
    assertEquals(Outcome.DONE, ask(new VpciControl.Offer(VF, NIC, 7, 0x15b3, 0x1016)));
  }

  private void eject() {
    assertEquals(Outcome.DONE, ask(new VpciControl.Eject(VF)));
  }

  private void rescind() {
    assertEquals(Outcome.DONE, ask(new VpciControl.Rescind(VF)));
  }

  /** Waits for what crosses other threads, then takes it. */
  private void assertHears(String... wanted) {
    harness.until(() -> hardware.heard.size() >= wanted.length);
    harness.settle();
    assertEquals(List.of(wanted), take());
  }

  private List<String> take() {
    return harness.onLoop(
        () -> {
          var copy = List.copyOf(hardware.heard);
          hardware.heard.clear();
          return copy;
        });
  }

  private boolean isGone() {
    return hardware.heard.contains("FunctionGone");
  }

  private void assertNothingIsLeft() {
    harness.until(
        () -> {
          try {
            harness.memory().release(harness.memory().allocate(BYTES), BYTES);
            return true;
          } catch (OutOfMemoryError e) {
            return false;
          }
        });
    harness.settle();
    assertEquals(0, harness.timers().pending());
  }

  @Test
  void probesTheVfWhenTheGuestHasTheFunction() {
    offer();
    assertHears("Probe");
    assertEquals(0, harness.timers().pending());
  }

  @Test
  void detachesTheDriverBeforeAnEjectedFunctionIsGone() {
    offer();
    assertHears("Probe");
    var answer = Promise.<Outcome>promise();
    hardware.detaching = answer.future();
    eject();
    assertHears("detach orderly");
    harness.onLoop(() -> answer.tryComplete(Outcome.DONE));
    assertHears("FunctionGone");
    assertNothingIsLeft();
  }

  @Test
  void detachesTheDriverOfAFunctionThatIsGoneAlready() {
    offer();
    assertHears("Probe");
    rescind();
    assertHears("detach gone", "FunctionGone");
    assertNothingIsLeft();
  }

  @Test
  void endsAnEjectWhenTheFunctionIsLost() {
    offer();
    assertHears("Probe");
    var answer = Promise.<Outcome>promise();
    hardware.detaching = answer.future();
    eject();
    assertHears("detach orderly");
    eject();
    rescind();
    rescind();
    harness.settle();
    assertEquals(List.of(), take());
    harness.onLoop(() -> answer.tryComplete(Outcome.DONE));
    assertHears("FunctionGone");
    assertNothingIsLeft();
  }

  @Test
  void takesAFunctionBackWhereverTheGuestIs() {
    for (int steps = 0; steps < 60; steps++) {
      boolean orderly = steps % 2 == 0;
      offer();
      for (int i = 0; i < steps / 2; i++) {
        harness.onLoop(() -> null);
      }
      if (orderly) {
        eject();
      } else {
        rescind();
      }
      // An eject that comes before the guest knows the function is not heard: it ends by time.
      harness.settle();
      harness.until(() -> harness.timers().pending() > 0 || isGone());
      if (!harness.onLoop(this::isGone)) {
        harness.elapse(VpciHostState.Config.EJECT_WAIT);
      }
      harness.until(this::isGone);
      harness.settle();
      var heard = take();
      assertEquals("FunctionGone", heard.getLast(), "steps " + steps + ": " + heard);
      boolean probed = heard.contains("Probe");
      assertEquals(probed ? 3 : 1, heard.size(), "steps " + steps + ": " + heard);
      assertNothingIsLeft();
    }
  }

  @Test
  void givesUpOnAVfThatNeverAnswersItsDetach() {
    hardware.detaching = Promise.promise().future();
    offer();
    assertHears("Probe");
    eject();
    assertHears("detach orderly");
    harness.elapse(Duration.ofSeconds(139));
    assertEquals(List.of(), take());
    harness.elapse(Duration.ofSeconds(2));
    assertHears("FunctionGone");
    assertNothingIsLeft();
  }

  @Test
  void goesOnWithoutAVf() {
    harness.undeploy(hardware);
    offer();
    harness.settle();
    rescind();
    assertNothingIsLeft();
    harness.until(() -> harness.vertx().deploymentIDs().size() == 1);
  }

  @Test
  void saysThatAProbeFailed() {
    hardware.probing = Future.succeededFuture(Outcome.refused(Refusal.DEVICE_FAILED, "no"));
    offer();
    assertHears("Probe", "hnswitch.vf.probe-failed");
    eject();
    assertHears("detach orderly", "FunctionGone");
    assertNothingIsLeft();
  }

  @Test
  void refusesAFunctionItHasAlreadyAndOneItHasNot() {
    for (var request : List.of(new VpciControl.Eject(VF), new VpciControl.Rescind(VF))) {
      assertEquals(Refusal.STATE_CONFLICT, ((Outcome.Refused) ask(request)).reason());
    }
    offer();
    assertEquals(
        Refusal.STATE_CONFLICT,
        ((Outcome.Refused) ask(new VpciControl.Offer(VF, NIC, 7, 1, 2))).reason());
    assertThrows(
        RefusedException.class,
        () ->
            harness.awaitOnLoop(
                () ->
                    harness
                        .bus()
                        .request(
                            Addresses.vpci("a"),
                            new VpciControl.Offer(VF, NIC, 7, 1, 2),
                            Outcome.Done.class)));
    assertHears("Probe");
  }

  @Test
  void leavesNothingBehindAfterFiftyCycles() {
    for (int i = 0; i < 50; i++) {
      offer();
      assertHears("Probe");
      if (i % 2 == 0) {
        eject();
        assertHears("detach orderly", "FunctionGone");
      } else {
        rescind();
        assertHears("detach gone", "FunctionGone");
      }
    }
    assertNothingIsLeft();
    harness.until(
        () ->
            harness.lab().ledger().accounts().stream()
                .filter(account -> account.device().startsWith("channel"))
                .allMatch(account -> account.held() == 0));
    // The bus, the hardware, and nothing else.
    harness.until(() -> harness.vertx().deploymentIDs().size() == 2);
  }

  @Test
  void leavesNothingBehindWhenTheBusIsTakenDown() {
    hardware.detaching = Promise.promise().future();
    offer();
    assertHears("Probe");
    eject();
    assertHears("detach orderly");
    harness.undeploy(bus);
    assertNothingIsLeft();
    harness.elapse(Duration.ofMinutes(10));
    assertEquals(List.of(), take());
    assertNothingIsLeft();
  }
}
