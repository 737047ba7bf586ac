package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.nio.ByteBuffer;

/**
 * The OFFLOAD object: what a host can do for frames (NDIS object type 0xA7; 112, 144 or 156 bytes
 * in revisions 1, 2 and 3). IPsec, LSOv1 and NVGRE are neither offered nor read.
 *
 * <pre>
 * offset field                        offset field
 *      4 IPv4 transmit encap, bits        80 LSOv2 IPv4: encap, max size, min segments
 *     12 IPv4 receive encap, bits         92 LSOv2 IPv6: encap, max size, min segments, options
 *     20 IPv6 transmit encap, bits       108 flags
 *     28 IPv6 receive encap, bits        144 RSC IPv4 u8, RSC IPv6 u8 (revision 3)
 * </pre>
 *
 * @param ipv4Tx checksum bits
 * @param ipv4Rx checksum bits
 * @param ipv6Tx checksum bits
 * @param ipv6Rx checksum bits
 * @param lso4 segmentation of TCP/IPv4
 * @param lso6 segmentation of TCP/IPv6
 */
public record NdisOffload(
    int revision,
    int ipv4Tx,
    int ipv4Rx,
    int ipv6Tx,
    int ipv6Rx,
    Lso lso4,
    Lso lso6,
    boolean rsc4,
    boolean rsc6) {

  /** Checksum bits: IPv4 options, or IPv6 extension headers. */
  public static final int IP_OPTIONS = 0x1;

  public static final int TCP_OPTIONS = 0x4;
  public static final int TCP = 0x10;
  public static final int UDP = 0x40;

  /** Checksum bits: the IPv4 header's own. */
  public static final int IP_HEADER = 0x100;

  private static final int ENCAP_802_3 = 2;
  private static final int SIZE_1 = 112;
  private static final int SIZE_2 = 144;
  private static final int SIZE_3 = 156;
  private static final int SEGMENTS_MIN = 2;

  /**
   * Segmentation of one family.
   *
   * @param encap bit 0x2 for 802.3 frames; 0 when there is none
   * @param sizeMax bytes of a super-frame
   * @param segmentsMin fewer are not worth it
   * @param options IPv6 only: {@link #IP_OPTIONS}, {@link #TCP_OPTIONS}
   */
  public record Lso(int encap, long sizeMax, long segmentsMin, int options) {
    public static final Lso NONE = new Lso(0, 0, 0, 0);

    /** As the modelled host offers IPv4: 62780 bytes, two segments. */
    public static final Lso OFFERED_4 = new Lso(ENCAP_802_3, 0xf53c, SEGMENTS_MIN, 0);

    /** The same for IPv6. */
    public static final Lso OFFERED_6 =
        new Lso(ENCAP_802_3, 0xf53c, SEGMENTS_MIN, IP_OPTIONS | TCP_OPTIONS);

    private boolean has8023() {
      return (encap & ENCAP_802_3) != 0;
    }
  }

  /** Everything a host can offer, without coalescing. */
  public static NdisOffload offered() {
    int ipv6 = IP_OPTIONS | TCP_OPTIONS | TCP | UDP;
    int ipv4 = ipv6 | IP_HEADER;
    return new NdisOffload(3, ipv4, ipv4, ipv6, ipv6, Lso.OFFERED_4, Lso.OFFERED_6, false, false);
  }

  /** What a guest sends with its query: an empty object of the revision its NDIS version has. */
  public static Octets request(int ndisVersion) {
    int revision =
        ndisVersion >= NvsVersion.NDIS_6_30 ? 3 : ndisVersion >= NvsVersion.NDIS_6_1 ? 2 : 1;
    return Octets.of(header(revision).start().array());
  }

  /** Reads an answer; refuses a size that does not hold the revision's fields. */
  public static Parsed<NdisOffload> decode(Octets object) {
    return switch (NdisHeader.read(object, NdisHeader.OFFLOAD, SIZE_1)) {
      case Parsed.Malformed<NdisHeader> malformed -> malformed.as();
      case Parsed.Ok<NdisHeader>(var header) -> {
        boolean hasRsc = header.revision() >= 3;
        if (hasRsc && header.size() < SIZE_3) {
          yield Parsed.malformed(Fault.BAD_BOUNDS, "object size", header.size());
        }
        yield Parsed.ok(fields(header.revision(), object.buffer(), hasRsc));
      }
    };
  }

  private static NdisOffload fields(int revision, ByteBuffer in, boolean hasRsc) {
    return new NdisOffload(
        revision,
        in.getInt(8),
        in.getInt(16),
        in.getInt(24),
        in.getInt(32),
        new Lso(in.getInt(80), u32(in, 84), u32(in, 88), 0),
        new Lso(in.getInt(92), u32(in, 96), u32(in, 100), in.getInt(104)),
        hasRsc && in.get(144) != 0,
        hasRsc && in.get(145) != 0);
  }

  public Octets encode() {
    var out = header(revision).start();
    out.putInt(encap(ipv4Tx)).putInt(ipv4Tx).putInt(encap(ipv4Rx)).putInt(ipv4Rx);
    out.putInt(encap(ipv6Tx)).putInt(ipv6Tx).putInt(encap(ipv6Rx)).putInt(ipv6Rx);
    out.position(80);
    out.putInt(lso4.encap).putInt((int) lso4.sizeMax).putInt((int) lso4.segmentsMin);
    out.putInt(lso6.encap).putInt((int) lso6.sizeMax).putInt((int) lso6.segmentsMin);
    out.putInt(lso6.options);
    if (revision >= 3) {
      out.put(144, (byte) (rsc4 ? 1 : 0)).put(145, (byte) (rsc6 ? 1 : 0));
    }
    return Octets.of(out.array());
  }

  public boolean sumsIpv4Header() {
    return has(ipv4Tx, IP_HEADER | IP_OPTIONS);
  }

  public boolean sumsTcp4() {
    return has(ipv4Tx, TCP | TCP_OPTIONS);
  }

  public boolean sumsUdp4() {
    return has(ipv4Tx, UDP);
  }

  public boolean sumsTcp6() {
    return has(ipv6Tx, TCP | TCP_OPTIONS | IP_OPTIONS);
  }

  public boolean sumsUdp6() {
    return has(ipv6Tx, UDP | IP_OPTIONS);
  }

  /** True when received frames are checked for all of these bits. */
  public boolean checks4(int bits) {
    return has(ipv4Rx, bits);
  }

  /** True when received IPv6 frames are checked for all of these bits. */
  public boolean checks6(int bits) {
    return has(ipv6Rx, bits);
  }

  public boolean segments4() {
    return lso4.has8023();
  }

  public boolean segments6() {
    return lso6.has8023() && has(lso6.options, IP_OPTIONS | TCP_OPTIONS);
  }

  /** Bytes of a super-frame of any family that is segmented, at most 65535. */
  public int lsoSizeMax() {
    long max = 65535;
    max = segments4() ? Math.min(max, lso4.sizeMax) : max;
    max = segments6() ? Math.min(max, lso6.sizeMax) : max;
    return (int) max;
  }

  /** Segments a super-frame must have at least, for every family. */
  public long lsoSegmentsMin() {
    long min = SEGMENTS_MIN;
    min = segments4() ? Math.max(min, lso4.segmentsMin) : min;
    return segments6() ? Math.max(min, lso6.segmentsMin) : min;
  }

  /** False when the largest super-frame is smaller than the fewest segments: no TSO at all then. */
  public boolean lsoPaysOff(int mtu) {
    return lsoSizeMax() >= lsoSegmentsMin() * mtu;
  }

  /** The interface capabilities this gives a guest with an MTU (without the Ethernet header). */
  public OffloadCaps capabilities(int mtu) {
    var caps = OffloadCaps.NONE;
    caps = with(caps, Offload.TXCSUM, sumsIpv4Header() || sumsTcp4() || sumsUdp4());
    caps = with(caps, Offload.TXCSUM_IPV6, sumsTcp6() || sumsUdp6());
    caps = with(caps, Offload.RXCSUM, (ipv4Rx & (TCP | UDP | IP_HEADER)) != 0);
    caps = with(caps, Offload.RXCSUM_IPV6, (ipv6Rx & (TCP | UDP)) != 0);
    caps = with(caps, Offload.TSO4, segments4() && lsoPaysOff(mtu));
    return with(caps, Offload.TSO6, segments6() && lsoPaysOff(mtu));
  }

  private static OffloadCaps with(OffloadCaps caps, Offload offload, boolean wanted) {
    return wanted ? caps.with(offload) : caps;
  }

  private static NdisHeader header(int revision) {
    int size = revision >= 3 ? SIZE_3 : revision == 2 ? SIZE_2 : SIZE_1;
    return new NdisHeader(NdisHeader.OFFLOAD, revision, size);
  }

  private static int encap(int bits) {
    return bits == 0 ? 0 : ENCAP_802_3;
  }

  private static boolean has(int word, int bits) {
    return (word & bits) == bits;
  }

  private static long u32(ByteBuffer in, int at) {
    return Integer.toUnsignedLong(in.getInt(at));
  }
}
