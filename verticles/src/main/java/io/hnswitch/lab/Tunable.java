package io.hnswitch.lab;

import java.util.Locale;
import java.util.Optional;

/**
 * A boot-time tunable of the driver, with the default the seed has. Names and meaning: section 2.1
 * of the behaviour reference.
 */
public enum Tunable {
  /** Transparent VF mode, for the whole module. */
  VF_TRANSPARENT(0, 0, 1),
  /** Initial value of each device's accurate-BPF switch. */
  VF_XPNT_ACCBPF(0, 0, 1),
  /** Seconds between a VF's attach and its use; smaller values than 2 become 2. */
  VF_XPNT_ATTWAIT(2, Integer.MIN_VALUE, 86_400),
  TRUST_HOSTTCP(1, 0, 1),
  TRUST_HOSTUDP(1, 0, 1),
  TRUST_HOSTIP(1, 0, 1),
  ENABLE_UDP4CS(1, 0, 1),
  ENABLE_UDP6CS(1, 0, 1),
  /** Datagrams longer than this get a software checksum; bytes. */
  UDPCS_FIXUP_MTU(1420, 0, 65_535),
  /** Limit of a TSO burst; bytes. */
  TSO_MAXLEN(65_535, 1, 65_535),
  /** Cap on packets copied into the send buffer; 0 for no extra cap. */
  TX_CHIMNEY_SIZE(0, 0, Integer.MAX_VALUE),
  /** Largest packet transmitted in the caller's context; bytes. */
  DIRECT_TX_SIZE(128, 0, 65_535),
  LRO_ENTRY_COUNT(128, 1, 65_536),
  LRO_MBUFQ_DEPTH(0, 0, 65_536),
  /** Values below 1 become 1. */
  TX_TASKQ_CNT(1, Integer.MIN_VALUE, Integer.MAX_VALUE),
  /** 0 per device, 1 shared, 2 the channel's; others become 0. */
  TX_TASKQ_MODE(0, Integer.MIN_VALUE, Integer.MAX_VALUE),
  /** The old transmit method; forced to 0 when transparent mode is on. */
  USE_IF_START(0, 0, 1),
  /** Channels per device; 0 for automatic. */
  CHAN_CNT(0, 0, 64),
  TX_RING_CNT(0, Integer.MIN_VALUE, Integer.MAX_VALUE),
  TX_SWQ_DEPTH(0, 0, 1 << 20),
  /** -1 automatic, 0 off. */
  TX_AGG_SIZE(-1, -1, Integer.MAX_VALUE),
  /** -1 automatic, 0 off. */
  TX_AGG_PKTS(-1, -1, Integer.MAX_VALUE);

  /** The shortest attach wait; the driver replaces smaller values when it starts. */
  public static final int MIN_ATTWAIT = 2;

  static final String PREFIX = "hw.hn.";

  private final String key = PREFIX + name().toLowerCase(Locale.ROOT);
  private final int initial;
  private final int min;
  private final int max;

  Tunable(int initial, int min, int max) {
    this.initial = initial;
    this.min = min;
    this.max = max;
  }

  /** The full name, like {@code hw.hn.vf_transparent}. */
  public String key() {
    return key;
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
    return this == VF_XPNT_ATTWAIT || this == UDPCS_FIXUP_MTU;
  }

  /** The tunable with a full name. */
  public static Optional<Tunable> ofKey(String key) {
    for (var tunable : values()) {
      if (tunable.key.equals(key)) {
        return Optional.of(tunable);
      }
    }
    return Optional.empty();
  }
}
