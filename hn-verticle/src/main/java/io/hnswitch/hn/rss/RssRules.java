package io.hnswitch.hn.rss;

import static io.hnswitch.rss.RssType.IPV4;
import static io.hnswitch.rss.RssType.IPV6;
import static io.hnswitch.rss.RssType.IPV6_EX;
import static io.hnswitch.rss.RssType.TCP_IPV4;
import static io.hnswitch.rss.RssType.TCP_IPV6;
import static io.hnswitch.rss.RssType.TCP_IPV6_EX;
import static io.hnswitch.rss.RssType.UDP_IPV4;
import static io.hnswitch.rss.RssType.UDP_IPV6;
import static io.hnswitch.rss.RssType.UDP_IPV6_EX;

import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;

/** Which hash types host and VF have in common, and which of those nobody can mistake. */
final class RssRules {

  private RssRules() {}

  /**
   * What both hash. The host has no type of its own for UDP over IPv4: it names such hashes
   * TCP/IPv4, so without that there are none.
   */
  static RssTypes common(RssTypes host, RssTypes vf) {
    var both = host.intersect(vf);
    return both.has(TCP_IPV4) ? both : both.without(RssTypes.of(UDP_IPV4));
  }

  /**
   * What may be shown: the types in common, without those under which the host still files frames
   * for which the VF has a type of its own, and so another hash.
   */
  static RssTypes visible(RssTypes common, RssTypes vf) {
    var extra = vf.without(common);
    var visible = common;
    for (var type : common.list()) {
      if (!rivals(type).intersect(extra).isEmpty()) {
        visible = visible.without(RssTypes.of(type));
      }
    }
    return visible;
  }

  private static RssTypes rivals(RssType type) {
    return switch (type) {
      case IPV4 -> RssTypes.of(TCP_IPV4, UDP_IPV4);
      case IPV6 -> RssTypes.of(TCP_IPV6, UDP_IPV6, TCP_IPV6_EX, UDP_IPV6_EX, IPV6_EX);
      case IPV6_EX -> RssTypes.of(TCP_IPV6, UDP_IPV6, TCP_IPV6_EX, UDP_IPV6_EX, IPV6);
      case TCP_IPV6 -> RssTypes.of(TCP_IPV6_EX);
      case TCP_IPV6_EX -> RssTypes.of(TCP_IPV6);
      case UDP_IPV6 -> RssTypes.of(UDP_IPV6_EX);
      case UDP_IPV6_EX -> RssTypes.of(UDP_IPV6);
      case TCP_IPV4, UDP_IPV4 -> RssTypes.NONE;
    };
  }
}
