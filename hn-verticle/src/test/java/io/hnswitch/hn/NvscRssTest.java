package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RSS while a session is set up, and afterwards. The numbers are the wire reference's scenarios.
 */
class NvscRssTest {

  private final RssAgreement rss = new RssAgreement();
  private NvscStory story = new NvscStory(null, 8, rss);

  private NvscStory untilCapabilities() {
    return story.untilParameters().done();
  }

  private static Octets caps(int rings, int entries, int capabilities) {
    return new NdisRssCaps(2, capabilities, 1, rings, entries).encode();
  }

  private static Octets caps(int rings, int entries) {
    return caps(rings, entries, 0x301);
  }

  private Octets parameters() {
    var set = (RndisMessage.Set) story.lastRndis();
    assertEquals(Oid.RSS_PARAMETERS.wire(), set.oid());
    return set.info();
  }

  @Test
  void asksForTheCapabilitiesBehindTheOffloads() {
    untilCapabilities();
    var query = (RndisMessage.Query) story.lastRndis();
    assertEquals(Oid.RSS_CAPABILITIES.wire(), query.oid());
    assertEquals(NdisRssCaps.request(), query.info());
    assertEquals("rss_capabilities", story.session.stageName());
  }

  @Test
  void asksAlsoWithoutOffloads() {
    story.untilOffloads().refuseQuery();
    assertEquals("rss_capabilities", story.session.stageName());
  }

  @Test // 39
  void setsTheGoldenParameters() {
    untilCapabilities().answer(caps(8, 128));
    var object = parameters();
    assertEquals(592, object.size());
    assertEquals(
        Hex.text(
            Hex.bytes(
                "89025002 00000000 01170000 00020000 50000000 28000000 28000000 00000000"
                    + "00000000 00000000")),
        object.first(40).toString());
    assertEquals(RssKey.WELL_KNOWN, NdisRssParams.decode(object, 8).orElseThrow().key());
    story.done();
    assertEquals("filter", story.session.stageName());
    assertEquals(8, rss.rings());
    assertEquals(RssFunction.TOEPLITZ, rss.function());
    var all =
        RssTypes.of(
            RssType.IPV4, RssType.TCP_IPV4, RssType.UDP_IPV4, RssType.IPV6, RssType.TCP_IPV6);
    assertEquals(all, rss.types());
  }

  @ParameterizedTest // 35
  @CsvSource({"4, 128, 4", "64, 128, 8", "8, 4, 4"})
  void usesAsManyRingsAsBothHave(int host, int entries, int rings) {
    untilCapabilities().answer(caps(host, entries));
    assertEquals("rss_parameters", story.session.stageName());
    assertEquals(rings, rss.rings());
  }

  @ParameterizedTest // 35, 36
  @CsvSource({
    "0, 128, 0x301",
    "8, 256, 0x301",
    "8, 0, 0x301",
    "1, 128, 0x301",
    "8, 128, 0x300",
    "8, 128, 0x1"
  })
  void goesOnWithOneRingWhenTheOfferIsOfNoUse(int host, int entries, String capabilities) {
    untilCapabilities().answer(caps(host, entries, Integer.decode(capabilities)));
    assertEquals("filter", story.session.stageName());
    assertEquals(1, rss.rings());
  }

  @Test // 35, 36
  void goesOnWithOneRingWhenTheAnswerIsNone() {
    untilCapabilities().refuseQuery();
    assertEquals("filter", story.session.stageName());
    story = new NvscStory(null, 8, rss);
    untilCapabilities().answer(Octets.of(new byte[15]));
    assertEquals("filter", story.session.stageName());
    assertEquals(1, rss.rings());
  }

  @Test // 38
  void failsWhenTheHostDoesNotTakeTheParameters() {
    untilCapabilities().answer(caps(8, 128));
    story.rndis(new RndisMessage.SetComplete(story.id(), 0xc001_0015));
    assertEquals("RSS parameters: status c0010015", story.failure());
  }

  @Test
  void failsWhenTheHostDoesNotAnswer() {
    untilCapabilities().timeOut();
    assertTrue(story.session.hasEnded());
  }

  // holds: S87
  @Test
  void asksNothingWhenOneRingIsWanted() {
    story = new NvscStory(null, 1, rss);
    story.untilParameters().done();
    assertEquals("filter", story.session.stageName());
    assertEquals(RssFunction.NONE, rss.function());
  }

  @Test
  void asksNothingOfAnOldHost() {
    story = new NvscStory(NvsVersion.V4, 8, rss);
    story.untilParameters().done();
    // A device that was attached before leaves the filter alone.
    assertEquals("address", story.session.stageName());
    assertEquals(1, rss.rings());
  }

  @Test
  void setsRssLaterWhenAsked() {
    untilCapabilities().answer(caps(8, 128)).done().done();
    story.answer(Octets.of(new byte[6]));
    var request =
        new NvscRequest.SetRss(
            new NdisRssParams(0x10, 0x301, RssKey.WELL_KNOWN, NdisRssParams.spread(128, 1)), 5);
    story.ask(request);
    assertEquals(request.parameters().encode(), parameters());
    story.done();
    assertEquals(new NvscEffect.Answered(request, true, ""), story.answered());
    story.ask(request).rndis(new RndisMessage.SetComplete(story.id(), 0xc000_0001));
    assertFalse(story.answered().success());
    assertTrue(story.session.isReady());
  }
}
