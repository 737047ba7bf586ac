package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.rss.RssHash;

/**
 * The RSS_CAPS object (NDIS object type 0x88): how a host can spread received frames. Revision 2
 * has 18 bytes; revision 1 has 16 and no table size.
 *
 * @param capabilities hash functions in the low byte (1 Toeplitz), hash types and interrupts above
 * @param messages MSI messages; not used
 * @param receiveRings receive queues of the host
 * @param entries of the indirection table; 128 when the host does not say
 */
public record NdisRssCaps(
    int revision, int capabilities, long messages, long receiveRings, int entries) {

  public static final int TOEPLITZ = 0x1;
  public static final int IPV4 = 0x100;
  public static final int IPV6 = 0x200;
  public static final int IPV6_EX = 0x400;
  public static final int UDP_IPV4 = 0x800;
  public static final int UDP_IPV6 = 0x1000;
  public static final int UDP_IPV6_EX = 0x2000;

  /** The largest indirection table a guest works with. */
  public static final int ENTRIES_MAX = 128;

  private static final int SIZE_1 = 16;
  private static final int SIZE_2 = 18;

  /**
   * What a guest makes of it.
   *
   * @param rings receive queues, at most as many as table entries
   * @param hashInfo function and types as in {@link RssHash}, without the types of UDP unless asked
   */
  public record Choice(int rings, int entries, int hashInfo) {}

  /** What a guest sends with its query: an empty object of revision 2. */
  public static Octets request() {
    return Octets.of(new NdisHeader(NdisHeader.RSS_CAPS, 2, SIZE_2).start().array());
  }

  public static Parsed<NdisRssCaps> decode(Octets object) {
    return switch (NdisHeader.read(object, NdisHeader.RSS_CAPS, SIZE_1)) {
      case Parsed.Malformed<NdisHeader> malformed -> malformed.as();
      case Parsed.Ok<NdisHeader>(var header) -> {
        var in = object.buffer();
        boolean hasEntries = header.revision() >= 2 && header.size() == SIZE_2;
        yield Parsed.ok(
            new NdisRssCaps(
                header.revision(),
                in.getInt(4),
                Integer.toUnsignedLong(in.getInt(8)),
                Integer.toUnsignedLong(in.getInt(12)),
                hasEntries ? in.getShort(16) & 0xffff : ENTRIES_MAX));
      }
    };
  }

  public Octets encode() {
    int size = revision >= 2 ? SIZE_2 : SIZE_1;
    var out = new NdisHeader(NdisHeader.RSS_CAPS, revision, size).start();
    out.putInt(capabilities).putInt((int) messages).putInt((int) receiveRings);
    if (revision >= 2) {
      out.putShort((short) entries);
    }
    return Octets.of(out.array());
  }

  /**
   * What a guest can use; anything malformed means one channel and no RSS.
   *
   * @param ndisVersion RSS needs 6.20
   * @param udp4 the host is of version 10 or later and hashes UDP/IPv4 too
   */
  public Parsed<Choice> choose(int ndisVersion, boolean udp4) {
    if (ndisVersion < NvsVersion.NDIS_6_20) {
      return Parsed.malformed(Fault.UNSUPPORTED, "NDIS version", ndisVersion);
    }
    if (receiveRings == 0) {
      return Parsed.malformed(Fault.BAD_VALUE, "receive rings", 0);
    }
    if (entries > ENTRIES_MAX) {
      return Parsed.malformed(Fault.UNSUPPORTED, "indirection entries", entries);
    }
    if (entries == 0) {
      return Parsed.malformed(Fault.BAD_VALUE, "indirection entries", 0);
    }
    int function = Integer.lowestOneBit(capabilities & RssHash.FUNCTIONS);
    int types = types(udp4);
    if (function == 0 || types == 0) {
      return Parsed.malformed(
          Fault.UNSUPPORTED, "capabilities", Integer.toUnsignedLong(capabilities));
    }
    int rings = (int) Math.min(receiveRings, entries);
    return Parsed.ok(new Choice(rings, entries, function | types));
  }

  private int types(boolean udp4) {
    int types = 0;
    if ((capabilities & IPV4) != 0) {
      types |= RssHash.IPV4 | RssHash.TCP_IPV4 | (udp4 ? RssHash.UDP_IPV4 : 0);
    }
    if ((capabilities & IPV6) != 0) {
      types |= RssHash.IPV6 | RssHash.TCP_IPV6;
    }
    if ((capabilities & IPV6_EX) != 0) {
      types |= RssHash.IPV6_EX | RssHash.TCP_IPV6_EX;
    }
    return types;
  }
}
