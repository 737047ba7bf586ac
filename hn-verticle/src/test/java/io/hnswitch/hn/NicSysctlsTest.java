package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.hn.rss.RssAnswer;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.sysctl.Access;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Tunables;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicSysctlsTest {

  private static final String KEY = "6d5a".repeat(20);
  private static final VfId VF = new VfId("pf0", 0);

  private final Device device = new Device();

  /** A device whose state a test sets. */
  private static final class Device implements NicSysctls.Source {
    final NicInterface face =
        new NicInterface(
            OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.LRO), 1500, true);
    final Map<String, Long> counters = new HashMap<>();
    Optional<VfId> vf = Optional.empty();
    Optional<VfId> rxVf = Optional.empty();
    Optional<NvscEffect.Agreement> agreement =
        Optional.of(
            new NvscEffect.Agreement(
                NvsVersion.V6_1,
                1500,
                new MacAddress(1),
                NdisOffload.offered(),
                6144,
                2560,
                0xefff_ffffL,
                8,
                8));
    final RssAgreement rss = new RssAgreement();
    boolean onVf;
    boolean blocked;
    TransmitLimits limits = TransmitLimits.AUTOMATIC;

    Device() {
      face.negotiated(NdisOffload.offered().capabilities(1500).with(Offload.LRO), 62_780, 2);
    }

    @Override
    public Optional<VfId> vf() {
      return vf;
    }

    @Override
    public Optional<VfId> rxVf() {
      return rxVf;
    }

    @Override
    public boolean isOnVf() {
      return onVf;
    }

    @Override
    public NicInterface face() {
      return face;
    }

    @Override
    public Optional<NvscEffect.Agreement> agreement() {
      return agreement;
    }

    @Override
    public int filter() {
      return PacketFilter.choose(false, true, true);
    }

    @Override
    public boolean isReady() {
      return agreement.isPresent();
    }

    @Override
    public boolean isBlocked() {
      return blocked;
    }

    @Override
    public Map<String, Long> counters() {
      return counters;
    }

    @Override
    public RssAgreement rss() {
      return rss;
    }

    @Override
    public void rssKey(RssKey key) {
      rss.writeKey(key);
    }

    @Override
    public void limits(TransmitLimits next) {
      limits = next;
    }
  }

  private static Tunables with(Tunable tunable, int value) {
    return new Tunables(Map.of(Tunable.VF_TRANSPARENT, 1, tunable, value));
  }

  private NicSysctls transparent() {
    return new NicSysctls(new Tunables(Map.of(Tunable.VF_TRANSPARENT, 1)), device);
  }

  private static Outcome.Refused refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsEachNameOnceInOrder(boolean transparent) {
    var tunables = transparent ? Map.of(Tunable.VF_TRANSPARENT, 1) : Map.<Tunable, Integer>of();
    var wanted =
        DeviceSysctls.list().stream()
            .filter(one -> DeviceSysctls.exists(one, transparent))
            .map(one -> one.name().replace(".K.", ".0."))
            .filter(name -> !name.equals(DeviceSysctls.DESC))
            .toList();
    var found = new NicSysctls(new Tunables(tunables), device).read().keySet();
    assertEquals(wanted, found.stream().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vf | ''",
        "vf_xpnt_enabled | 0",
        "vf_xpnt_accbpf | 0",
        "nvs_version | 393217",
        "ndis_version | 6.30",
        "caps | 3ff<VLAN,MTU,IPCS,TCP4CS,TCP6CS,UDP4CS,UDP6CS,TSO4,TSO6,HASHVAL>",
        "hwassist | 17<CSUM_IP,CSUM_IP_UDP,CSUM_IP_TCP,CSUM_IP_TSO>",
        "tso_max | 62762",
        "tso_maxsegcnt | 31",
        "tso_maxsegsz | 4096",
        "rxfilter | d<DIRECT,ALLMULTI,BROADCAST>",
        "rss_hash | 0",
        "rndis_agg_size | 4026531839",
        "rndis_agg_pkts | 8",
        "rndis_agg_align | 8",
        "agg_szmax | 6144",
        "agg_pktmax | 8",
        "agg_align | 8",
        "rx_ring_cnt | 1",
        "tx_ring_inuse | 1",
        "txdesc_cnt | 512",
        "tx_chimney_max | 6144",
        "tx_chimney_size | 6144",
        "agg_size | -1",
        "polling | 0",
        "direct_tx_size | 128",
        "sched_tx | 1",
        "lro_length_lim | 37500",
        "lro_ackcnt_lim | 2",
        "trust_hosttcp | 1",
        "rsc_switch | 0",
        "tx.0.oactive | 0",
      })
  void showsWhatTheDeviceHas(String name, String value) {
    assertEquals(value, transparent().read().get(name));
  }

  @Test
  void showsNothingAgreedBeforeThereIsASession() {
    device.agreement = Optional.empty();
    var values = transparent().read();
    assertEquals("0", values.get("caps"));
    assertEquals("0", values.get("hwassist"));
    assertEquals("0", values.get("tx_chimney_max"));
    assertEquals("0", values.get("rx_ring_inuse"));
    assertEquals("0.0", values.get("ndis_version"));
    var refused = refused(transparent().write("tx_chimney_size", "100"));
    assertEquals("tx_chimney_size=100: EOPNOTSUPP: there is no send buffer", refused.detail());
  }

  @Test
  void followsTheVf() {
    var sysctls = transparent();
    device.vf = Optional.of(VF);
    assertEquals("pf0/vf0", sysctls.read().get("vf"));
    assertEquals("0", sysctls.read().get("vf_xpnt_enabled"), "during the wait");
    device.onVf = true;
    assertEquals("1", sysctls.read().get("vf_xpnt_enabled"));
  }

  @Test
  void showsOnlyAssistanceThatIsEnabled() {
    device.face.setOffloads(OffloadCaps.of(Offload.TXCSUM_IPV6, Offload.TSO6));
    assertEquals(
        "1600<CSUM_IP6_UDP,CSUM_IP6_TCP,CSUM_IP6_TSO>", transparent().read().get("hwassist"));
  }

  @Test
  void startsWithTheTunables() {
    assertEquals(
        "1000",
        new NicSysctls(with(Tunable.TX_CHIMNEY_SIZE, 1000), device).read().get("tx_chimney_size"));
    assertEquals(
        "6144",
        new NicSysctls(with(Tunable.TX_CHIMNEY_SIZE, 9000), device).read().get("tx_chimney_size"));
    assertEquals(
        "0", new NicSysctls(with(Tunable.TX_AGG_PKTS, 0), device).read().get("agg_pktmax"));
    assertEquals(2048, new NicSysctls(with(Tunable.TX_AGG_SIZE, 2048), device).limits().bytes());
    assertEquals(
        "0", new NicSysctls(with(Tunable.TRUST_HOSTIP, 0), device).read().get("trust_hostip"));
    assertTrue(new NicSysctls(with(Tunable.VF_XPNT_ACCBPF, 1), device).isAccurateBpf());
  }

  @ParameterizedTest
  @CsvSource({
    "vf_xpnt_accbpf, 1",
    "agg_size, 4096",
    "agg_pkts, 4",
    "polling, 1000",
    "tx_chimney_size, 6144",
    "direct_tx_size, 64",
    "sched_tx, 0",
    "lro_length_lim, 3000",
    "lro_ackcnt_lim, 65536",
    "trust_hosttcp, 0",
    "trust_hostudp, 0",
    "trust_hostip, 0",
    "rsc_switch, 1",
  })
  void keepsASetting(String name, String value) {
    var sysctls = transparent();
    assertEquals(Outcome.DONE, sysctls.write(name, value));
    assertEquals(value, sysctls.read().get(name));
  }

  @Test
  void tellsTheTransmitPathItsNewLimits() {
    var sysctls = transparent();
    sysctls.write("tx_chimney_size", "200");
    sysctls.write("agg_size", "0x800");
    sysctls.write("agg_pkts", "3");
    assertEquals(new TransmitLimits(200, 2048, 3), device.limits);
    assertEquals("2048", sysctls.read().get("agg_size"));
    assertEquals("2048", sysctls.read().get("agg_szmax"));
    assertEquals("3", sysctls.read().get("agg_pktmax"));
  }

  @Test
  void switchesAccurateBpf() {
    var sysctls = transparent();
    assertFalse(sysctls.isAccurateBpf());
    sysctls.write("vf_xpnt_accbpf", "1");
    assertTrue(sysctls.isAccurateBpf());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tx_chimney_size | 0 | INVALID_VALUE | tx_chimney_size=0: EINVAL: must be 1 to 6144",
        "tx_chimney_size | 6145 | INVALID_VALUE | tx_chimney_size=6145: EINVAL: must be 1 to 6144",
        "lro_length_lim | 2999 | INVALID_VALUE"
            + " | lro_length_lim=2999: EINVAL: must be 3000 to 65535",
        "polling | 5 | INVALID_VALUE | polling=5: EINVAL: must be 0 or 100 to 1000000",
        "nvs_version | 1 | NOT_PERMITTED | nvs_version=1: EPERM: it is read-only",
        "tx.0.oactive | 1 | NOT_PERMITTED | tx.0.oactive=1: EPERM: it is read-only",
        "rxvf | x | NOT_FOUND | unknown oid 'rxvf'",
        "tx.1.packets | 0 | NOT_FOUND | unknown oid 'tx.1.packets'",
        "tx.K.packets | 0 | NOT_FOUND | unknown oid 'tx.K.packets'",
        "colour | red | NOT_FOUND | unknown oid 'colour'",
      })
  void refusesWithTheReason(String name, String value, Refusal reason, String detail) {
    var sysctls = transparent();
    var before = sysctls.read();
    assertEquals(new Outcome.Refused(reason, detail), sysctls.write(name, value));
    assertEquals(before, sysctls.read());
  }

  @Test
  void refusesAnIndirectionTableWithOneRing() {
    var refused = refused(transparent().write("rss_ind", "0" + " 0".repeat(127)));
    assertEquals(Refusal.NOT_SUPPORTED, refused.reason());
    assertTrue(refused.detail().endsWith(": EOPNOTSUPP: there is one receive ring"));
  }

  // holds: S88
  @Test
  void takesARssKeyOnlyWithoutAVf() {
    var sysctls = transparent();
    device.vf = Optional.of(VF);
    var refused = refused(sysctls.write("rss_key", KEY));
    assertEquals(Refusal.STATE_CONFLICT, refused.reason());
    assertEquals("rss_key=" + KEY + ": EBUSY: the VF pf0/vf0 is paired", refused.detail());
    device.vf = Optional.empty();
    assertEquals(Outcome.DONE, sysctls.write("rss_key", KEY.toUpperCase(Locale.ROOT)));
    assertEquals(KEY, sysctls.read().get("rss_key"));
  }

  @Test
  void showsWhatTheHostHashes() {
    int all = RssHash.TOEPLITZ | RssHash.IPV4 | RssHash.TCP_IPV4;
    device.rss.attach(new NdisRssCaps.Choice(4, 128, all), 4, 1);
    var values = transparent().read();
    assertEquals("301<TOEPLITZ,IP4,TCP4>", values.get("rss_hash"));
    assertEquals("301<TOEPLITZ,IP4,TCP4>", values.get("rss_hashcap"));
    assertEquals("128", values.get("rss_ind_size"));
    assertEquals(RssKey.WELL_KNOWN.toString(), values.get("rss_key"));
    assertEquals("3f00<IP4,TCP4,IP6,IP6EX,TCP6,TCP6EX>", values.get("mbuf_hash"));
    device.rss.fixup(VF, false);
    device.rss.keyAnswered(1, new RssAnswer.NotSupported());
    assertEquals("0", transparent().read().get("mbuf_hash"));
  }

  @Test
  void zeroesEveryCounterByAnyWrite() {
    var sysctls = transparent();
    var names =
        DeviceSysctls.list().stream()
            .filter(one -> one.access() == Access.COUNTER)
            .map(one -> one.name().replace(".K.", ".0."))
            .collect(Collectors.toUnmodifiableSet());
    names.forEach(name -> device.counters.put(name, 7L));
    for (var name : names) {
      assertEquals("7", sysctls.read().get(name));
      assertEquals(Outcome.DONE, sysctls.write(name, "whatever"));
      assertEquals("0", sysctls.read().get(name));
      device.counters.merge(name, 2L, Long::sum);
      assertEquals("2", sysctls.read().get(name));
    }
  }

  @Test
  void raisesTheLroLimitWithTheMtu() {
    var sysctls = transparent();
    sysctls.write("lro_length_lim", "3000");
    device.face.mtu(9000);
    assertEquals("18000", sysctls.read().get("lro_length_lim"));
  }
}
