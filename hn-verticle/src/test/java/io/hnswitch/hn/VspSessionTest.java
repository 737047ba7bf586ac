package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisStatus;
import io.hnswitch.hn.rss.HostRss;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the scenarios in section 28 of the wire reference. */
class VspSessionTest {

  private final VspStory story = new VspStory();

  @Nested
  class Negotiation {

    @ParameterizedTest
    @EnumSource(NvsVersion.class)
    void acceptsEveryVersion(NvsVersion version) {
      story.init(version);
      assertTrue(((NvsMessage.InitComplete) story.completed()).isSuccess());
    }

    @Test
    void declinesAnUnknownVersionAndWaits() {
      story.nvs(new NvsMessage.Init(0x00070000, 0x00070000));
      assertFalse(((NvsMessage.InitComplete) story.completed()).isSuccess());
      story.init(NvsVersion.V5);
      assertTrue(((NvsMessage.InitComplete) story.completed()).isSuccess());
    }

    @Test
    void cutsTheReceiveBuffer() {
      story.init(NvsVersion.V6_1).config(1514, 8).ndis().receiveBuffer();
      var connected = (NvsMessage.RxBufConnected) story.completed();
      var section = connected.usable(31 << 20).orElseThrow();
      assertEquals(2048, section.slotSize());
      assertEquals((31 << 20) / 2048, section.slotCount());
    }

    @Test
    void cutsTheSendBuffer() {
      story.negotiated(NvsVersion.V6_1, 1514, 8);
      assertEquals(
          new NvsMessage.SendBufConnected(NvsStatus.SUCCESS.wire(), 6144), story.completed());
    }

    @Test // 85
    void refusesTheReceiveBufferBeforeTheConfiguration() {
      assertTrue(story.init(NvsVersion.V5).nvs(new NvsMessage.RxBufConnect(1)).isFatal());
    }

    @Test // 85
    void needsNoConfigurationInVersion1() {
      story.init(NvsVersion.V1).nvs(new NvsMessage.RxBufConnect(1));
      assertEquals(List.of("resolve"), story.words());
    }

    @Test // 86
    void refusesASecondConfiguration() {
      assertTrue(story.init(NvsVersion.V5).config(1514, 8).config(1514, 8).isFatal());
    }

    @ParameterizedTest // 86
    @CsvSource({"1000, 1500", "10000, 1500", "1514, 1500", "9014, 9000", "9216, 9202"})
    void boundsTheMtu(long configured, int mtu) {
      story.negotiated(NvsVersion.V6_1, configured, 8).initialize();
      assertTrue(story.words().contains("operational " + mtu));
    }

    @Test // 87
    void refusesRndisBeforeTheReceiveBuffer() {
      assertTrue(story.init(NvsVersion.V5).config(1514, 8).ndis().initialize().isFatal());
    }

    @Test // 87
    void needsNoSendBuffer() {
      story.init(NvsVersion.V5).config(1514, 8).ndis().receiveBuffer().initialize();
      assertTrue(story.session.isOperational());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "01000000 01000600 01000600",
          "64000000 06000000 1e000000",
          "65000000 01000000 feca0000",
          "68000000 01000000 cefa0000",
          "02000000 ffffffff 22000000 01000000",
          "80000000 01000000 07000000",
          "ff000000 00000000 00000000",
          "7d000000 ea050000",
          "6b000000 00000000 ffffffff 00000000",
          "65000000 01000000 cefa0000",
          "00"
        })
    void diesOfWhatIsTwiceForeignShortOrUnknown(String payload) {
      story.operational().nvs(Hex.bytes(payload));
      assertTrue(story.isFatal());
      assertFalse(story.session.isOperational());
      story.nvs(new NvsMessage.Init(NvsVersion.V5));
      assertEquals(List.of(), story.words());
    }

    @Test
    void diesOfAnythingBeforeInit() {
      assertTrue(story.config(1514, 8).isFatal());
    }

    @Test
    void diesOfTwoBuffersAtOnce() {
      story.init(NvsVersion.V5).config(1514, 8).nvs(new NvsMessage.RxBufConnect(1));
      assertTrue(story.nvs(new NvsMessage.SendBufConnect(2)).isFatal());
    }

    @Test
    void diesOfAnUnknownGpadl() {
      story.init(NvsVersion.V5).config(1514, 8).nvs(new NvsMessage.RxBufConnect(1));
      assertTrue(story.on(new VspEvent.Unresolved("unknown")).isFatal());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2047, 2048, ReceiveBuffer.CHUNK_BYTES - 1})
    void diesOfAReceiveBufferThatHoldsNoPacket(long bytes) {
      story.init(NvsVersion.V5).config(1514, 8).nvs(new NvsMessage.RxBufConnect(1));
      assertTrue(story.on(new VspEvent.Resolved(1 << 20, bytes)).isFatal());
    }

    @Test
    void usesNoMoreOfAHugeReceiveBufferThanItCanCount() {
      story.init(NvsVersion.V5).config(1514, 8).nvs(new NvsMessage.RxBufConnect(1));
      story.on(new VspEvent.Resolved(1 << 20, 1L << 40));
      var use = (VspEffect.UseReceiveBuffer) story.effects.getFirst();
      assertEquals(1L << 30, use.bytes());
    }

    @Test
    void diesOfASecondInitialize() {
      assertTrue(story.operational().initialize().isFatal());
    }

    @Test
    void forgetsTheBuffersAndCannotBeInitializedWithoutThem() {
      story.operational().silently(new NvsMessage.RxBufRevoke());
      assertEquals(List.of("forget"), story.words());
      assertFalse(story.session.isOperational());
      story.silently(new NvsMessage.SendBufRevoke());
      assertEquals(List.of("forget"), story.words());
      assertTrue(story.initialize().isFatal());
    }
  }

  @Nested
  class Control {

    @Test
    void answersWhatItIsAsked() {
      story.operational();
      assertEquals(Octets.ofWord(1500), info(Oid.MAXIMUM_FRAME_SIZE));
      assertEquals(Octets.ofWord(0), info(Oid.MEDIA_CONNECT_STATUS));
      assertEquals("00155d010203", info(Oid.PERMANENT_ADDRESS).toString());
    }

    private Octets info(Oid oid) {
      var answer = (RndisMessage.QueryComplete) story.query(oid, Octets.NONE);
      return answer.answer(0, 1000).orElseThrow();
    }

    @Test
    void refusesAnOidItDoesNotHave() {
      story.operational();
      story.rndis(new RndisMessage.Query(0x30000, 0x01020304, Octets.NONE));
      assertEquals(
          new RndisMessage.QueryComplete(0x30000, RndisStatus.NOT_SUPPORTED.wire(), Octets.NONE),
          story.answer());
    }

    @Test // 94
    void hasNoSubChannels() {
      story.operational().nvs(new NvsMessage.SubChannelRequest(1));
      assertEquals(
          new NvsMessage.SubChannelResponse(NvsStatus.FAILURE.wire(), 0), story.completed());
      assertTrue(story.session.isOperational());
    }

    @Test
    void tellsWhatItOffersOfRss() {
      story.operational();
      var answer =
          (RndisMessage.QueryComplete) story.query(Oid.RSS_CAPABILITIES, NdisRssCaps.request());
      assertEquals(RndisStatus.SUCCESS.wire(), answer.status());
      assertEquals(HostRss.DEFAULT, NdisRssCaps.decode(answer.info()).orElseThrow());
    }

    private static NdisRssParams rss(int flags, int hashInfo, int entry) {
      return new NdisRssParams(flags, hashInfo, RssKey.WELL_KNOWN, List.of(0, entry));
    }

    private int status(Octets value) {
      return ((RndisMessage.SetComplete) story.set(Oid.RSS_PARAMETERS, value)).status();
    }

    @Test
    void keepsTheHashThatAGuestSets() {
      story.operational();
      int info = RssHash.TOEPLITZ | RssHash.IPV4 | RssHash.TCP_IPV4;
      assertEquals(RndisStatus.SUCCESS.wire(), status(rss(0, info, 63).encode()));
      assertEquals(List.of("rss on", "rndis"), story.words());
      assertEquals(new VspEffect.Rss(rss(0, info, 63)), story.effects.getFirst());
      assertEquals(RndisStatus.SUCCESS.wire(), status(rss(0x10, info, 63).encode()));
      assertEquals(List.of("rss off", "rndis"), story.words());
    }

    @ParameterizedTest // 95
    @CsvSource({
      "0, 0x301, 64", // A ring beyond those on offer.
      "0, 0x302, 0", // Not Toeplitz.
      "0, 0x303, 0",
      "0, 0x001, 0", // No type.
      "0, 0x801, 0", // A type that is not on offer.
      "8, 0x301, 0" // A change in place.
    })
    void refusesAHashItCannotDo(int flags, String hashInfo, int entry) {
      story.operational();
      var object = rss(flags, Integer.decode(hashInfo), entry).encode();
      assertEquals(RndisStatus.INVALID_DATA.wire(), status(object));
      assertEquals(List.of("rndis"), story.words());
      assertTrue(story.session.isOperational());
    }

    @Test // 95
    void refusesRssObjectsThatDoNotFit() {
      story.operational();
      int invalid = RndisStatus.INVALID_DATA.wire();
      var good = rss(0, 0x301, 0).encode();
      assertEquals(invalid, status(Octets.of(new byte[80])));
      assertEquals(RndisStatus.FAILURE.wire(), status(good.first(good.size() - 1)));
      var badKey = good.toArray();
      badKey[20] = 39;
      assertEquals(invalid, status(Octets.of(badKey)));
      var noTable = good.toArray();
      noTable[12] = 0;
      assertEquals(invalid, status(Octets.of(noTable)));
    }

    @Test // 96
    void confirmsOffloadParametersAndThenTellsWhatIsOffered() {
      story.operational();
      var wanted =
          NdisOffloadParameters.choose(NdisOffload.offered(), NvsVersion.NDIS_6_30, 1500, false);
      story.set(Oid.OFFLOAD_PARAMETERS, wanted.encode());
      assertEquals(List.of("offloads", "rndis", "rndis"), story.words());
      assertEquals(new RndisMessage.SetComplete(0x20000, 0), story.sent().getFirst());
      var told = (RndisMessage.IndicateStatus) story.sent().getLast();
      assertEquals(RndisStatus.OFFLOAD_CURRENT_CONFIG.wire(), told.status());
      assertEquals(156, told.buffer().size());
    }

    @ParameterizedTest // 96
    @ValueSource(strings = {"", "80030400", "80031c00 05000000 00000000 00000000 00000000"})
    void refusesBadOffloadParameters(String object) {
      story.operational().set(Oid.OFFLOAD_PARAMETERS, Octets.of(Hex.bytes(object)));
      assertEquals(List.of("rndis"), story.words());
      var answer = (RndisMessage.SetComplete) story.answer();
      assertTrue(answer.status() != 0);
    }

    @Test
    void takesAnyFilter() {
      story.operational().set(Oid.CURRENT_PACKET_FILTER, Octets.ofWord(0x2f));
      assertEquals(List.of("filter 47", "rndis"), story.words());
      story.set(Oid.CURRENT_PACKET_FILTER, Octets.of(new byte[3]));
      assertEquals(List.of("rndis"), story.words());
      var answer = (RndisMessage.SetComplete) story.answer();
      assertEquals(RndisStatus.INVALID_DATA.wire(), answer.status());
    }

    @Test
    void givesASignOfLife() {
      story.operational().rndis(new RndisMessage.Keepalive(0x50000));
      assertEquals(new RndisMessage.KeepaliveComplete(0x50000, 0), story.answer());
    }

    @Test
    void answersAQueryWhoseDataIsOutOfBounds() {
      var query = new RndisMessage.Query(0x30000, Oid.LINK_SPEED, Octets.ofWord(0)).encode();
      query[20] = (byte) 0xf0;
      story.operational().on(new VspEvent.RndisReceived(query));
      var answer = (RndisMessage.QueryComplete) story.answer();
      assertEquals(0x30000, answer.requestId());
      assertTrue(answer.status() != 0);
      assertTrue(story.session.isOperational());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "06000000 0c000000 00000000",
          "07000000 14000000 0b000140 00000000 00000000",
          "09000000 10000000 00000000 00000000",
          "02000080 34000000 00000100",
          "05000000"
        })
    void diesOfWhatOnlyAHostSaysOrNobodyKnows(String message) {
      story.operational().on(new VspEvent.RndisReceived(Hex.bytes(message)));
      assertTrue(story.isFatal());
    }

    @Test // 97
    void tellsEveryChangeOfTheLink() {
      story.on(new VspEvent.LinkChanged(false));
      assertEquals(List.of(), story.words());
      story.operational().on(new VspEvent.LinkChanged(true));
      var told = (RndisMessage.IndicateStatus) story.answer();
      assertEquals(RndisStatus.MEDIA_CONNECT.wire(), told.status());
    }
  }
}
