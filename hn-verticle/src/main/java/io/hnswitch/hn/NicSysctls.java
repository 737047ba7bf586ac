package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.state.StateTree;
import io.hnswitch.sysctl.Access;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.Errno;
import io.hnswitch.sysctl.Sysctl;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Tunables;
import io.hnswitch.sysctl.Values;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values below {@code dev.hn.N} of one hn: keeps the settings and pulls everything else from
 * the device when it is asked for. What each name is and takes is in {@link DeviceSysctls}.
 */
final class NicSysctls {

  private static final int HASH_ALL = 0x3f00;

  /** The device, as its sysctls see it. */
  interface Source {

    /** The paired VF, from its attach on. */
    Optional<VfId> vf();

    /** The VF that gets what the channel brings, in non-transparent mode. */
    Optional<VfId> rxVf();

    /** Whether frames are transmitted by it. */
    boolean isOnVf();

    NicInterface face();

    /** What was agreed with the host last; empty before. */
    Optional<NvscEffect.Agreement> agreement();

    /** The receive filter that the host has, bits of {@link io.hnswitch.hn.rndis.PacketFilter}. */
    int filter();

    /** Whether there is a channel in use. */
    boolean isReady();

    /** Whether frames wait for room in the ring. */
    boolean isBlocked();

    /** Everything counted since the device is there, by name; what is absent is 0. */
    Map<String, Long> counters();

    /** What is hashed, and how. */
    RssAgreement rss();

    /** A new RSS key; nobody else has one now. */
    void rssKey(RssKey key);

    /** New limits, from the next frame on. */
    void limits(TransmitLimits limits);
  }

  private final boolean transparent;
  private final Source source;
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, Long> zeroed = new HashMap<>();
  private boolean accurateBpf;

  NicSysctls(Tunables tunables, Source source) {
    this.transparent = tunables.isTransparent();
    this.source = source;
    for (var sysctl : DeviceSysctls.list()) {
      if (sysctl.access() == Access.RW) {
        settings.put(sysctl.name(), sysctl.initial());
      }
    }
    settings.put("rss_ind", String.join(" ", Collections.nCopies(DeviceSysctls.RSS_ENTRIES, "0")));
    begin("vf_xpnt_accbpf", tunables, Tunable.VF_XPNT_ACCBPF);
    begin("agg_size", tunables, Tunable.TX_AGG_SIZE);
    begin("agg_pkts", tunables, Tunable.TX_AGG_PKTS);
    begin("tx_chimney_size", tunables, Tunable.TX_CHIMNEY_SIZE);
    begin("direct_tx_size", tunables, Tunable.DIRECT_TX_SIZE);
    begin("trust_hosttcp", tunables, Tunable.TRUST_HOSTTCP);
    begin("trust_hostudp", tunables, Tunable.TRUST_HOSTUDP);
    begin("trust_hostip", tunables, Tunable.TRUST_HOSTIP);
    accurateBpf = setting("vf_xpnt_accbpf") != 0;
  }

  private void begin(String name, Tunables tunables, Tunable tunable) {
    settings.put(name, Integer.toString(tunables.get(tunable)));
  }

  /** Accurate BPF: a transmitted frame is tapped only when the VF took it. */
  boolean isAccurateBpf() {
    return accurateBpf;
  }

  /** What the settings say about copying and sending together. */
  TransmitLimits limits() {
    return new TransmitLimits(setting("tx_chimney_size"), setting("agg_size"), setting("agg_pkts"));
  }

  private int setting(String name) {
    return (int) Values.Integers.parse(settings.get(name)).orElseThrow();
  }

  /** All names that this device has with their values, in order. */
  Map<String, String> read() {
    var counters = source.counters();
    var values = new LinkedHashMap<String, String>();
    for (var sysctl : DeviceSysctls.list()) {
      if (DeviceSysctls.exists(sysctl, transparent) && !sysctl.name().equals(DeviceSysctls.DESC)) {
        var name = sysctl.name().replace(".K.", ".0.");
        values.put(name, value(sysctl, name, counters));
      }
    }
    return values;
  }

  private String value(Sysctl sysctl, String name, Map<String, Long> counters) {
    return switch (sysctl.access()) {
      case RW -> setting(sysctl);
      case COUNTER ->
          Long.toString(counters.getOrDefault(name, 0L) - zeroed.getOrDefault(name, 0L));
      case RD, RDTUN, RWTUN -> state(sysctl.name());
    };
  }

  /** A setting as it works, where the device bounds it. */
  private String setting(Sysctl sysctl) {
    return switch (sysctl.name()) {
      case "tx_chimney_size" -> number(agreement().map(limits()::copyMax));
      case "lro_length_lim" ->
          Integer.toString(Math.max(setting("lro_length_lim"), 2 * source.face().mtu()));
      case "rss_key" -> source.rss().key().toString();
      default -> settings.get(sysctl.name());
    };
  }

  private Optional<NvscEffect.Agreement> agreement() {
    return source.agreement();
  }

  private String state(String name) {
    var tso = source.face().tso();
    return switch (name) {
      case "vf" -> source.vf().map(VfId::toString).orElse("");
      case "rxvf" -> source.rxVf().map(VfId::toString).orElse("");
      case "vf_xpnt_enabled" -> flag(source.isOnVf());
      case "nvs_version" -> number(agreement().map(agreed -> agreed.version().wire()));
      case "ndis_version" -> agreement().map(NicSysctls::ndisVersion).orElse("0.0");
      case "caps" ->
          BitNames.CAPABILITIES.text(agreement().map(DriverWords::capabilities).orElse(0));
      case "hwassist" ->
          BitNames.ASSIST.text(
              agreement().map(agreed -> DriverWords.assist(source.face(), agreed)).orElse(0));
      case "tso_max" -> Integer.toString(tso.max());
      case "tso_maxsegcnt" -> Integer.toString(tso.segments());
      case "tso_maxsegsz" -> Integer.toString(tso.segmentSize());
      case "rxfilter" -> BitNames.FILTER.text(source.filter());
      case "rss_hash" -> BitNames.HASH.text(source.rss().hashInfo());
      case "rss_hashcap" -> BitNames.HASH.text(source.rss().hashInfoOffered());
      case "mbuf_hash" -> BitNames.HASH.text(shownHash());
      case "rss_ind_size" -> Integer.toString(source.rss().entries());
      case "rx.K.pktbuf_len" -> "0";
      case "rndis_agg_size" ->
          agreement().map(agreed -> Long.toString(agreed.transferMax())).orElse("0");
      case "rndis_agg_pkts" ->
          agreement().map(agreed -> Long.toString(agreed.packetsMax())).orElse("0");
      case "rndis_agg_align" -> number(agreement().map(NvscEffect.Agreement::alignment));
      case "agg_szmax" -> number(agreement().map(limits()::bytesMax));
      case "agg_pktmax" -> number(agreement().map(limits()::packetsMax));
      case "agg_align" -> number(agreement().map(TransmitLimits::alignment));
      case "rx_ring_cnt", "tx_ring_cnt" -> "1";
      case "rx_ring_inuse", "tx_ring_inuse" -> flag(source.isReady());
      case "txdesc_cnt" -> Integer.toString(GuestTransmit.DESCRIPTORS);
      case "tx_chimney_max" -> number(agreement().map(NvscEffect.Agreement::sectionBytes));
      case "tx.K.oactive" -> flag(source.isBlocked());
      default -> throw new IllegalStateException("no value for " + name);
    };
  }

  private int shownHash() {
    var visible = source.rss().visible();
    return visible.equals(RssTypes.ALL) ? HASH_ALL : visible.ndis();
  }

  private static String number(Optional<Integer> value) {
    return Integer.toString(value.orElse(0));
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }

  private static String ndisVersion(NvscEffect.Agreement agreed) {
    int version = agreed.version().ndisVersion();
    return (version >>> 16) + "." + (version & 0xffff);
  }

  /** Writes a setting, or zeroes a counter. */
  Outcome write(String name, String value) {
    var found = DeviceSysctls.find(name).filter(one -> DeviceSysctls.exists(one, transparent));
    if (found.isEmpty() || !isMine(found.get(), name)) {
      return Outcome.refused(Refusal.NOT_FOUND, "unknown oid '" + name + "'");
    }
    var sysctl = found.get();
    var checked = sysctl.checkWrite(name, value, allowed(sysctl));
    if (checked instanceof Outcome.Done) {
      checked = checkNow(sysctl, name, value);
    }
    if (checked instanceof Outcome.Done) {
      set(sysctl, name, value);
    }
    return checked;
  }

  void save(StateTree.Writer into) {
    into.texts("settings", settings).counts("zeroed", zeroed);
  }

  /** Goes on with the settings of another one; a name that is not known here is passed over. */
  void restore(StateTree.Reader from) {
    var values = from.texts("settings");
    for (var entry : values.entrySet()) {
      var name = entry.getKey();
      var sysctl = DeviceSysctls.find(name);
      if (sysctl.isEmpty() || !settings.containsKey(name) || name.equals("rss_ind")) {
        continue;
      }
      var checked = sysctl.get().checkWrite(name, entry.getValue(), sysctl.get().values());
      if (checked instanceof Outcome.Refused(var _, var detail)
          && !entry.getValue().equals(settings.get(name))) {
        throw from.wrong(name, detail);
      }
      settings.put(name, entry.getValue());
    }
    from.counts("zeroed")
        .forEach(
            (name, value) ->
                DeviceSysctls.find(name)
                    .filter(one -> one.access() == Access.COUNTER)
                    .ifPresent(one -> zeroed.put(name, value)));
    accurateBpf = setting("vf_xpnt_accbpf") != 0;
    source.limits(limits());
  }

  /** There is one ring. */
  private static boolean isMine(Sysctl sysctl, String name) {
    return sysctl.name().replace(".K.", ".0.").equals(name);
  }

  /** The VF whose RSS key hn has: a paired one, or one that receives by the channel. */
  private Optional<VfId> keyOwner() {
    return transparent ? source.vf() : source.rxVf();
  }

  /** What depends on the state of the device. */
  private Outcome checkNow(Sysctl sysctl, String name, String value) {
    return switch (sysctl.name()) {
      case "rss_key" ->
          keyOwner()
              .map(of -> Errno.EBUSY.refused(name, value, "the VF " + of + " is paired"))
              .orElse(Outcome.DONE);
      case "rss_ind" -> Errno.EOPNOTSUPP.refused(name, value, "there is one receive ring");
      case "tx_chimney_size" ->
          agreement().isEmpty()
              ? Errno.EOPNOTSUPP.refused(name, value, "there is no send buffer")
              : Outcome.DONE;
      default -> Outcome.DONE;
    };
  }

  /** What is allowed as the device is now. */
  private Values allowed(Sysctl sysctl) {
    return switch (sysctl.name()) {
      case "tx_chimney_size" ->
          agreement()
              .<Values>map(agreed -> Values.Integers.of(1, agreed.sectionBytes()))
              .orElse(sysctl.values());
      case "lro_length_lim" ->
          Values.Integers.of(2L * source.face().mtu(), DeviceSysctls.LRO_LENGTH_MAX);
      default -> sysctl.values();
    };
  }

  private void set(Sysctl sysctl, String name, String value) {
    if (sysctl.access() == Access.COUNTER) {
      zeroed.put(name, source.counters().getOrDefault(name, 0L));
      return;
    }
    if (sysctl.name().equals("rss_key")) {
      source.rssKey(RssKey.parse(value));
      return;
    }
    settings.put(
        name,
        sysctl.type() == Sysctl.Type.INT
            ? Long.toString(Values.Integers.parse(value).orElseThrow())
            : value.toLowerCase(Locale.ROOT));
    accurateBpf = setting("vf_xpnt_accbpf") != 0;
    source.limits(limits());
  }
}
