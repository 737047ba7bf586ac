package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;

/**
 * The offload parameters object (NDIS object type 0x80): what a guest switches on. Revision 2 has
 * 22 bytes, revision 3 has 28. Checksum fields: {@link #NO_CHANGE}, {@link #OFF}, {@link #TX},
 * {@link #RX}, {@link #BOTH}; the others: {@link #NO_CHANGE}, {@link #OFF}, {@link #ON}.
 *
 * <pre>
 * offset field                                   offset field
 *      4 IPv4 header, TCP4, UDP4, TCP6, UDP6         16 flags u32
 *      9 LSOv1, IPsec                                20 IPsec v2 (2)
 *     11 LSOv2 IPv4, LSOv2 IPv6                      22 RSC IPv4, RSC IPv6 (revision 3)
 *     13 TCP connection offloads (2), pad            24 encapsulation (2), pad
 * </pre>
 */
public record NdisOffloadParameters(
    int revision,
    int ipv4Header,
    int tcp4,
    int udp4,
    int tcp6,
    int udp6,
    int lso4,
    int lso6,
    int rsc4,
    int rsc6) {

  public static final int NO_CHANGE = 0;
  public static final int OFF = 1;
  public static final int ON = 2;
  public static final int TX = 2;
  public static final int RX = 3;
  public static final int BOTH = 4;

  private static final int SIZE_MIN = 20;
  private static final int SIZE_2 = 22;
  private static final int SIZE_3 = 28;

  /**
   * What a guest sets after it has seen what the host offers: all it can use.
   *
   * @param mtu without the Ethernet header; decides whether segmentation pays off
   * @param rscWanted the interface's own switch for coalescing
   */
  public static NdisOffloadParameters choose(
      NdisOffload offer, int ndisVersion, int mtu, boolean rscWanted) {
    int rsc = offer.revision() < 3 ? NO_CHANGE : OFF;
    if (rsc == OFF && offer.rsc4() && offer.rsc6() && rscWanted) {
      rsc = ON;
    }
    boolean lso = offer.lsoPaysOff(mtu);
    return new NdisOffloadParameters(
        ndisVersion >= NvsVersion.NDIS_6_30 ? 3 : 2,
        checksum(offer.sumsIpv4Header(), offer.checks4(NdisOffload.IP_HEADER)),
        checksum(offer.sumsTcp4(), offer.checks4(NdisOffload.TCP)),
        checksum(offer.sumsUdp4(), offer.checks4(NdisOffload.UDP)),
        checksum(offer.sumsTcp6(), offer.checks6(NdisOffload.TCP)),
        checksum(offer.sumsUdp6(), offer.checks6(NdisOffload.UDP)),
        segmentation(offer.segments4(), lso),
        segmentation(offer.segments6(), lso),
        rsc,
        rsc);
  }

  private static int checksum(boolean transmit, boolean receive) {
    return transmit ? receive ? BOTH : TX : receive ? RX : NO_CHANGE;
  }

  private static int segmentation(boolean offered, boolean paysOff) {
    return offered ? paysOff ? ON : OFF : NO_CHANGE;
  }

  /** Reads what a guest sets; refuses LSOv1, values out of range and less than 20 bytes. */
  public static Parsed<NdisOffloadParameters> decode(Octets object) {
    return switch (NdisHeader.read(object, NdisHeader.DEFAULT, SIZE_MIN)) {
      case Parsed.Malformed<NdisHeader> malformed -> malformed.as();
      case Parsed.Ok<NdisHeader>(var header) -> {
        var in = object.buffer();
        for (int at = 4; at <= 12; at++) {
          int value = in.get(at) & 0xff;
          if (value > (at <= 8 ? BOTH : ON)) {
            yield Parsed.malformed(Fault.BAD_VALUE, "parameter at " + at, value);
          }
        }
        if (in.get(9) == ON) {
          yield Parsed.malformed(Fault.UNSUPPORTED, "LSOv1", ON);
        }
        boolean hasRsc = header.revision() >= 3 && header.size() >= SIZE_3;
        yield Parsed.ok(
            new NdisOffloadParameters(
                header.revision(),
                in.get(4),
                in.get(5),
                in.get(6),
                in.get(7),
                in.get(8),
                in.get(11),
                in.get(12),
                hasRsc ? in.get(22) & 0xff : NO_CHANGE,
                hasRsc ? in.get(23) & 0xff : NO_CHANGE));
      }
    };
  }

  public Octets encode() {
    int size = revision >= 3 ? SIZE_3 : SIZE_2;
    var out = new NdisHeader(NdisHeader.DEFAULT, revision, size).start();
    out.put((byte) ipv4Header).put((byte) tcp4).put((byte) udp4);
    out.put((byte) tcp6).put((byte) udp6);
    out.put(11, (byte) lso4).put(12, (byte) lso6);
    if (revision >= 3) {
      out.put(22, (byte) rsc4).put(23, (byte) rsc6);
    }
    return Octets.of(out.array());
  }
}
