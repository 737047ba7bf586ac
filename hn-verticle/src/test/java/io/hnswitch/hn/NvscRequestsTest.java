package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.RndisMessage;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the scenarios in section 28 of the wire reference. */
class NvscRequestsTest {

  private final NvscStory story = new NvscStory();

  @Nested
  class Requests {

    private static final NvscRequest.SetDatapath VF = new NvscRequest.SetDatapath(true, 1);
    private static final NvscRequest.SetDatapath BACK = new NvscRequest.SetDatapath(false, 2);

    @Test
    void waitUntilTheSessionIsReady() {
      story.untilAddress();
      int id = story.id();
      story.ask(VF);
      assertEquals(List.of(), story.effects);
      story.rndis(new RndisMessage.QueryComplete(id, 0, Octets.of(new byte[6])));
      assertTrue(story.has(NvscEffect.Ready.class));
      assertEquals(NvsMessage.SetDatapath.VF, story.lastNvs());
    }

    @Test
    void areDoneOneAfterTheOther() {
      story.ready().ask(VF);
      assertEquals(NvsMessage.SetDatapath.VF, story.lastNvs());
      var first = story.last(NvscEffect.SendNvs.class).transaction();
      story.ask(BACK);
      assertEquals(List.of(), story.effects);
      story.on(new NvscEvent.NvsCompleted(first, new byte[0]));
      assertEquals(VF, story.answered().request());
      assertTrue(story.answered().success());
      assertEquals(NvsMessage.SetDatapath.SYNTHETIC, story.lastNvs());
    }

    @Test
    void areNotAnsweredByTheLateAnswerOfAnother() {
      story.ready().ask(VF);
      var first = story.last(NvscEffect.SendNvs.class).transaction();
      story.timeOut();
      assertFalse(story.answered().success());
      story.ask(BACK);
      story.on(new NvscEvent.NvsCompleted(first, new byte[0]));
      assertFalse(story.has(NvscEffect.Answered.class));
      assertTrue(story.has(NvscEffect.Malformed.class));
    }

    @Test
    void areAnsweredWhenTheChannelGoes() {
      story.ready().ask(VF);
      story.ask(BACK);
      story.on(new NvscEvent.ChannelGone("rescinded"));
      var answers = story.effects.stream().filter(NvscEffect.Answered.class::isInstance).toList();
      assertEquals(
          List.of(
              new NvscEffect.Answered(VF, false, "rescinded"),
              new NvscEffect.Answered(BACK, false, "rescinded")),
          answers);
      story.ask(VF);
      assertFalse(story.answered().success());
    }

    @Test
    void areBounded() {
      story.open();
      for (int i = 0; i < 32; i++) {
        story.ask(VF);
      }
      story.ask(BACK);
      assertEquals("too many requests wait", story.answered().detail());
    }

    @Test // 17
    void endWithHaltAndBothRevocations() {
      story.ready().ask(new NvscRequest.Halt());
      assertInstanceOf(RndisMessage.Halt.class, story.lastRndis());
      assertEquals(
          List.of("RxBufRevoke", "SendBufRevoke"),
          story.told.subList(story.told.size() - 2, story.told.size()));
      assertTrue(story.answered().success());
      assertTrue(story.session.hasEnded());
      assertTrue(story.has(NvscEffect.DisarmTimeout.class));
    }

    @Test
    void areRefusedByAHaltThatDoesNotWaitForThem() {
      story.ready().ask(VF);
      story.ask(BACK);
      story.ask(new NvscRequest.Halt());
      var answers = story.effects.stream().filter(NvscEffect.Answered.class::isInstance).toList();
      assertEquals(3, answers.size());
      assertTrue(story.session.hasEnded());
    }

    @Test
    void succeedAtOnceWhenThereIsNothingToSet() {
      story.untilOffloads().refuseQuery().done().answer(Octets.of(new byte[6]));
      story.ask(new NvscRequest.SetCoalescing(true));
      assertTrue(story.answered().success());
    }

    @Test
    void ignoreTimersOfTheTimeBefore() {
      story.ready().ask(VF);
      int attempt = story.last(NvscEffect.ArmTimeout.class).attempt();
      story.complete(new byte[0]);
      story.on(new NvscEvent.TimedOut(attempt));
      assertEquals(List.of(), story.effects);
    }
  }

  @Nested
  class Notifications {

    @Test
    void tellOfTheAssociationAlsoBeforeTheSessionIsReady() {
      story.untilOffloads().notice(new NvsMessage.VfAssociation(true, 7));
      assertEquals(List.of(new NvscEffect.Association(true, 7)), story.effects);
    }

    @ParameterizedTest // 79
    @ValueSource(strings = {"80000000 02000000 07000000", "80000000 01000000", "80000000"})
    void areDroppedWhenMalformed(String message) {
      story.ready().on(new NvscEvent.NvsNotified(Hex.bytes(message)));
      assertInstanceOf(NvscEffect.Malformed.class, story.effects.getFirst());
    }

    @Test
    void tellThatTheHostSwitchedBack() {
      story.ready().notice(NvsMessage.SetDatapath.SYNTHETIC);
      assertEquals(List.of(new NvscEffect.SwitchedBack()), story.effects);
      story.notice(NvsMessage.SetDatapath.VF);
      assertInstanceOf(NvscEffect.Malformed.class, story.effects.getFirst());
    }

    @Test
    void areUnknownBeforeAVersionIsAgreed() {
      story.open().notice(new NvsMessage.VfAssociation(true, 7));
      assertInstanceOf(NvscEffect.Malformed.class, story.effects.getFirst());
    }
  }
}
