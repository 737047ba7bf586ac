package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rss.RssAnswer;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.testing.IpFrames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hashes over real rings: what the host computes, and what the guest shows of it. */
class RssPathTest {

  private static final int ADDRESSES = 0x323e8fc2;
  private static final int PORTS = 0x51ccc178;
  private static final RssTypes OFFER =
      RssTypes.of(RssType.IPV4, RssType.TCP_IPV4, RssType.UDP_IPV4);

  private final ChannelStand stand = new ChannelStand();
  private int sequence;

  @AfterEach
  void close() {
    stand.assertClean();
    stand.close();
  }

  private void rssOn() {
    var choice = new NdisRssCaps.Choice(4, 128, RssHash.TOEPLITZ | OFFER.ndis());
    stand.hostTransmit.rss(
        NdisRssParams.decode(stand.rss.attach(choice, 4, 1).encode(), 64).orElseThrow());
  }

  private Sample toPeer(byte[] frame) {
    var to = frame.clone();
    for (int i = 0; i < 6; i++) {
      to[i] = (byte) (Sample.PEER >>> 40 - 8 * i);
    }
    return new Sample(to, 0, Frames.NO_VLAN, 1, sequence++);
  }

  /** Hash info and hash of the frames as they come out of hn. */
  private List<String> received(Sample... samples) {
    stand.keeps = true;
    stand.hostSends(List.of(samples));
    stand.settle();
    var hashes = new ArrayList<String>();
    for (FrameBurst burst : stand.kept) {
      for (int i = 0; i < burst.size(); i++) {
        int slot = burst.slot(i);
        hashes.add("%x %x".formatted(burst.hashInfo(slot), burst.hash(slot)));
      }
    }
    stand.release();
    stand.settle();
    return hashes;
  }

  private List<String> three() {
    return received(
        toPeer(IpFrames.ipv4(IpFrames.TCP, 60)),
        toPeer(IpFrames.ipv4(IpFrames.UDP, 60)),
        toPeer(IpFrames.ipv4(1, 60)));
  }

  private static String shown(int type, int hash) {
    return "%x %x".formatted(RssHash.TOEPLITZ | type, hash);
  }

  private static String opaque(int hash) {
    return "%x %x".formatted(RssHash.OPAQUE, hash);
  }

  @Test
  void hashesNothingUntilTheGuestAsks() {
    assertEquals(List.of(opaque(0), opaque(0), opaque(0)), three());
    stand.vfActive = true;
    assertEquals(List.of("0 0", "0 0", "0 0"), three());
  }

  // holds: S56
  @Test
  void carriesThePublishedHashesAndTellsUdpFromTcp() {
    rssOn();
    assertEquals(
        List.of(
            shown(RssHash.TCP_IPV4, PORTS),
            shown(RssHash.UDP_IPV4, PORTS),
            shown(RssHash.IPV4, ADDRESSES)),
        three());
  }

  @Test
  void hashesNothingAfterItWasSwitchedOff() {
    rssOn();
    stand.hostTransmit.rss(
        new NdisRssParams(NdisRssParams.DISABLE, 0, RssKey.WELL_KNOWN, List.of(0)));
    assertEquals(List.of(opaque(0), opaque(0), opaque(0)), three());
  }

  // holds: S55, C4, E24
  @Test
  void showsOnlyWhatWasAgreedWhileAVfIsActive() {
    rssOn();
    var story = stand.rss.fixup(new VfId("pf0", 0), false);
    assertEquals(1, story.size());
    stand.vfActive = true;
    stand.rss.keyAnswered(1, new RssAnswer.Key(RssFunction.TOEPLITZ, RssKey.WELL_KNOWN));
    stand.rss.typesAnswered(
        1, new RssAnswer.Types(RssFunction.TOEPLITZ, RssTypes.of(RssType.IPV4, RssType.TCP_IPV4)));
    assertEquals(
        List.of(shown(RssHash.TCP_IPV4, PORTS), "0 0", shown(RssHash.IPV4, ADDRESSES)), three());
    stand.vfActive = false;
    assertEquals(
        List.of(shown(RssHash.TCP_IPV4, PORTS), opaque(PORTS), shown(RssHash.IPV4, ADDRESSES)),
        three());
  }

  @Test
  void carriesTheHashOfASuperFrameOnItsSegments() {
    rssOn();
    stand.guestTakes(false);
    var hashes = received(Sample.superFrame(false, 3000, 1000, 1));
    assertEquals(3, hashes.size());
    assertEquals(1, hashes.stream().distinct().count());
    assertEquals(hashes.getFirst(), received(Sample.superFrame(false, 100, 1000, 2)).getFirst());
  }
}
