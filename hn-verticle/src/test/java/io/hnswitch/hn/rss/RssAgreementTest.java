package io.hnswitch.hn.rss;

import static io.hnswitch.rss.RssType.IPV4;
import static io.hnswitch.rss.RssType.IPV6;
import static io.hnswitch.rss.RssType.TCP_IPV4;
import static io.hnswitch.rss.RssType.TCP_IPV6;
import static io.hnswitch.rss.RssType.UDP_IPV4;
import static io.hnswitch.rss.RssType.UDP_IPV6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RssAgreementTest {

  private static final RssTypes OFFER = RssTypes.of(IPV4, TCP_IPV4, UDP_IPV4, IPV6, TCP_IPV6);

  private final RssStory story = new RssStory();

  private RssAgreement agreement() {
    return story.agreement;
  }

  private void assertUntouched() {
    assertEquals(OFFER, agreement().types());
    assertEquals(RssKey.WELL_KNOWN, agreement().key());
    assertTrue(story.requests.isEmpty(), "nothing was sent to the host");
    assertEquals(RssTypes.NONE, agreement().visible());
  }

  @Test
  void asksAHostForItsWholeOfferAtFirst() {
    story.host(4, OFFER);
    assertEquals(
        new NdisRssParams(
            0, RssHash.TOEPLITZ | OFFER.ndis(), RssKey.WELL_KNOWN, Collections.nCopies(128, 0)),
        story.atAttach);
    assertEquals(RssTypes.ALL, agreement().visible());
    assertEquals(RssFunction.TOEPLITZ, agreement().function());
    assertEquals(4, agreement().rings());
  }

  // holds: S83
  @Test
  void takesTheVfsKeyAndTheTypesInCommonWithTwoRequests() {
    var common = RssTypes.of(IPV4, TCP_IPV4);
    story.host(4, OFFER).vf(common.with(UDP_IPV6)).fixup(true);
    assertEquals(List.of("key?", "types?", "off", "on", "done"), story.words());
    assertEquals(RssStory.VF_KEY, agreement().key());
    assertEquals(common, agreement().types());
    assertEquals(common, agreement().visible());
    assertTrue(story.requests.get(0).isDisable());
    assertEquals(
        new NdisRssParams(
            0, RssHash.TOEPLITZ | common.ndis(), RssStory.VF_KEY, story.atAttach.table()),
        story.requests.get(1));
  }

  // holds: S84
  @Test
  void leavesEverythingWhenTheKeyIsNotOf40Bytes() {
    var key = RssKey.of(new byte[52]);
    story.host(4, OFFER).vf(OFFER).vfKey(new RssAnswer.Key(RssFunction.TOEPLITZ, key)).fixup(true);
    assertEquals(
        List.of(
            "key?", "log: the VF's RSS cannot be used: its key has 52 bytes instead of 40", "done"),
        story.words());
    assertUntouched();
  }

  // holds: S84
  @Test
  void leavesEverythingWhenTheVfHashesPrivately() {
    var key = new RssAnswer.Key(RssFunction.PRIVATE, RssKey.NONE);
    story.host(4, OFFER).vf(OFFER).vfKey(key).fixup(true);
    assertEquals(
        List.of("key?", "log: the VF's RSS cannot be used: its hash is private", "done"),
        story.words());
    assertUntouched();
  }

  // holds: S84
  @Test
  void leavesEverythingWhenTheTypesAreOfAnotherFunction() {
    story.host(4, OFFER).vfTypes(new RssAnswer.Types(RssFunction.PRIVATE, OFFER)).fixup(true);
    assertEquals(
        List.of("key?", "types?", "log: the VF's RSS cannot be used: its hash is private", "done"),
        story.words());
    assertUntouched();
  }

  // holds: S84
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesEverythingWhenTheVfCannotBeAsked(boolean theKey) {
    var failed = new RssAnswer.Failed("it has vanished");
    story.host(4, OFFER).vf(OFFER);
    (theKey ? story.vfKey(failed) : story.vfTypes(failed)).fixup(true);
    assertTrue(
        story
            .words()
            .contains(
                "log: the VF's RSS cannot be used: its "
                    + (theKey ? "key" : "hash types")
                    + ": it has vanished"));
    assertUntouched();
  }

  // holds: C21
  @Test
  void saysNothingOfAVfWithoutRss() {
    story.host(4, OFFER).vfKey(new RssAnswer.NotSupported()).fixup(true);
    assertEquals(List.of("key?", "done"), story.words());
    assertUntouched();
    story.vfKey(new RssAnswer.Key(RssFunction.NONE, RssKey.NONE)).fixup(true);
    assertEquals(List.of("key?", "done"), story.words());
    assertUntouched();
    story.vfKey(new RssAnswer.Key(RssFunction.TOEPLITZ, RssStory.VF_KEY));
    story.vfTypes(new RssAnswer.Types(RssFunction.NONE, RssTypes.NONE)).fixup(true);
    assertEquals(List.of("key?", "types?", "done"), story.words());
    assertUntouched();
    story.vfTypes(new RssAnswer.NotSupported()).fixup(true);
    assertEquals(List.of("key?", "types?", "done"), story.words());
    assertUntouched();
  }

  // holds: S85
  @Test
  void showsNothingWhenNoTypeIsInCommon() {
    story.host(4, OFFER).vf(RssTypes.of(UDP_IPV6)).fixup(true);
    assertEquals(
        List.of(
            "key?",
            "types?",
            "log: the VF's RSS cannot be used: it hashes [udp-ipv6] and the host " + OFFER,
            "done"),
        story.words());
    assertUntouched();
  }

  // holds: S86
  @Test
  void hashesWhatIsInCommonButHidesWhatTheVfHashesOtherwise() {
    story.host(4, RssTypes.of(IPV4)).vf(RssTypes.of(IPV4, TCP_IPV4)).fixup(true);
    assertEquals(RssTypes.of(IPV4), agreement().types());
    assertEquals(RssTypes.NONE, agreement().visible());
    assertEquals(2, story.requests.size());
  }

  // holds: S87
  @Test
  void changesNothingWithOneRing() {
    story.vf(OFFER).fixup(true);
    assertEquals(List.of("done"), story.words());
    assertEquals(RssKey.WELL_KNOWN, agreement().key());
    assertEquals(RssTypes.ALL, agreement().visible());
    assertEquals(RssFunction.NONE, agreement().function());
    assertEquals(1, agreement().rings());
  }

  @Test
  void changesNothingWithAHostWithoutToeplitz() {
    story.host(4, 0x2, OFFER).vf(OFFER).fixup(true);
    assertEquals(List.of("done"), story.words());
    assertEquals(RssKey.WELL_KNOWN, agreement().key());
    assertEquals(RssTypes.ALL, agreement().visible());
    assertEquals(RssFunction.PRIVATE, agreement().function());
  }

  @Test
  void tellsTheHostNothingUnlessItIsToReconfigure() {
    story.host(4, OFFER).vf(RssTypes.of(IPV4, TCP_IPV4)).fixup(false);
    assertEquals(List.of("key?", "types?", "done"), story.words());
    assertEquals(RssTypes.of(IPV4, TCP_IPV4), agreement().types());
    assertEquals(RssTypes.of(IPV4, TCP_IPV4), agreement().visible());
    assertEquals(RssStory.VF_KEY, agreement().key());
  }

  // holds: C22
  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void showsNothingWhenTheHostRefuses(String what) {
    story.host(4, OFFER).vf(OFFER).hostRefuses(what).fixup(true);
    var words = story.words();
    assertEquals(what.equals("off") ? 1 : 2, story.requests.size());
    assertTrue(words.get(words.size() - 2).startsWith("log: the host did not "), words::toString);
    assertEquals("done", words.getLast());
    assertEquals(RssTypes.NONE, agreement().visible());
  }

  // holds: C4
  @Test
  void showsNothingWhileTheHostStillHashesWithTheOldKey() {
    story.host(4, OFFER).vf(OFFER).hostSilent().fixup(true);
    assertEquals(RssTypes.NONE, agreement().visible());
    story.hostAnswers(true);
    assertEquals(RssTypes.NONE, agreement().visible());
    story.hostAnswers(true);
    assertEquals(RssTypes.of(IPV4, TCP_IPV4, UDP_IPV4, IPV6, TCP_IPV6), agreement().visible());
  }

  // holds: C23
  @Test
  void asksOnceMoreWhenTheVfsLinkComesUp() {
    story.host(4, OFFER).vf(OFFER).vfKey(new RssAnswer.Failed("its link is down")).fixup(true);
    assertEquals(RssTypes.NONE, agreement().visible());
    story.words();
    story.vfKey(new RssAnswer.Key(RssFunction.TOEPLITZ, RssStory.VF_KEY)).linkUp();
    assertEquals(List.of("key?", "types?", "off", "on", "done"), story.words());
    assertEquals(OFFER, agreement().visible());
    story.linkUp();
    assertEquals(List.of(), story.words());
  }

  // holds: C23
  @Test
  void doesNotAskAVfThatIsNotInUse() {
    story.host(4, OFFER).vf(OFFER).linkUp();
    assertEquals(List.of(), story.words());
    story.fixup(true).restore();
    story.words();
    story.linkUp();
    assertEquals(List.of(), story.words());
    assertFalse(agreement().isRefreshDue(RssStory.VF));
  }

  // holds: S89
  @Test
  void restoresTypesAndFilterButKeepsTheKey() {
    story.host(4, OFFER).vf(RssTypes.of(IPV4, TCP_IPV4)).fixup(true);
    story.words();
    story.restore();
    assertEquals(List.of("off", "on", "done"), story.words());
    assertEquals(OFFER, agreement().types());
    assertEquals(RssTypes.ALL, agreement().visible());
    assertEquals(RssStory.VF_KEY, agreement().key());
    assertEquals(RssStory.VF_KEY, story.requests.getLast().key());
    assertEquals(RssHash.TOEPLITZ | OFFER.ndis(), story.requests.getLast().hashInfo());
  }

  // holds: S89
  @Test
  void tellsTheHostNothingAtDepartureWhenItsTypesAreSetAnyway() {
    story.host(4, OFFER).vf(OFFER).fixup(true);
    story.words();
    story.restore();
    assertEquals(List.of("done"), story.words());
    assertEquals(RssTypes.ALL, agreement().visible());
    story.restore();
    assertEquals(List.of("done"), story.words());
  }

  @Test
  void agreesAgainInTheNextSessionWithoutRequests() {
    var has = RssTypes.of(IPV4, TCP_IPV4, IPV6, UDP_IPV6);
    story.host(4, OFFER).vf(has).fixup(true);
    story.words();
    story.host(2, RssTypes.of(IPV4, TCP_IPV4, IPV6));
    assertEquals(RssStory.VF_KEY, story.atAttach.key());
    assertEquals(
        RssHash.TOEPLITZ | RssTypes.of(IPV4, TCP_IPV4, IPV6).ndis(), story.atAttach.hashInfo());
    assertEquals(RssTypes.of(IPV4, TCP_IPV4), agreement().visible());
    assertEquals(List.of(), story.words());
    agreement().detach();
    assertEquals(RssFunction.NONE, agreement().function());
  }

  @Test
  void keepsTheKeyInTheNextSessionAfterTheDeparture() {
    story.host(4, OFFER).vf(RssTypes.of(IPV4)).fixup(true).restore().host(4, OFFER);
    assertEquals(RssStory.VF_KEY, story.atAttach.key());
    assertEquals(RssHash.TOEPLITZ | OFFER.ndis(), story.atAttach.hashInfo());
  }

  @Test
  void aDepartureEndsAFixupThatIsUnderWay() {
    story.host(4, OFFER).vf(RssTypes.of(IPV4)).hostSilent().fixup(true);
    int before = story.attempt();
    story.words();
    story.restore();
    assertEquals(List.of("off"), story.words());
    story.hostAnswersLate(before);
    assertEquals(List.of(), story.words());
    story.hostAnswers(true).hostAnswers(true);
    assertEquals(List.of("on", "done"), story.words());
    assertEquals(RssHash.TOEPLITZ | OFFER.ndis(), story.requests.getLast().hashInfo());
    assertEquals(RssTypes.ALL, agreement().visible());
  }

  @Test
  void lateAnswersOfAVfChangeNothing() {
    story.host(4, OFFER);
    var asked = agreement().fixup(RssStory.VF, true);
    assertEquals(1, asked.size());
    agreement().restore();
    var key = new RssAnswer.Key(RssFunction.TOEPLITZ, RssStory.VF_KEY);
    assertEquals(List.of(), agreement().keyAnswered(1, key));
    assertEquals(RssKey.WELL_KNOWN, agreement().key());
  }

  @Test
  void writesAKeyOf40BytesWithTwoRequests() {
    story.host(4, OFFER).perform(agreement().writeKey(RssStory.VF_KEY));
    assertEquals(List.of("off", "on", "done"), story.words());
    assertEquals(RssStory.VF_KEY, story.requests.getLast().key());
    assertEquals(RssTypes.ALL, agreement().visible());
    assertThrows(
        IllegalArgumentException.class, () -> agreement().writeKey(RssKey.of(new byte[39])));
  }

  @Test
  void keepsAWrittenKeyForTheHostThatIsAskedLater() {
    story.perform(agreement().writeKey(RssStory.VF_KEY));
    assertEquals(List.of("done"), story.words());
    story.host(4, OFFER);
    assertEquals(RssStory.VF_KEY, story.atAttach.key());
  }
}
