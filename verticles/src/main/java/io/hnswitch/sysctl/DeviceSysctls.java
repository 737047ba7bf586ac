package io.hnswitch.sysctl;

import io.hnswitch.sysctl.Sysctl.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names below {@code dev.hn.N}: section 2.2 of the behaviour reference. */
public final class DeviceSysctls {

  /** What every full name begins with, before the unit number. */
  public static final String PREFIX = "dev.hn.";

  /** The id of the NIC that the unit number stands for. */
  public static final String DESC = "%desc";

  /** Entries of an RSS indirection table. */
  public static final int RSS_ENTRIES = 128;

  /** What LRO may collect at most, bytes. */
  public static final int LRO_LENGTH_MAX = 65_535;

  private static final int CHIMNEY_ANY = Integer.MAX_VALUE;
  private static final String ONE_CHANNEL = "one channel is used";
  private static final String IN_PLACE = "frames are read where the host put them";
  private static final Pattern RING = Pattern.compile("^([rt]x)\\.[0-9]{1,3}\\.");

  private static final List<Sysctl> ALL =
      List.of(
          text(DESC, "the id of the NIC with this unit number"),
          text("vf", "the paired VF, from its attach on; empty without one"),
          text("rxvf", "the VF whose frames the rings deliver; empty without one"),
          state("vf_xpnt_enabled", "1 while frames are transmitted by the VF"),
          rw("vf_xpnt_accbpf", 0, Values.FLAG, "tap a transmitted frame only when the VF took it"),
          state("nvs_version", "NVS version, as on the wire"),
          text("ndis_version", "NDIS version, major.minor"),
          text("caps", "what was negotiated with the host, as bits with their names"),
          text("hwassist", "what the stack may leave to hn, as bits with their names"),
          state("tso_max", "longest super-frame, bytes"),
          state("tso_maxsegcnt", "pieces a super-frame may have"),
          state("tso_maxsegsz", "longest piece of a super-frame, bytes"),
          text("rxfilter", "the receive filter at the host, as bits with their names"),
          text("rss_hash", "RSS hash function and types in use"),
          text("rss_hashcap", "RSS hash functions and types of the host"),
          text("mbuf_hash", "hash types that the stack is shown"),
          state("rss_ind_size", "entries of the host's indirection table"),
          state("rndis_agg_size", "the host's limit of packets sent together, bytes"),
          state("rndis_agg_pkts", "the host's limit of packets sent together"),
          state("rndis_agg_align", "the host's alignment of packets sent together, bytes"),
          state("agg_szmax", "limit of packets sent together, bytes; 0 when they are not"),
          state("agg_pktmax", "limit of packets sent together; 0 when they are not"),
          state("agg_align", "alignment of packets sent together, bytes"),
          state("rx_ring_cnt", "receive rings"),
          state("rx_ring_inuse", "receive rings in use"),
          state("tx_ring_cnt", "transmit rings"),
          state("tx_ring_inuse", "transmit rings in use"),
          state("txdesc_cnt", "transmit descriptors of a ring"),
          state("tx_chimney_max", "bytes of a section of the send buffer"),
          new Sysctl(
              "rss_key",
              Type.STRING,
              Access.RW,
              "",
              Values.Text.of("[0-9a-fA-F]{80}", "40 bytes as 80 hexadecimal digits"),
              "RSS key, 40 bytes in hexadecimal",
              ""),
          new Sysctl(
                  "rss_ind",
                  Type.STRING,
                  Access.RW,
                  "",
                  Values.Text.of("[0-9]{1,9}( [0-9]{1,9}){127}", "128 ring numbers"),
                  "RSS indirection table, 128 ring numbers",
                  "")
              .without(ONE_CHANNEL),
          rw("agg_size", -1, Values.INT, "wanted bytes of packets sent together; 0 for off"),
          rw("agg_pkts", -1, Values.INT, "wanted packets sent together; 0 for off"),
          rw(
                  "polling",
                  0,
                  new Values.Integers(100, 1_000_000, true),
                  "times a second the channel is polled, 0 for interrupts")
              .without("the channel interrupts"),
          new Sysctl(
              "tx_chimney_size",
              Type.INT,
              Access.RW,
              "",
              Values.Integers.of(1, CHIMNEY_ANY),
              "largest frame copied into the send buffer, bytes, up to tx_chimney_max",
              ""),
          rw(
                  "direct_tx_size",
                  128,
                  Values.INT,
                  "largest packet sent in the caller's context, bytes")
              .without(Tunable.Why.DIRECT),
          rw("sched_tx", 1, Values.INT, "always transmit from a task").without(Tunable.Why.TASKQ),
          rw(
                  "lro_length_lim",
                  37_500,
                  Values.Integers.of(0, LRO_LENGTH_MAX),
                  "most bytes LRO collects, twice the MTU at least")
              .without(Tunable.Why.LRO),
          rw(
                  "lro_ackcnt_lim",
                  2,
                  Values.Integers.of(2, 65_536),
                  "most acknowledgements LRO collects")
              .without(Tunable.Why.LRO),
          rw("trust_hosttcp", 1, Values.INT, "take TCP without checksum information as good")
              .without(Tunable.Why.TRUST),
          rw("trust_hostudp", 1, Values.INT, "take UDP without checksum information as good")
              .without(Tunable.Why.TRUST),
          rw("trust_hostip", 1, Values.INT, "take IP headers without checksum information as good")
              .without(Tunable.Why.TRUST),
          rw("rsc_switch", 0, Values.INT, "let the host coalesce segments")
              .without("the capability lro decides"),
          Sysctl.counter("lro_queued", "packets that LRO queued").without(Tunable.Why.LRO),
          Sysctl.counter("lro_flushed", "packets that LRO flushed").without(Tunable.Why.LRO),
          Sysctl.counter("lro_tried", "packets offered to LRO").without(Tunable.Why.LRO),
          Sysctl.counter("csum_ip", "received packets whose IP checksum the host verified"),
          Sysctl.counter("csum_tcp", "received packets whose TCP checksum the host verified"),
          Sysctl.counter("csum_udp", "received packets whose UDP checksum the host verified"),
          Sysctl.counter("csum_trusted", "packets trusted without checksum information")
              .without(Tunable.Why.TRUST),
          Sysctl.counter("small_pkts", "received packets that fitted a small buffer")
              .without(IN_PLACE),
          Sysctl.counter("rx_ack_failed", "receive acknowledgements that could not be sent")
              .without("an acknowledgement without room waits"),
          Sysctl.counter("no_txdescs", "times no transmit descriptor was free"),
          Sysctl.counter("send_failed", "times the ring had no room for a packet"),
          Sysctl.counter("txdma_failed", "frames that could not be mapped for DMA")
              .without("the host reads a frame where it is"),
          Sysctl.counter("agg_flush_failed", "times packets sent together were lost")
              .without("a section without room waits"),
          Sysctl.counter("tx_collapsed", "frames whose pieces were collapsed")
              .without("a frame is one piece"),
          Sysctl.counter("tx_chimney", "frames copied into the send buffer"),
          Sysctl.counter("tx_chimney_tried", "frames short enough for the send buffer"),
          Sysctl.counter("rx.K.packets", "packets received"),
          Sysctl.counter("rx.K.rss_pkts", "packets received with a hash"),
          Sysctl.counter("rx.K.rsc_pkts", "super-frames received"),
          Sysctl.counter("rx.K.rsc_drop", "pieces of coalesced packets dropped")
              .without("a super-frame arrives in one piece"),
          Sysctl.counter("tx.K.packets", "packets transmitted"),
          Sysctl.counter("tx.K.sends", "messages to the host that carried packets"),
          state("rx.K.pktbuf_len", "bytes of the ring's packet buffer").without(IN_PLACE),
          state("tx.K.oactive", "1 while frames wait for room"));

  private static final Map<String, Sysctl> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Sysctl::name, Function.identity()));

  private DeviceSysctls() {}

  private static Sysctl state(String name, String summary) {
    return Sysctl.state(name, Type.INT, summary);
  }

  private static Sysctl text(String name, String summary) {
    return Sysctl.state(name, Type.STRING, summary);
  }

  private static Sysctl rw(String name, long initial, Values values, String summary) {
    return Sysctl.number(name, Access.RW, initial, values, summary);
  }

  /** All of them, in the order in which they are shown. */
  public static List<Sysctl> list() {
    return ALL;
  }

  /** The one with a name below {@code dev.hn.N}, with the number of a ring or {@code K} for it. */
  public static Optional<Sysctl> find(String name) {
    return Optional.ofNullable(BY_NAME.get(RING.matcher(name).replaceFirst("$1.K.")));
  }

  /** Whether a device has a name, which depends on the mode for some. */
  public static boolean exists(Sysctl sysctl, boolean transparent) {
    return switch (sysctl.name()) {
      case "rxvf" -> !transparent;
      case "vf_xpnt_enabled", "vf_xpnt_accbpf" -> transparent;
      default -> true;
    };
  }
}
