package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.hn.RxVf.Effect;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RxVfTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final VfId OTHER = new VfId("pf0", 1);
  private static final Effect DONE = new Effect.Answer(Outcome.DONE);

  private final RxVf machine = new RxVf(NicId.parse("a:hn0"));

  private List<Effect> on(RxVfStep step) {
    return machine.on(VF, step, true, true);
  }

  private List<Effect> off(RxVfStep step) {
    return machine.on(VF, step, false, true);
  }

  private static int asked(List<Effect> effects, boolean vf) {
    var ask = assertInstanceOf(Effect.AskHost.class, effects.getFirst());
    assertEquals(vf, ask.vf());
    assertTrue(RxVf.owns(ask.asked()), "pairs of the other mode number from 1 up");
    return ask.asked();
  }

  private static void assertRefused(Refusal reason, List<Effect> effects) {
    var answer = assertInstanceOf(Effect.Answer.class, effects.getLast());
    assertEquals(reason, assertInstanceOf(Outcome.Refused.class, answer.outcome()).reason());
  }

  private void assertNothingIsOn() {
    assertEquals(Optional.empty(), machine.redirected());
    assertFalse(machine.hasDataPath());
  }

  private void allOn() {
    on(RxVfStep.FILTER);
    on(RxVfStep.REDIRECTION);
    machine.hostAnswered(asked(on(RxVfStep.DATAPATH), true), true, "");
    on(RxVfStep.RSS);
    on(RxVfStep.LINK);
  }

  // holds: S98
  @Test
  void turnsEverythingOnAndOff() {
    assertEquals(List.of(new Effect.Filter(true), DONE), on(RxVfStep.FILTER));
    assertEquals(List.of(DONE), on(RxVfStep.REDIRECTION));
    assertEquals(Optional.of(VF), machine.redirected());
    int asked = asked(on(RxVfStep.DATAPATH), true);
    assertFalse(machine.hasDataPath(), "the host has not answered");
    assertEquals(List.of(DONE), machine.hostAnswered(asked, true, ""));
    assertTrue(machine.hasDataPath());
    assertEquals(List.of(DONE), on(RxVfStep.RSS));
    assertEquals(List.of(new Effect.LinkDown(), DONE), on(RxVfStep.LINK));

    assertEquals(List.of(new Effect.Filter(false), DONE), off(RxVfStep.FILTER));
    assertEquals(
        List.of(DONE), machine.hostAnswered(asked(off(RxVfStep.DATAPATH), false), true, ""));
    assertEquals(Optional.of(VF), machine.redirected(), "the host's last frames are the VF's");
    assertEquals(List.of(DONE), off(RxVfStep.REDIRECTION));
    assertEquals(List.of(DONE), off(RxVfStep.RSS));
    assertEquals(List.of(new Effect.LinkResumed(), DONE), off(RxVfStep.LINK));
    assertNothingIsOn();
  }

  // holds: C18
  @Test
  void asksTheHostOnlyOnceFramesAreRedirected() {
    on(RxVfStep.FILTER);
    assertRefused(Refusal.STATE_CONFLICT, on(RxVfStep.DATAPATH));
    assertNothingIsOn();
  }

  @Test
  void redirectsOnlyWhatTheFilterLetsThrough() {
    assertRefused(Refusal.STATE_CONFLICT, on(RxVfStep.REDIRECTION));
    assertNothingIsOn();
  }

  // holds: C18
  @Test
  void leavesNothingAtAHostThatDidNotAnswer() {
    on(RxVfStep.FILTER);
    on(RxVfStep.REDIRECTION);
    int asked = asked(on(RxVfStep.DATAPATH), true);
    var effects = machine.hostAnswered(asked, false, "the host did not answer in time");
    int back = asked(effects, false);
    assertRefused(Refusal.PEER_TIMEOUT, effects);
    assertFalse(machine.hasDataPath());
    assertEquals(List.of(), machine.hostAnswered(back, true, ""), "nobody waits for that");
    off(RxVfStep.REDIRECTION);
    off(RxVfStep.FILTER);
    assertNothingIsOn();
    assertEquals(
        List.of(new Effect.Filter(true), DONE), machine.on(OTHER, RxVfStep.FILTER, true, true));
  }

  @Test
  void countsAPathAsTakenBackWhenTheHostSaysNothing() {
    allOn();
    int asked = asked(off(RxVfStep.DATAPATH), false);
    var effects = machine.hostAnswered(asked, false, "the host did not answer in time");
    assertEquals(1, effects.size());
    assertRefused(Refusal.PEER_TIMEOUT, effects);
    assertFalse(machine.hasDataPath());
  }

  @Test
  void hearsOnlyTheAnswerItWaitsFor() {
    on(RxVfStep.FILTER);
    on(RxVfStep.REDIRECTION);
    int asked = asked(on(RxVfStep.DATAPATH), true);
    assertEquals(List.of(), machine.hostAnswered(asked - 1, true, ""));
    assertRefused(Refusal.STATE_CONFLICT, on(RxVfStep.DATAPATH));
    assertEquals(List.of(DONE), machine.hostAnswered(asked, true, ""));
    assertEquals(List.of(), machine.hostAnswered(asked, true, ""));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsAHostThatIsNotThereNothing(boolean on) {
    allOn();
    assertEquals(List.of(DONE), machine.on(VF, RxVfStep.DATAPATH, on, false));
    assertEquals(on, machine.hasDataPath(), "a new session is told this");
  }

  // holds: S101
  @Test
  void doesNotSuspendTheLinkTwice() {
    allOn();
    assertEquals(List.of(DONE), on(RxVfStep.LINK));
    off(RxVfStep.LINK);
    assertEquals(List.of(DONE), off(RxVfStep.LINK));
  }

  @ParameterizedTest
  @EnumSource
  void worksForOneVfAtATime(RxVfStep step) {
    allOn();
    assertRefused(Refusal.STATE_CONFLICT, machine.on(OTHER, step, true, true));
    assertEquals(List.of(DONE), machine.on(OTHER, step, false, true), "it is off for that one");
    assertEquals(Optional.of(VF), machine.redirected());
    assertTrue(machine.hasDataPath());
  }
}
