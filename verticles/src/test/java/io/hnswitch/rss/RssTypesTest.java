package io.hnswitch.rss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RssTypesTest {

  @Test
  void haveTheBitsOfNdis() {
    assertEquals(0x1ff00, RssTypes.ALL.ndis());
    assertEquals(
        List.of(0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000, 0x10000),
        RssTypes.ALL.list().stream().map(RssType::ndis).toList());
    assertEquals(RssTypes.of(RssType.IPV4, RssType.UDP_IPV4), RssTypes.ofInfo(0x4000_4101));
    assertThrows(IllegalArgumentException.class, () -> new RssTypes(1));
  }

  @Test
  void areNamedInOrder() {
    var types = RssTypes.of(RssType.UDP_IPV6_EX, RssType.TCP_IPV4);
    assertEquals(List.of("tcp-ipv4", "udp-ipv6-ex"), types.slugs());
    assertEquals("[tcp-ipv4, udp-ipv6-ex]", types.toString());
    assertEquals(RssTypes.of(RssType.TCP_IPV4), types.without(RssTypes.of(RssType.UDP_IPV6_EX)));
  }

  @Test
  void keysHaveAnyLengthThatAnInterfaceCanShow() {
    assertEquals(128, RssKey.of(new byte[128]).size());
    assertThrows(IllegalArgumentException.class, () -> RssKey.of(new byte[129]));
    assertThrows(IllegalArgumentException.class, () -> RssKey.parse("6d5"));
    assertThrows(IllegalArgumentException.class, () -> new Toeplitz(RssKey.of(new byte[39])));
    assertEquals("00ff", RssKey.parse("00FF").toString());
  }
}
