package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the scenarios in section 28 of the wire reference. */
class NvscSessionTest {

  private final NvscStory story = new NvscStory();

  @Nested
  class Negotiation {

    @Test // 1
    void triesVersionsDownToTheOneTheHostAccepts() {
      story.open();
      assertEquals(new NvsMessage.Init(NvsVersion.V6_1), story.lastNvs());
      story.decline();
      assertEquals(new NvsMessage.Init(NvsVersion.V6), story.lastNvs());
      story.decline();
      assertEquals(new NvsMessage.Init(NvsVersion.V5), story.lastNvs());
      story.accept();
      assertEquals(NvsVersion.V5, story.session.version());
      var sent =
          story.effects.stream()
              .filter(NvscEffect.SendNvs.class::isInstance)
              .map(effect -> story.nvs((NvscEffect.SendNvs) effect))
              .toList();
      assertEquals(
          List.of(
              new NvsMessage.NdisConfig(1514, NvsVersion.CAP_VLAN | NvsVersion.CAP_SRIOV),
              new NvsMessage.NdisVersion(6, 30)),
          sent);
    }

    @Test // 2
    void asksForNeitherSriovNorRssOfAHostOfVersion4() {
      story.open().decline().decline().decline().accept();
      assertEquals(NvsVersion.V4, story.session.version());
      assertEquals(new NvsMessage.NdisVersion(6, 1), story.lastNvs());
      var config = (NvsMessage.NdisConfig) story.nvs((NvscEffect.SendNvs) story.effects.getFirst());
      assertFalse(config.hasSriov());
    }

    @Test // 3
    void sendsAHostOfVersion1NoConfigurationAndASmallerBuffer() {
      story.open().decline().decline().decline().decline().decline().accept();
      assertEquals(NvsVersion.V1, story.session.version());
      assertFalse(story.told.contains("NdisConfig"));
      assertEquals(15 << 20, story.last(NvscEffect.ShareReceiveBuffer.class).bytes());
    }

    @Test // 4
    void failsWhenNoVersionIsAccepted() {
      story.open();
      for (int i = 0; i < 6; i++) {
        story.decline();
      }
      assertTrue(story.failure().contains("no NVS version"));
      assertTrue(story.session.hasEnded());
    }

    @ParameterizedTest // 5, 6
    @ValueSource(strings = {"02000000 ffffffff", "03000000 ffffffff 22000000 01000000", ""})
    void takesAMalformedAnswerForARefusal(String answer) {
      story.open().complete(Hex.bytes(answer));
      assertEquals(new NvsMessage.Init(NvsVersion.V6), story.lastNvs());
    }

    @Test // 7
    void keepsItsVersionWhenItIsAttachedAgain() {
      var again = new NvscStory(NvsVersion.V5).open();
      assertEquals(new NvsMessage.Init(NvsVersion.V5), again.lastNvs());
      again.decline();
      assertFalse(again.has(NvscEffect.SendNvs.class));
      assertTrue(again.session.hasEnded());
    }

    @Test // 8
    void endsWhenTheHostIsSilent() {
      story.open().timeOut();
      assertTrue(story.failure().contains("in time (init)"));
    }

    @Test // 9
    void endsWhenTheChannelIsRevokedWhileItWaits() {
      story.open().on(new NvscEvent.ChannelGone("rescinded"));
      assertEquals("rescinded", story.failure());
      story.on(new NvscEvent.ChannelOpen());
      assertEquals(List.of(), story.effects);
    }

    @Test
    void sendsRequestsOf40BytesAsInTheReference() {
      story.open();
      assertArrayEquals(
          Hex.bytes("01000000 01000600 01000600" + " 00000000".repeat(7)),
          story.last(NvscEffect.SendNvs.class).message());
    }

    @Test
    void ignoresTheLateAnswerToAnEarlierProposal() {
      story.open();
      long first = story.last(NvscEffect.SendNvs.class).transaction();
      story.decline();
      story.on(
          new NvscEvent.NvsCompleted(
              first, NvsMessage.InitComplete.accepting(NvsVersion.V6_1).encode(28)));
      assertTrue(story.has(NvscEffect.Malformed.class));
      assertEquals("init", story.session.stageName());
      assertEquals(NvsVersion.V6, story.session.version());
    }
  }

  @Nested
  class Buffers {

    @Test // 10
    void asksForNoSendBufferAfterTheReceiveBufferWasRefused() {
      story.untilReceiveBuffer().complete(new NvsMessage.RxBufConnected(2, List.of()));
      assertTrue(story.failure().contains("receive buffer"));
      assertFalse(story.told.contains("SendBufConnect"));
    }

    @Test // 11
    void revokesTheReceiveBufferWhenTheSendBufferIsRefused() {
      story.untilSendBuffer().complete(new NvsMessage.SendBufConnected(2, 6144));
      assertEquals("RxBufRevoke", story.told.getLast());
      assertTrue(story.failure().contains("send buffer"));
    }

    @ParameterizedTest // 12, 13, 14
    @CsvSource({"0, 0", "6146, 0", "6144, 2560", "100000000, 0", "4294967292, 0"})
    void countsSectionsOnlyOfUsableSizes(long size, int sections) {
      story.untilSendBuffer().complete(new NvsMessage.SendBufConnected(1, size));
      story.rndis(RndisMessage.InitializeComplete.accepting(story.id()));
      story.refuseQuery().done().answer(Octets.of(new byte[6]));
      assertEquals(sections, story.last(NvscEffect.Ready.class).agreement().sections());
    }

    @ParameterizedTest // 15, 16
    @CsvSource({
      "4096, 2048, 1000",
      "0, 0, 1000",
      "0, 2048, 0",
      "0, 2048, 15873",
      "0, 65536, 65537",
      "0, 4294967295, 4294967295"
    })
    void refusesSectionsThatDoNotFit(long offset, long size, long count) {
      var section = new NvsMessage.RxBufConnected.Section(offset, size, count, 0);
      story.untilReceiveBuffer().complete(new NvsMessage.RxBufConnected(1, List.of(section)));
      assertTrue(story.failure().contains("receive buffer"));
    }

    @Test // 15
    void refusesASecondSection() {
      var two = List.of(NvscStory.ONE_SECTION.getFirst(), NvscStory.ONE_SECTION.getFirst());
      story.untilReceiveBuffer().complete(new NvsMessage.RxBufConnected(1, two));
      assertTrue(story.failure().contains("section count"));
    }

    @Test // 18: what the host does not confirm is not used again
    void ignoresAnswersBeforeTheBufferIsShared() {
      story.open().accept();
      story.on(new NvscEvent.SendBufferShared(1));
      assertEquals(List.of(), story.effects);
      assertEquals("rx_sharing", story.session.stageName());
    }

    @Test
    void endsOnAnAnswerOfAnotherType() {
      story.untilReceiveBuffer().complete(new NvsMessage.SendBufConnected(1, 6144));
      assertTrue(story.failure().contains("unexpected SendBufConnected"));
    }
  }

  @Nested
  class Control {

    @Test // 19
    void acceptsAnInitializeCompletionOf48Bytes() {
      story.untilInitialize();
      var message = RndisMessage.InitializeComplete.accepting(story.id()).encode();
      story.on(new NvscEvent.RndisReceived(withLength(message, 48)));
      assertEquals("offloads", story.session.stageName());
    }

    @Test // 19
    void doesNotAcceptOneOf44Bytes() {
      story.untilInitialize();
      var message = RndisMessage.InitializeComplete.accepting(story.id()).encode();
      story.on(new NvscEvent.RndisReceived(withLength(message, 44)));
      assertTrue(story.has(NvscEffect.Malformed.class));
      assertEquals("initialize", story.session.stageName());
    }

    @ParameterizedTest // 20
    @CsvSource({"1, 4", "3, 8", "12, 4096"})
    void alignsAsTheHostSays(int exponent, int alignment) {
      story.untilInitialize();
      story.rndis(
          new RndisMessage.InitializeComplete(story.id(), 0, 1, 0, 1, 0, 8, 4096, exponent));
      story.refuseQuery().done().answer(Octets.of(new byte[6]));
      assertEquals(alignment, story.last(NvscEffect.Ready.class).agreement().alignment());
    }

    @Test // 20
    void doesNotAcceptAnAlignmentBeyondAPage() {
      story.untilInitialize();
      story.rndis(new RndisMessage.InitializeComplete(story.id(), 0, 1, 0, 1, 0, 8, 4096, 40));
      assertTrue(story.has(NvscEffect.Malformed.class));
    }

    @Test // 21
    void dropsAnswersWithAnotherId() {
      story.untilInitialize();
      int id = story.id();
      story.rndis(RndisMessage.InitializeComplete.accepting(id + 0x10000));
      assertTrue(story.has(NvscEffect.Malformed.class));
      assertEquals("initialize", story.session.stageName());
      story.rndis(RndisMessage.InitializeComplete.accepting(id));
      story.rndis(RndisMessage.InitializeComplete.accepting(id));
      assertTrue(story.has(NvscEffect.Malformed.class));
      assertEquals("offloads", story.session.stageName());
    }

    @Test // 22
    void failsOnAnAddressOf5Bytes() {
      story.untilAddress().answer(Octets.of(new byte[5]));
      assertTrue(story.failure().contains("permanent address"));
    }

    @Test // 22
    void cutsAnAddressOf8Bytes() {
      story.untilAddress().answer(Octets.of(new byte[] {0, 0x15, 0x5d, 1, 2, 3, 9, 9}));
      assertEquals(0x00155d010203L, story.last(NvscEffect.Ready.class).agreement().mac().value());
    }

    @ParameterizedTest // 23
    @CsvSource({"6, 12", "16, 4294967280", "6, 4294967295"})
    void dropsQueryAnswersOutsideOfTheMessage(long length, long offset) {
      story.untilAddress();
      var answer = new RndisMessage.QueryComplete(story.id(), 0, Octets.of(new byte[6])).encode();
      word(answer, 16, (int) length);
      word(answer, 20, (int) offset);
      story.on(new NvscEvent.RndisReceived(answer));
      assertTrue(story.has(NvscEffect.Malformed.class));
      assertEquals("address", story.session.stageName());
    }

    @Test // 23, 24
    void failsWithoutAnAddress() {
      story.untilAddress().answer(Octets.NONE);
      assertTrue(story.session.hasEnded());
      var other = new NvscStory().untilAddress().refuseQuery();
      assertTrue(other.failure().contains("permanent address"));
    }

    @Test // 25
    void saysSoWhenTheFilterIsRefused() {
      story.ready().ask(new NvscRequest.SetFilter(0xd));
      story.rndis(new RndisMessage.SetComplete(story.id(), NvscStory.NOT_SUPPORTED));
      assertEquals(new NvscRequest.SetFilter(0xd), story.answered().request());
      assertFalse(story.answered().success());
      assertTrue(story.session.isReady());
    }

    @Test // 26
    void sendsOffset20AlsoWithoutData() {
      story.untilAddress();
      assertArrayEquals(
          Hex.bytes("04000000 1c000000 00000500 01010101 00000000 14000000 00000000"),
          story.last(NvscEffect.SendRndis.class).message());
    }

    @Test // 27
    void answersASignOfLifeWithTheSameId() {
      story.ready().rndis(new RndisMessage.Keepalive(0x50000));
      assertArrayEquals(
          new RndisMessage.KeepaliveComplete(0x50000, 0).encode(),
          story.last(NvscEffect.SendRndis.class).message());
    }

    @Test // 28
    void doesNothingAboutAResetCompletion() {
      story.ready().rndis(new RndisMessage.ResetComplete(0, 1));
      assertEquals(List.of(), story.effects);
    }

    @ParameterizedTest // 29
    @ValueSource(
        strings = {
          "09000080 10000000 00000000 00000000",
          "04000000 1c000000 00000200 01010101 00000000 14000000 00000000",
          "07000000",
          ""
        })
    void countsWhatItDoesNotKnow(String message) {
      story.ready().on(new NvscEvent.RndisReceived(Hex.bytes(message)));
      assertInstanceOf(NvscEffect.Malformed.class, story.effects.getFirst());
      assertTrue(story.session.isReady());
    }

    @Test
    void saysThatTheLinkOrTheNetworkChanged() {
      story.ready().rndis(indication(RndisStatus.MEDIA_DISCONNECT));
      assertEquals(List.of(new NvscEffect.LinkIndicated()), story.effects);
      story.rndis(indication(RndisStatus.NETWORK_CHANGE));
      assertEquals(List.of(new NvscEffect.NetworkChanged()), story.effects);
    }

    @Test
    void queriesTheLink() {
      story.ready().on(new NvscEvent.Ask(new NvscRequest.QueryLink()));
      var query = assertInstanceOf(RndisMessage.Query.class, story.lastRndis());
      assertEquals(Oid.MEDIA_CONNECT_STATUS.wire(), query.oid());
      story.answer(Octets.ofWord(1));
      assertEquals(new NvscEffect.Link(false), story.last(NvscEffect.Link.class));
    }

    @Test
    void queriesOnceForAllThatAskMeanwhile() {
      story.ready().on(new NvscEvent.Ask(new NvscRequest.QueryLink()));
      int id = story.id();
      for (int i = 0; i < 100; i++) {
        story.on(new NvscEvent.Ask(new NvscRequest.QueryLink()));
        assertFalse(story.has(NvscEffect.Answered.class));
      }
      story.rndis(new RndisMessage.QueryComplete(id, 0, Octets.ofWord(1)));
      story.answer(Octets.ofWord(0));
      assertFalse(story.has(NvscEffect.SendRndis.class));
    }
  }

  @Nested
  class Offloads {

    @Test // 30
    void acceptsRevision1AndLeavesCoalescingAlone() {
      story.untilOffloads().answer(offer(1));
      assertEquals(NdisOffloadParameters.NO_CHANGE, parameters().rsc4());
      assertEquals(NdisOffloadParameters.BOTH, parameters().tcp4());
    }

    @ParameterizedTest // 30, 31
    @CsvSource({"144, 3", "200, 3", "100, 1"})
    void goesOnWithoutOffloadsWhenTheObjectIsBad(int size, int revision) {
      var object = NdisOffload.offered().encode().toArray();
      object[1] = (byte) revision;
      object[2] = (byte) size;
      story.untilOffloads().answer(Octets.of(Arrays.copyOf(object, Math.min(size, 156))));
      assertEquals("filter", story.session.stageName());
      story.done().answer(Octets.of(new byte[6]));
      assertNull(story.last(NvscEffect.Ready.class).agreement().offload());
    }

    @ParameterizedTest // 33
    @CsvSource({"3000, 2", "2999, 1"})
    void segmentsOnlyWhenItPaysOff(long max, int wanted) {
      var all = NdisOffload.offered();
      var lso4 = new NdisOffload.Lso(2, max, 2, 0);
      var lso6 = new NdisOffload.Lso(2, max, 2, 5);
      var offer =
          new NdisOffload(
              3, all.ipv4Tx(), all.ipv4Rx(), all.ipv6Tx(), all.ipv6Rx(), lso4, lso6, false, false);
      story.untilOffloads().answer(offer.encode());
      assertEquals(wanted, parameters().lso4());
      assertEquals(wanted, parameters().lso6());
    }

    @Test
    void forgetsAnOfferWhoseParametersAreRefused() {
      story.untilParameters();
      story.rndis(new RndisMessage.SetComplete(story.id(), NvscStory.NOT_SUPPORTED));
      story.done().answer(Octets.of(new byte[6]));
      assertNull(story.last(NvscEffect.Ready.class).agreement().offload());
    }

    private NdisOffloadParameters parameters() {
      var set = assertInstanceOf(RndisMessage.Set.class, story.lastRndis());
      assertEquals(Oid.OFFLOAD_PARAMETERS.wire(), set.oid());
      return NdisOffloadParameters.decode(set.info()).orElseThrow();
    }

    private static Octets offer(int revision) {
      var all = NdisOffload.offered();
      return new NdisOffload(
              revision,
              all.ipv4Tx(),
              all.ipv4Rx(),
              all.ipv6Tx(),
              all.ipv6Rx(),
              all.lso4(),
              all.lso6(),
              false,
              false)
          .encode();
    }
  }

  private static RndisMessage indication(RndisStatus status) {
    return new RndisMessage.IndicateStatus(status, Octets.NONE);
  }

  private static byte[] withLength(byte[] message, int length) {
    var cut = Arrays.copyOf(message, length);
    word(cut, 4, length);
    return cut;
  }

  private static void word(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
