package io.hnswitch.multicast;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.offload.Checksum;
import java.lang.foreign.MemorySegment;

/**
 * Reads what a frame says about multicast groups. One frame at a time; the fields are true for the
 * last one that was read.
 *
 * <p>A message that is not as the RFCs want it is {@link Kind#MALFORMED} and says nothing: a wrong
 * checksum or length, more than one hop to live, no router alert (only IGMPv1 has none), a source
 * that is not link-local in MLD, or a group that is none.
 */
final class MembershipReader {

  /** What a frame is. */
  enum Kind {
    /** No IP multicast: such frames go everywhere. */
    OTHER,
    /** Multicast that says nothing about groups. */
    DATA,
    MALFORMED,
    QUERY,
    /** Of one group, of IGMPv1 or v2 or MLDv1. */
    REPORT,
    LEAVE,
    /** A report of several groups, of IGMPv3 or MLDv2. */
    RECORDS,
    /** PIM: a router is there (RFC 4541, section 2.1.1). */
    ROUTER
  }

  /** Record types of IGMPv3 (RFC 3376, 4.2.12) and MLDv2 (RFC 3810, 5.2.12). */
  static final int IS_INCLUDE = 1;

  static final int IS_EXCLUDE = 2;
  static final int TO_INCLUDE = 3;
  static final int TO_EXCLUDE = 4;
  static final int ALLOW = 5;
  static final int BLOCK = 6;

  private static final int ETHERNET = Frames.ETHERNET_HEADER;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int V4_HEADER = 20;
  private static final int V6_HEADER = 40;
  private static final int IGMP = 2;
  private static final int ICMPV6 = 58;
  private static final int PIM = 103;
  private static final int HOP_BY_HOP = 0;

  private static final int IGMP_QUERY = 0x11;
  private static final int IGMP_V1_REPORT = 0x12;
  private static final int IGMP_V2_REPORT = 0x16;
  private static final int IGMP_LEAVE = 0x17;
  private static final int IGMP_V3_REPORT = 0x22;
  private static final int MLD_QUERY = 130;
  private static final int MLD_REPORT = 131;
  private static final int MLD_DONE = 132;
  private static final int MLD_V2_REPORT = 143;

  private static final long ALL_HOSTS = IpAddress.mapped(0xe000_0001);
  private static final long ALL_PIM_V4 = IpAddress.mapped(0xe000_000d);
  private static final long ALL_NODES_HIGH = 0xff02L << 48;

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final MemorySegment m;

  /** The frame's protocol. */
  boolean v6;

  /** The frame's IP destination. */
  long destinationHigh;

  long destinationLow;
  long sourceHigh;
  long sourceLow;

  /** The group of a report or a query; 0 for a general query. */
  long groupHigh;

  long groupLow;
  int version;

  /** Of a query: how long hosts may take, in nanoseconds. */
  long response;

  /** Of a query: routers are not to lower their timers because of it. */
  boolean suppressed;

  int robustness;
  long interval;

  /** Of a query: sources; of a report: records. */
  int count;

  int recordType;
  int recordSources;
  private long nextRecord;

  MembershipReader(MemorySegment memory) {
    this.m = memory;
  }

  private int byteAt(long at) {
    return m.get(Memory.BYTE, at) & 0xff;
  }

  private int wordAt(long at) {
    return m.get(Memory.BE16, at) & 0xffff;
  }

  /**
   * Reads a frame to a group address.
   *
   * @param frame where it is, at least an Ethernet header
   */
  Kind read(long frame, int length, long offload) {
    int type = wordAt(frame + 12);
    groupHigh = 0;
    groupLow = 0;
    count = 0;
    if (type == IPV4 && length >= ETHERNET + V4_HEADER) {
      return readV4(frame + ETHERNET, length - ETHERNET, offload);
    }
    if (type == IPV6 && length >= ETHERNET + V6_HEADER) {
      return readV6(frame + ETHERNET, length - ETHERNET, offload);
    }
    return Kind.OTHER;
  }

  private Kind readV4(long ip, int available, long offload) {
    v6 = false;
    destinationHigh = 0;
    destinationLow = IpAddress.mapped(m.get(Memory.BE32, ip + 16));
    sourceHigh = 0;
    sourceLow = IpAddress.mapped(m.get(Memory.BE32, ip + 12));
    if (!IpAddress.isMulticast(0, destinationLow) || byteAt(ip) >>> 4 != 4) {
      return Kind.OTHER;
    }
    int protocol = byteAt(ip + 9);
    if (protocol == PIM && destinationLow == ALL_PIM_V4) {
      return Kind.ROUTER;
    }
    return protocol == IGMP ? igmp(ip, available, offload) : Kind.DATA;
  }

  private Kind igmp(long ip, int available, long offload) {
    int header = (byteAt(ip) & 0xf) * 4;
    int total = wordAt(ip + 2);
    int size = total - header;
    boolean whole =
        header >= V4_HEADER
            && total <= available
            && size >= 8
            && (wordAt(ip + 6) & 0x3fff) == 0
            && Checksum.ipv4Header(m, ip, header) == wordAt(ip + 10);
    if (!whole || byteAt(ip + 8) != 1 || !isSum(ip + header, size, 0, offload)) {
      return Kind.MALFORMED;
    }
    long at = ip + header;
    int type = byteAt(at);
    groupLow = IpAddress.mapped(m.get(Memory.BE32, at + 4));
    boolean v1 = type == IGMP_V1_REPORT || type == IGMP_QUERY && size == 8 && byteAt(at + 1) == 0;
    if (!v1 && !hasAlert(ip, header)) {
      return Kind.MALFORMED;
    }
    return switch (type) {
      case IGMP_QUERY -> igmpQuery(at, size);
      case IGMP_V1_REPORT -> report(1);
      case IGMP_V2_REPORT -> report(2);
      case IGMP_LEAVE -> {
        version = 2;
        yield isJoinable(0, groupLow) ? Kind.LEAVE : Kind.MALFORMED;
      }
      case IGMP_V3_REPORT -> records(3, at, size, 4);
      default -> Kind.DATA;
    };
  }

  /** The option of RFC 2113. */
  private boolean hasAlert(long ip, int header) {
    int at = V4_HEADER;
    while (at < header) {
      int option = byteAt(ip + at);
      if (option == 0) {
        return false;
      }
      if (option == 1) {
        at++;
        continue;
      }
      if (at + 1 >= header) {
        return false;
      }
      int length = byteAt(ip + at + 1);
      if (length < 2 || at + length > header) {
        return false;
      }
      if (option == 148) {
        return length == 4;
      }
      at += length;
    }
    return false;
  }

  private boolean isSum(long at, int size, int pseudo, long offload) {
    return (Frames.flags(offload) & Frames.CSUM_PARTIAL) != 0
        || Checksum.add(Checksum.sum(m, at, size), pseudo) == 0xffff;
  }

  private Kind igmpQuery(long at, int size) {
    int code = byteAt(at + 1);
    boolean general = (int) groupLow == 0;
    if (size > 8 && size < 12
        || !general && !IpAddress.isMulticast(0, groupLow)
        || general && destinationLow != ALL_HOSTS) {
      return Kind.MALFORMED;
    }
    groupLow = general ? 0 : groupLow;
    suppressed = false;
    robustness = 0;
    interval = 0;
    if (size == 8) {
      version = code == 0 ? 1 : 2;
      response = code == 0 ? 10 * SECOND : code * 100 * MILLI;
      return Kind.QUERY;
    }
    response = floating(code, 8) * 100 * MILLI;
    return queryTail(3, at + 8, size - 8, 4);
  }

  /** What the later version of a query has behind its group. */
  private Kind queryTail(int which, long at, int size, int addressBytes) {
    version = which;
    suppressed = (byteAt(at) & 8) != 0;
    robustness = byteAt(at) & 7;
    interval = floating(byteAt(at + 1), 8) * SECOND;
    count = wordAt(at + 2);
    return 4 + count * addressBytes <= size ? Kind.QUERY : Kind.MALFORMED;
  }

  /** A small number as it is, a large one with an exponent (RFC 3376, 4.1.1; RFC 3810, 5.1.3). */
  static long floating(int code, int bits) {
    int mantissa = bits - 4;
    if (code < 1 << bits - 1) {
      return code;
    }
    int exponent = code >>> mantissa & 7;
    return (code & (1L << mantissa) - 1 | 1L << mantissa) << exponent + 3;
  }

  private Kind report(int which) {
    version = which;
    // A host reports to the group itself.
    return groupHigh == destinationHigh
            && groupLow == destinationLow
            && IpAddress.isMulticast(groupHigh, groupLow)
        ? Kind.REPORT
        : Kind.MALFORMED;
  }

  private Kind records(int which, long at, int size, int addressBytes) {
    version = which;
    count = wordAt(at + 6);
    groupHigh = 0;
    groupLow = 0;
    long end = at + size;
    long record = at + 8;
    for (int i = 0; i < count; i++) {
      if (record + 4 + addressBytes > end) {
        return Kind.MALFORMED;
      }
      record += recordBytes(record, addressBytes);
      if (record > end) {
        return Kind.MALFORMED;
      }
    }
    nextRecord = at + 8;
    return Kind.RECORDS;
  }

  private long recordBytes(long at, int addressBytes) {
    return 4L + addressBytes + (long) wordAt(at + 2) * addressBytes + byteAt(at + 1) * 4L;
  }

  /** Reads the next of the {@link #count} records; their group is then that of the fields. */
  void nextRecord() {
    recordType = byteAt(nextRecord);
    recordSources = wordAt(nextRecord + 2);
    if (v6) {
      groupHigh = m.get(Memory.BE64, nextRecord + 4);
      groupLow = m.get(Memory.BE64, nextRecord + 12);
      nextRecord += recordBytes(nextRecord, 16);
    } else {
      groupHigh = 0;
      groupLow = IpAddress.mapped(m.get(Memory.BE32, nextRecord + 4));
      nextRecord += recordBytes(nextRecord, 4);
    }
  }

  private Kind readV6(long ip, int available, long offload) {
    v6 = true;
    sourceHigh = m.get(Memory.BE64, ip + 8);
    sourceLow = m.get(Memory.BE64, ip + 16);
    destinationHigh = m.get(Memory.BE64, ip + 24);
    destinationLow = m.get(Memory.BE64, ip + 32);
    if (byteAt(ip) >>> 4 != 6 || !IpAddress.isMulticast(destinationHigh, destinationLow)) {
      return Kind.OTHER;
    }
    int next = byteAt(ip + 6);
    if (next == PIM && destinationHigh == ALL_NODES_HIGH && destinationLow == 0xd) {
      return Kind.ROUTER;
    }
    int size = wordAt(ip + 4);
    boolean whole = size <= available - V6_HEADER;
    long at = ip + V6_HEADER;
    if (next == ICMPV6) {
      // MLD has its router alert in front of it.
      return whole && size >= 1 && isMld(byteAt(at)) ? Kind.MALFORMED : Kind.DATA;
    }
    if (next != HOP_BY_HOP || !whole || size < 8) {
      return Kind.DATA;
    }
    int options = (byteAt(at + 1) + 1) * 8;
    if (byteAt(at) != ICMPV6 || options + 1 > size || !isMld(byteAt(at + options))) {
      return Kind.DATA;
    }
    int left = size - options;
    boolean linkLocal = sourceHigh >>> 54 == 0xfe80 >>> 6;
    boolean unspecified = sourceHigh == 0 && sourceLow == 0;
    int type = byteAt(at + options);
    boolean right =
        byteAt(ip + 7) == 1
            && hasAlertV6(at, options)
            && left >= 8
            && (linkLocal || unspecified && type != MLD_QUERY)
            && isSum(at + options, left, Checksum.pseudoIpv6(m, ip, ICMPV6, left), offload);
    return right ? mld(type, at + options, left) : Kind.MALFORMED;
  }

  private static boolean isMld(int type) {
    return type == MLD_V2_REPORT || type >= MLD_QUERY && type <= MLD_DONE;
  }

  /** The option of RFC 2711, for MLD. */
  private boolean hasAlertV6(long header, int bytes) {
    int at = 2;
    while (at < bytes) {
      int option = byteAt(header + at);
      if (option == 0) {
        at++;
        continue;
      }
      if (at + 1 >= bytes) {
        return false;
      }
      int length = byteAt(header + at + 1);
      if (at + 2 + length > bytes) {
        return false;
      }
      if (option == 5) {
        return length == 2 && wordAt(header + at + 2) == 0;
      }
      at += 2 + length;
    }
    return false;
  }

  private Kind mld(int type, long at, int size) {
    if (type == MLD_V2_REPORT) {
      return records(2, at, size, 16);
    }
    if (size < 24) {
      return Kind.MALFORMED;
    }
    groupHigh = m.get(Memory.BE64, at + 8);
    groupLow = m.get(Memory.BE64, at + 16);
    version = 1;
    return switch (type) {
      case MLD_QUERY -> mldQuery(at, size);
      case MLD_REPORT -> report(1);
      default -> isJoinable(groupHigh, groupLow) ? Kind.LEAVE : Kind.MALFORMED;
    };
  }

  private Kind mldQuery(long at, int size) {
    boolean general = groupHigh == 0 && groupLow == 0;
    if (size > 24 && size < 28
        || !general && !IpAddress.isMulticast(groupHigh, groupLow)
        || general && (destinationHigh != ALL_NODES_HIGH || destinationLow != 1)) {
      return Kind.MALFORMED;
    }
    suppressed = false;
    robustness = 0;
    interval = 0;
    int code = wordAt(at + 4);
    if (size == 24) {
      response = code * MILLI;
      return Kind.QUERY;
    }
    response = floating(code, 16) * MILLI;
    return queryTail(2, at + 24, size - 24, 16);
  }

  /** Whether a group always goes everywhere: 224.0.0.0/24 and ff02::1, and what never leaves. */
  static boolean isEverywhere(long high, long low) {
    if (IpAddress.isV4(high, low)) {
      return (int) low >>> 8 == 0xe00000;
    }
    int scope = (int) (high >>> 48) & 0xf;
    return scope < 2 || high == ALL_NODES_HIGH && low == 1;
  }

  /** Whether hosts join a group: one that does not go everywhere anyway. */
  static boolean isJoinable(long high, long low) {
    return IpAddress.isMulticast(high, low) && !isEverywhere(high, low);
  }

  /** Whether a group stays on the link: {@code ff02::/16}. */
  static boolean isOnLink(long high) {
    return high >>> 48 == 0xff02;
  }
}
