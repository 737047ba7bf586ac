package io.hnswitch.hn.rss;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.rss.RssHash;

/**
 * What a host offers of RSS, and which settings it takes from a guest. A setting must name Toeplitz
 * and types on offer, with a key of 40 bytes and table entries below the number of rings; it is
 * given whole, since a change in place is not supported.
 */
public final class HostRss {

  /** What the modelled host offers: Toeplitz over both families, 64 rings. */
  public static final NdisRssCaps DEFAULT =
      new NdisRssCaps(
          2,
          NdisRssCaps.TOEPLITZ | NdisRssCaps.IPV4 | NdisRssCaps.IPV6,
          1,
          64,
          NdisRssCaps.ENTRIES_MAX);

  private static final int FLAGS = NdisRssParams.DISABLE | NdisRssParams.BASE_CPU_UNCHANGED;

  private final NdisRssCaps offered;
  private final int types;

  public HostRss(NdisRssCaps offered) {
    this.offered = offered;
    int of = 0;
    if ((offered.capabilities() & NdisRssCaps.IPV4) != 0) {
      of |= RssHash.IPV4 | RssHash.TCP_IPV4;
    }
    if ((offered.capabilities() & NdisRssCaps.IPV6) != 0) {
      of |= RssHash.IPV6 | RssHash.TCP_IPV6;
    }
    if ((offered.capabilities() & NdisRssCaps.IPV6_EX) != 0) {
      of |= RssHash.IPV6_EX | RssHash.TCP_IPV6_EX;
    }
    this.types = of;
  }

  /** The answer to a query for the capabilities. */
  public Octets capabilities() {
    return offered.encode();
  }

  /** Reads what a guest sets, and checks it against the offer. */
  public Parsed<NdisRssParams> set(Octets object) {
    return switch (NdisRssParams.decode(object, (int) offered.receiveRings())) {
      case Parsed.Malformed<NdisRssParams> malformed -> malformed;
      case Parsed.Ok<NdisRssParams>(var parameters) -> check(parameters);
    };
  }

  private Parsed<NdisRssParams> check(NdisRssParams parameters) {
    if (parameters.isDisable()) {
      return Parsed.ok(parameters);
    }
    int function = parameters.hashInfo() & RssHash.FUNCTIONS;
    int of = parameters.hashInfo() & ~RssHash.FUNCTIONS;
    if ((parameters.flags() & ~FLAGS) != 0) {
      return Parsed.malformed(Fault.BAD_VALUE, "flags", parameters.flags());
    }
    if (function != RssHash.TOEPLITZ) {
      return Parsed.malformed(Fault.BAD_VALUE, "hash function", function);
    }
    if (of == 0 || (of & ~types) != 0) {
      return Parsed.malformed(Fault.BAD_VALUE, "hash types", of);
    }
    return Parsed.ok(parameters);
  }
}
