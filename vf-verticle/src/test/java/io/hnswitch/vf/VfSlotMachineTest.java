package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.vf.VfSlotEvent.Attach;
import io.hnswitch.vf.VfSlotEvent.Detach;
import io.hnswitch.vf.VfSlotEvent.FunctionGone;
import io.hnswitch.vf.VfSlotEvent.Hurry;
import io.hnswitch.vf.VfSlotEvent.NicNotTold;
import io.hnswitch.vf.VfSlotEvent.NicTold;
import io.hnswitch.vf.VfSlotEvent.NotOffered;
import io.hnswitch.vf.VfSlotEvent.OfferDue;
import io.hnswitch.vf.VfSlotEvent.Overdue;
import io.hnswitch.vf.VfSlotEvent.RemovalTold;
import io.hnswitch.vf.VfSlotEvent.VfDeployed;
import io.hnswitch.vf.VfSlotEvent.VfNotDeployed;
import io.hnswitch.vf.VfSlotEvent.VfUndeployed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VfSlotMachineTest {

  private static final Grant GRANT =
      new Grant(NicId.parse("a:hn0"), MacAddress.parse("00:15:5d:00:00:0a"), 7);
  private static final int SERIAL = GRANT.serial();

  private VfSlotState state = VfSlotState.FREE;

  /** Effects of some events, by name; publications as {@code what/how}. */
  private List<String> on(VfSlotEvent... events) {
    var effects = new ArrayList<String>();
    for (var event : events) {
      var step = VfSlotMachine.on(state, event);
      state = step.next();
      step.effects().forEach(effect -> effects.add(word(effect)));
    }
    return effects;
  }

  private static String word(VfSlotEffect effect) {
    return switch (effect) {
      case VfSlotEffect.Publish(var what, var _, var how) -> what + "/" + how;
      case VfSlotEffect.TellRemoved(var _, boolean orderly) ->
          orderly ? "TellRemoved/orderly" : "TellRemoved/forced";
      case VfSlotEffect.StartLeaveTimer(var _, var how) -> "StartLeaveTimer/" + how.slug();
      case VfSlotEffect.RefuseAttach(var reason, var _) -> "RefuseAttach/" + reason.slug();
      case VfSlotEffect.DeployVf _,
          VfSlotEffect.TellAssigned _,
          VfSlotEffect.StartOfferTimer _,
          VfSlotEffect.StopTimer _,
          VfSlotEffect.Offer _,
          VfSlotEffect.Eject _,
          VfSlotEffect.Rescind _,
          VfSlotEffect.Vanish _,
          VfSlotEffect.ClearFilter _,
          VfSlotEffect.UndeployVf _,
          VfSlotEffect.AnswerAttach _,
          VfSlotEffect.AnswerDetach _ ->
          effect.getClass().getSimpleName();
    };
  }

  private void announced() {
    on(new Attach(GRANT), new VfDeployed(SERIAL), new NicTold(SERIAL));
    assertInstanceOf(VfSlotState.Announced.class, state);
  }

  private void offered() {
    announced();
    on(new OfferDue(SERIAL));
    assertInstanceOf(VfSlotState.Offered.class, state);
  }

  @Test
  void makesTheVfThenTellsTheHostEndThenAnswers() {
    assertEquals(List.of("DeployVf"), on(new Attach(GRANT)));
    assertEquals(List.of("TellAssigned"), on(new VfDeployed(SERIAL)));
    assertEquals(
        List.of("AnswerAttach", "attached/attach", "StartOfferTimer"), on(new NicTold(SERIAL)));
    assertEquals("announced", state.word());
  }

  @Test
  void offersWhenTheDelayIsOver() {
    announced();
    assertEquals(List.of("Offer", "offered/attach"), on(new OfferDue(SERIAL)));
    assertEquals("offered", state.word());
  }

  @Test
  void offersAtOnceWhenTheGuestIsInAHurry() {
    announced();
    assertEquals(List.of("StopTimer", "Offer", "offered/attach"), on(new Hurry()));
    assertEquals(List.of(), on(new Hurry(), new OfferDue(SERIAL)), "offered once");
  }

  @Test
  void remembersHurryUntilTheHostEndIsTold() {
    on(new Attach(GRANT), new VfDeployed(SERIAL));
    assertEquals(List.of(), on(new Hurry()));
    assertEquals(
        List.of("AnswerAttach", "attached/attach", "Offer", "offered/attach"),
        on(new NicTold(SERIAL)));
  }

  @Test
  void refusesWhenTheVfCannotBeMade() {
    on(new Attach(GRANT));
    assertEquals(List.of("RefuseAttach/device-failed"), on(new VfNotDeployed(SERIAL, "no memory")));
    assertEquals(VfSlotState.FREE, state);
  }

  @Test
  void takesTheVfDownAgainBeforeItRefusesForAnUnknownNic() {
    on(new Attach(GRANT), new VfDeployed(SERIAL));
    assertEquals(
        List.of("ClearFilter", "UndeployVf"),
        on(new NicNotTold(SERIAL, Refusal.NOT_FOUND, "nobody")));
    assertEquals(List.of("RefuseAttach/not-found"), on(new VfUndeployed(SERIAL)));
    assertEquals(VfSlotState.FREE, state);
  }

  @Test
  void leavesWithoutTheGuestWhenItWasNotOffered() {
    announced();
    assertEquals(
        List.of("detaching/graceful", "StopTimer", "Vanish", "TellRemoved/orderly"),
        on(new Detach(Departure.GRACEFUL)));
    assertEquals(List.of("StopTimer", "ClearFilter", "UndeployVf"), on(new RemovalTold(SERIAL)));
    assertEquals(List.of("AnswerDetach", "detached/graceful"), on(new VfUndeployed(SERIAL)));
    assertEquals(List.of(), on(new OfferDue(SERIAL)));
  }

  @Test
  void leavesGracefullyOnlyAfterTheGuestHasLetGo() {
    offered();
    assertEquals(
        List.of("detaching/graceful", "Eject", "StartLeaveTimer/graceful"),
        on(new Detach(Departure.GRACEFUL)));
    assertEquals(List.of(), on(new Detach(Departure.GRACEFUL)), "joins the first");
    assertEquals(
        List.of("StopTimer", "Vanish", "TellRemoved/orderly"), on(new FunctionGone(false)));
    assertEquals(List.of("StopTimer", "ClearFilter", "UndeployVf"), on(new RemovalTold(SERIAL)));
    assertEquals(List.of("AnswerDetach", "detached/graceful"), on(new VfUndeployed(SERIAL)));
    assertEquals(VfSlotState.FREE, state);
  }

  @Test
  void tellsTheHostEndToForceThePathWhenTheGuestDidNotSwitchBack() {
    offered();
    on(new Detach(Departure.GRACEFUL));
    assertEquals(List.of("StopTimer", "Vanish", "TellRemoved/forced"), on(new FunctionGone(true)));
  }

  @Test
  void vanishesFirstWhenItLeavesBySurprise() {
    offered();
    assertEquals(
        List.of(
            "detaching/surprise",
            "StopTimer",
            "Vanish",
            "TellRemoved/forced",
            "Rescind",
            "StartLeaveTimer/surprise"),
        on(new Detach(Departure.SURPRISE)));
    assertEquals(List.of(), on(new RemovalTold(SERIAL)), "vPCI is not done");
    assertEquals(List.of("StopTimer", "ClearFilter", "UndeployVf"), on(new FunctionGone(false)));
    assertEquals(List.of("AnswerDetach", "detached/surprise"), on(new VfUndeployed(SERIAL)));
  }

  @Test
  void waitsForTheHostEndAlsoWhenVpciIsFaster() {
    offered();
    on(new Detach(Departure.SURPRISE));
    assertEquals(List.of(), on(new FunctionGone(true), new FunctionGone(true)));
    assertEquals(List.of("StopTimer", "ClearFilter", "UndeployVf"), on(new RemovalTold(SERIAL)));
  }

  @Test
  void surpriseOvertakesAPendingGracefulDeparture() {
    offered();
    on(new Detach(Departure.GRACEFUL));
    assertEquals(
        List.of(
            "detaching/surprise",
            "StopTimer",
            "Vanish",
            "TellRemoved/forced",
            "Rescind",
            "StartLeaveTimer/surprise"),
        on(new Detach(Departure.SURPRISE)));
    assertEquals(List.of(), on(new Detach(Departure.GRACEFUL), new Detach(Departure.SURPRISE)));
    assertEquals(
        List.of(), on(new Overdue(SERIAL, Departure.GRACEFUL)), "that was the time to eject");
    on(new RemovalTold(SERIAL), new FunctionGone(true));
    assertEquals(List.of("AnswerDetach", "detached/surprise"), on(new VfUndeployed(SERIAL)));
  }

  @Test
  void surprisesTheGuestThatDoesNotLetGoInTime() {
    offered();
    on(new Detach(Departure.GRACEFUL));
    assertEquals("detaching/surprise", on(new Overdue(SERIAL, Departure.GRACEFUL)).getFirst());
  }

  @Test
  void goesOnWithoutAVpciThatDoesNotAnswer() {
    offered();
    on(new Detach(Departure.SURPRISE), new RemovalTold(SERIAL));
    assertEquals(
        List.of("StopTimer", "ClearFilter", "UndeployVf"),
        on(new Overdue(SERIAL, Departure.SURPRISE)));
  }

  @Test
  void takesBackAFunctionThatTheGuestReturnsUnasked() {
    offered();
    assertEquals(
        List.of("detaching/returned", "Vanish", "TellRemoved/forced"), on(new FunctionGone(true)));
    on(new RemovalTold(SERIAL));
    assertEquals(List.of("AnswerDetach", "detached/returned"), on(new VfUndeployed(SERIAL)));
  }

  @Test
  void withdrawsWhenTheOfferIsNotTaken() {
    offered();
    assertEquals(
        List.of("detaching/not-offered", "Vanish", "TellRemoved/orderly"),
        on(new NotOffered(SERIAL)));
  }

  @Test
  void ignoresWhatBelongsToAnEarlierGrant() {
    on(new Attach(GRANT));
    assertEquals(List.of(), on(new VfDeployed(6), new VfNotDeployed(6, ""), new NicTold(6)));
    on(new VfDeployed(SERIAL), new NicTold(SERIAL));
    assertEquals(List.of(), on(new OfferDue(6), new NotOffered(6), new RemovalTold(6)));
    on(new OfferDue(SERIAL), new Detach(Departure.GRACEFUL));
    assertEquals(
        List.of(), on(new Overdue(6, Departure.GRACEFUL), new RemovalTold(6), new VfUndeployed(6)));
    assertFalse(state.holder().isEmpty());
  }

  @Test
  void changesNothingInAFreeSlot() {
    assertEquals(
        List.of(),
        on(
            new Hurry(),
            new Detach(Departure.SURPRISE),
            new FunctionGone(true),
            new OfferDue(SERIAL),
            new VfUndeployed(SERIAL)));
    assertEquals(VfSlotState.FREE, state);
  }
}
