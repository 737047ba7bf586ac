package io.hnswitch.sysctl;

import java.util.Locale;
import java.util.Optional;

/**
 * The names of {@code hw.hn} that a lab file sets before the driver starts, with the defaults of
 * the first driver that had transparent mode. Names and meaning: section 2.1 of the behaviour
 * reference.
 */
public enum Tunable {
  VF_TRANSPARENT(Access.RDTUN, 0, 0, 1, "transparent VF mode, for all devices", ""),
  VF_XPNT_ACCBPF(Access.RDTUN, 0, 0, 1, "initial value of each device's accurate-BPF switch", ""),
  /** Smaller values than {@link #MIN_ATTWAIT} become that. */
  VF_XPNT_ATTWAIT(
      Access.RWTUN,
      2,
      Integer.MIN_VALUE,
      86_400,
      "seconds between a VF's attach and its use, 2 at least",
      ""),
  TRUST_HOSTTCP(Access.RDTUN, 1, 0, 1, "take TCP without checksum information as good", Why.TRUST),
  TRUST_HOSTUDP(Access.RDTUN, 1, 0, 1, "take UDP without checksum information as good", Why.TRUST),
  TRUST_HOSTIP(
      Access.RDTUN, 1, 0, 1, "take IP headers without checksum information as good", Why.TRUST),
  ENABLE_UDP4CS(Access.RDTUN, 1, 0, 1, "allow UDP/IPv4 checksum offload", Why.UDP),
  ENABLE_UDP6CS(Access.RDTUN, 1, 0, 1, "allow UDP/IPv6 checksum offload", Why.UDP),
  UDPCS_FIXUP_MTU(
      Access.RWTUN,
      1420,
      0,
      65_535,
      "longer UDP datagrams without DF get a software checksum, bytes",
      Why.FIXUP),
  TSO_MAXLEN(Access.RDTUN, 65_535, 1, 65_535, "limit of a TSO burst, bytes", ""),
  TX_CHIMNEY_SIZE(
      Access.RDTUN,
      0,
      0,
      Integer.MAX_VALUE,
      "largest frame copied into the send buffer, bytes; 0 for no extra limit",
      ""),
  DIRECT_TX_SIZE(
      Access.RDTUN,
      128,
      0,
      65_535,
      "largest packet transmitted in the caller's context, bytes",
      Why.DIRECT),
  LRO_ENTRY_COUNT(Access.RDTUN, 128, 1, 65_536, "LRO entries of a ring", Why.LRO),
  LRO_MBUFQ_DEPTH(Access.RDTUN, 0, 0, 65_536, "depth of the sorted LRO queue, 0 for off", Why.LRO),
  /** Values below 1 become 1. */
  TX_TASKQ_CNT(
      Access.RDTUN, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, "transmit task queues", Why.TASKQ),
  /** Others than 0 to 2 become 0. */
  TX_TASKQ_MODE(
      Access.RDTUN,
      0,
      Integer.MIN_VALUE,
      Integer.MAX_VALUE,
      "transmit task queues: 0 per device, 1 shared, 2 the channel's",
      Why.TASKQ),
  /** Becomes 0 when transparent mode is on. */
  USE_IF_START(Access.RDTUN, 0, 0, 1, "the old transmit method", "there is one transmit method"),
  CHAN_CNT(
      Access.RDTUN,
      0,
      0,
      64,
      "channels of a device, 0 for automatic",
      "a NIC's channels are in its own key of the lab file"),
  TX_RING_CNT(
      Access.RDTUN,
      0,
      Integer.MIN_VALUE,
      Integer.MAX_VALUE,
      "transmit rings of a device, 0 for one for each channel",
      "a channel has one transmit ring"),
  TX_SWQ_DEPTH(
      Access.RDTUN,
      0,
      0,
      1 << 20,
      "depth of the software transmit queue",
      "the credits of senders bound what waits"),
  TX_AGG_SIZE(
      Access.RDTUN,
      -1,
      -1,
      Integer.MAX_VALUE,
      "bytes of packets sent together, -1 for automatic, 0 for off",
      ""),
  TX_AGG_PKTS(
      Access.RDTUN,
      -1,
      -1,
      Integer.MAX_VALUE,
      "packets sent together, -1 for automatic, 0 for off",
      "");

  /** The shortest attach wait; the driver replaces smaller values. */
  public static final int MIN_ATTWAIT = 2;

  /** What every full name begins with. */
  public static final String PREFIX = "hw.hn.";

  private static final int TASKQ_MODE_MAX = 2;

  private final Sysctl sysctl;
  private final int initial;
  private final int min;
  private final int max;

  /** Reasons that several names share. */
  static final class Why {
    static final String TRUST = "a frame without checksum information stays unchecked";
    static final String UDP = "UDP checksums follow txcsum and txcsum-ipv6";
    static final String FIXUP = "the host's UDP checksums need no fix-up";
    static final String DIRECT = "every frame is written in the caller's context";
    static final String LRO = "the host coalesces, hn does not";
    static final String TASKQ = "there are no transmit tasks";

    private Why() {}
  }

  Tunable(Access access, int initial, int min, int max, String summary, String noEffect) {
    var name = name().toLowerCase(Locale.ROOT);
    var all = Sysctl.number(name, access, initial, Values.Integers.of(min, max), summary);
    sysctl = noEffect.isEmpty() ? all : all.without(noEffect);
    this.initial = initial;
    this.min = min;
    this.max = max;
  }

  /** Its definition. */
  public Sysctl sysctl() {
    return sysctl;
  }

  /** The full name, like {@code hw.hn.vf_transparent}. */
  public String key() {
    return PREFIX + sysctl.name();
  }

  /** The value when nobody sets it. */
  public int initial() {
    return initial;
  }

  public int min() {
    return min;
  }

  public int max() {
    return max;
  }

  /** True when it can be written at run time; the others are read once, when the driver starts. */
  public boolean isWritable() {
    return sysctl.access() == Access.RWTUN;
  }

  /**
   * What the driver makes of a value that it does not take as it is.
   *
   * @param transparent whether transparent mode is on
   */
  public int effective(int value, boolean transparent) {
    if (this == USE_IF_START) {
      return transparent ? 0 : value;
    }
    if (this == TX_TASKQ_MODE) {
      return value < 0 || value > TASKQ_MODE_MAX ? 0 : value;
    }
    return Math.max(least(), value);
  }

  private int least() {
    return this == VF_XPNT_ATTWAIT ? MIN_ATTWAIT : this == TX_TASKQ_CNT ? 1 : min;
  }

  /** Why {@link #effective} replaces a value. */
  public String replacedBecause() {
    return this == USE_IF_START
        ? "transparent mode is on"
        : this == TX_TASKQ_MODE ? "there is no such mode" : "it is the minimum";
  }

  /** The tunable with a full name. */
  public static Optional<Tunable> ofKey(String key) {
    for (var tunable : values()) {
      if (tunable.key().equals(key)) {
        return Optional.of(tunable);
      }
    }
    return Optional.empty();
  }
}
