package io.hnswitch.hn.rss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.rss.Toeplitz;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RssRulesTest {

  private static final MemorySegment MEMORY = IpFrames.memory(new byte[256]);

  private static RssTypes types(String slugs) {
    return RssTypes.of(
        Stream.of(slugs.split(" "))
            .filter(slug -> !slug.isEmpty())
            .map(slug -> RssType.ofSlug(slug).orElseThrow())
            .toArray(RssType[]::new));
  }

  // holds: S86
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ipv4                 | ipv4 tcp-ipv4            | ipv4                 | ''",
        "ipv4                 | ipv4 udp-ipv4            | ipv4                 | ''",
        "ipv4                 | ipv4 tcp-ipv6            | ipv4                 | ipv4",
        "ipv4 tcp-ipv4        | ipv4                     | ipv4                 | ipv4",
        "ipv4 tcp-ipv4        | ipv4 tcp-ipv4 udp-ipv4   | ipv4 tcp-ipv4        | tcp-ipv4",
        "ipv6                 | ipv6 tcp-ipv6            | ipv6                 | ''",
        "ipv6                 | ipv6 udp-ipv6            | ipv6                 | ''",
        "ipv6                 | ipv6 tcp-ipv6-ex         | ipv6                 | ''",
        "ipv6                 | ipv6 udp-ipv6-ex         | ipv6                 | ''",
        "ipv6                 | ipv6 ipv6-ex             | ipv6                 | ''",
        "ipv6                 | ipv6 ipv4 tcp-ipv4       | ipv6                 | ipv6",
        "ipv6-ex              | ipv6-ex tcp-ipv6         | ipv6-ex              | ''",
        "ipv6-ex              | ipv6-ex udp-ipv6         | ipv6-ex              | ''",
        "ipv6-ex              | ipv6-ex tcp-ipv6-ex      | ipv6-ex              | ''",
        "ipv6-ex              | ipv6-ex udp-ipv6-ex      | ipv6-ex              | ''",
        "ipv6-ex              | ipv6-ex ipv6             | ipv6-ex              | ''",
        "ipv6-ex              | ipv6-ex ipv4             | ipv6-ex              | ipv6-ex",
        "tcp-ipv6             | tcp-ipv6 tcp-ipv6-ex     | tcp-ipv6             | ''",
        "tcp-ipv6             | tcp-ipv6 ipv6 udp-ipv6   | tcp-ipv6             | tcp-ipv6",
        "tcp-ipv6-ex          | tcp-ipv6-ex tcp-ipv6     | tcp-ipv6-ex          | ''",
        "tcp-ipv6-ex          | tcp-ipv6-ex ipv6-ex      | tcp-ipv6-ex          | tcp-ipv6-ex",
        "tcp-ipv4             | tcp-ipv4 ipv4 udp-ipv4   | tcp-ipv4             | tcp-ipv4",
        "ipv4 tcp-ipv4        | ipv6 tcp-ipv6            | ''                   | ''",
        "udp-ipv6             | udp-ipv6 udp-ipv6-ex     | udp-ipv6             | ''",
        "udp-ipv6-ex          | udp-ipv6-ex udp-ipv6     | udp-ipv6-ex          | ''",
        // Without a type for TCP, the host has no name for UDP.
        "ipv4 tcp-ipv4 udp-ipv4 | ipv4 udp-ipv4          | ipv4                 | ''",
        "tcp-ipv4 udp-ipv4    | udp-ipv4                 | ''                   | ''",
        "ipv4 tcp-ipv4 udp-ipv4 | ipv4 tcp-ipv4 udp-ipv4 | ipv4 tcp-ipv4 udp-ipv4"
            + " | ipv4 tcp-ipv4 udp-ipv4"
      })
  void hidesEveryTypeThatTheVfHashesOtherwise(
      String host, String vf, String common, String visible) {
    var both = RssRules.common(types(host), types(vf));
    assertEquals(types(common), both);
    assertEquals(types(visible), RssRules.visible(both, types(vf)));
  }

  /** Flows of every kind that the hash tells apart. */
  private static List<byte[]> flows(Random random) {
    var list =
        List.of(
            IpFrames.ipv4(IpFrames.TCP, 90),
            IpFrames.ipv4(IpFrames.UDP, 90),
            IpFrames.ipv4(1, 90),
            IpFrames.ipv4("81000064", 8, 0, IpFrames.TCP, 90),
            IpFrames.ipv4("", 0, 0x2000, IpFrames.TCP, 90),
            IpFrames.ipv4("", 0, 0x2000, IpFrames.UDP, 90),
            IpFrames.ipv6(IpFrames.TCP, 90),
            IpFrames.ipv6(IpFrames.UDP, 90),
            IpFrames.ipv6(58, 90),
            IpFrames.ipv6(44, "0600000100000001", IpFrames.TCP, 90));
    for (var frame : list) {
      boolean ipv6 = frame[12] == (byte) 0x86;
      int at = ipv6 ? 22 : frame[12] == (byte) 0x81 ? 30 : 26;
      for (int i = at; i < at + (ipv6 ? 32 : 8); i++) {
        frame[i] = (byte) random.nextInt();
      }
    }
    return list;
  }

  /** The host with what hn sets at it, and a VF of its own: what is seen of a flow is the same. */
  // holds: S56, C4
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aFlowHasTheSameHashOnBothPathsWheneverOneIsShown(long seed) {
    var random = new Random(seed);
    int shown = 0;
    for (int round = 0; round < 150; round++) {
      var vfTypes = random(random);
      var offered = random(random).intersect(OFFERABLE);
      var bytes = new byte[RssKey.BYTES];
      random.nextBytes(bytes);
      var story = new RssStory().host(4, offered).vf(vfTypes);
      story.vfKey(new RssAnswer.Key(RssFunction.TOEPLITZ, RssKey.of(bytes)));
      story.fixup(true);
      var vf = new Toeplitz(RssKey.of(bytes));
      var params = story.requests.isEmpty() ? story.atAttach : story.requests.getLast();
      shown +=
          sameOnBoth(story, params, vf, vfTypes, flows(random), "seed " + seed + ": " + vfTypes);
    }
    assertTrue(shown > 100, "hashes were shown: " + shown);
  }

  private static final RssTypes OFFERABLE =
      types("ipv4 tcp-ipv4 udp-ipv4 ipv6 tcp-ipv6 ipv6-ex tcp-ipv6-ex");

  private static RssTypes random(Random random) {
    var types = RssTypes.NONE;
    for (var type : RssType.values()) {
      types = random.nextInt(3) > 0 ? types.with(type) : types;
    }
    return types;
  }

  /** How many of the frames show a hash; each must have the same by the VF. */
  private static int sameOnBoth(
      RssStory story,
      NdisRssParams params,
      Toeplitz vf,
      RssTypes vfTypes,
      List<byte[]> frames,
      String text) {
    var host = new HostHash(MEMORY);
    host.set(NdisRssParams.decode(params.encode(), 64).orElseThrow());
    int visible = story.agreement.visible().ndis();
    int shown = 0;
    for (var frame : frames) {
      int length = frame.length;
      MemorySegment.copy(MemorySegment.ofArray(frame), 0, MEMORY, 0, length);
      long byChannel = host.of(0, length);
      int info = RssHash.info(byChannel);
      int type = RssHash.received(MEMORY, 0, length, info, visible, true);
      if (type != 0) {
        long byVf = RssHash.of(vf, MEMORY, 0, length, vfTypes.ndis(), false);
        assertNotEquals(RssHash.NONE, byVf, () -> text + " has none of " + RssTypes.ofInfo(type));
        assertEquals(
            RssHash.value(byVf),
            RssHash.value(byChannel),
            () -> text + " against " + story.agreement.types() + Arrays.toString(frame));
        shown++;
      }
    }
    return shown;
  }

  /** The published vectors, by the host's hash, the VF's and through the agreement. */
  // holds: S56
  @Test
  void theVerificationFlowsHashAsPublishedOnBothPaths() {
    var all = types("ipv4 tcp-ipv4 ipv6 tcp-ipv6 udp-ipv4");
    var story = new RssStory().host(4, all).vf(all);
    story.vfKey(new RssAnswer.Key(RssFunction.TOEPLITZ, RssKey.WELL_KNOWN)).fixup(true);
    var vf = new Toeplitz(RssKey.WELL_KNOWN);
    var tcp = IpFrames.ipv4(IpFrames.TCP, 60);
    var icmp = IpFrames.ipv4(1, 60);
    var params = story.requests.getLast();
    assertEquals(2, sameOnBoth(story, params, vf, all, List.of(tcp, icmp), "published"));
    var host = new HostHash(IpFrames.memory(tcp));
    host.set(story.requests.getLast());
    assertEquals(0x51ccc178, RssHash.value(host.of(0, tcp.length)));
    host = new HostHash(IpFrames.memory(icmp));
    host.set(story.requests.getLast());
    assertEquals(0x323e8fc2, RssHash.value(host.of(0, icmp.length)));
  }
}
