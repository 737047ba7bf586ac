package io.hnswitch.multicast;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Writes reports that a switch makes for hosts behind its ports, with the unspecified IPv4 address
 * as their source (RFC 4541, section 2.1.1): IGMPv1 to v3, MLDv1 and v2. All of them want a group
 * from whatever source.
 */
public final class ReportWriter {

  /** Groups in one report at most. */
  static final int GROUPS = 48;

  private static final IpAddress V3_ROUTERS = IpAddress.ofV4(0xe000_0016);
  private static final IpAddress V2_ROUTERS = new IpAddress(0xff02L << 48, 0x16);
  private static final int IGMP_V1 = 0x12;
  private static final int IGMP_V2 = 0x16;
  private static final int IGMP_V3 = 0x22;
  private static final int MLD_V1 = 131;
  private static final int MLD_V2 = 143;
  private static final int HEAD = 8;

  private final MemorySegment m;
  private final GroupMessage message;

  /** Room for the longest one. */
  public static final int BYTES = GroupMessage.FRONT + HEAD + GROUPS * 20;

  /**
   * @param mac of the switch
   */
  public ReportWriter(Memory memory, MacAddress mac) {
    this.m = memory.segment();
    this.message = new GroupMessage(memory, mac);
  }

  /** How many groups one report of a version has. */
  public static int groups(boolean v6, int version) {
    return version >= (v6 ? 2 : 3) ? GROUPS : 1;
  }

  /**
   * Writes a report.
   *
   * @param version of IGMP 1 to 3, of MLD 1 or 2
   * @param groups 1 to {@link #groups} of one protocol
   * @return its length
   */
  public int write(long at, boolean v6, int version, List<IpAddress> groups) {
    if (groups.isEmpty() || groups.size() > groups(v6, version)) {
      throw new IllegalArgumentException("groups in a report: " + groups.size());
    }
    return groups(v6, version) == 1
        ? one(at, v6, version, groups.getFirst())
        : several(at, v6, groups);
  }

  private int one(long at, boolean v6, int version, IpAddress group) {
    long body = message.begin(at, group, 0, v6 ? 24 : 8);
    if (v6) {
      m.set(Memory.BYTE, body, (byte) MLD_V1);
      address(body + 8, group);
    } else {
      m.set(Memory.BYTE, body, (byte) (version == 1 ? IGMP_V1 : IGMP_V2));
      address(body + 4, group);
    }
    return message.end();
  }

  private int several(long at, boolean v6, List<IpAddress> groups) {
    int bytes = v6 ? 20 : 8;
    long body = message.begin(at, v6 ? V2_ROUTERS : V3_ROUTERS, 0, HEAD + groups.size() * bytes);
    m.set(Memory.BYTE, body, (byte) (v6 ? MLD_V2 : IGMP_V3));
    m.set(Memory.BE16, body + 6, (short) groups.size());
    long record = body + HEAD;
    for (var group : groups) {
      m.set(Memory.BYTE, record, (byte) MembershipReader.IS_EXCLUDE);
      address(record + 4, group);
      record += bytes;
    }
    return message.end();
  }

  private void address(long at, IpAddress group) {
    if (group.isV4()) {
      m.set(Memory.BE32, at, (int) group.low());
    } else {
      m.set(Memory.BE64, at, group.high());
      m.set(Memory.BE64, at + 8, group.low());
    }
  }
}
