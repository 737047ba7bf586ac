package io.hnswitch.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The definitions against lists that were written by hand from the behaviour reference. */
class SysctlDefinitionsTest {

  /** Section 2.1: name, default, access. */
  private static final String HW =
      """
      vf_transparent 0 rdtun
      vf_xpnt_accbpf 0 rdtun
      vf_xpnt_attwait 2 rwtun
      vflist - rd
      vfmap - rd
      trust_hosttcp 1 rdtun
      trust_hostudp 1 rdtun
      trust_hostip 1 rdtun
      enable_udp4cs 1 rdtun
      enable_udp6cs 1 rdtun
      udpcs_fixup 0 counter
      udpcs_fixup_mtu 1420 rwtun
      tso_maxlen 65535 rdtun
      tx_chimney_size 0 rdtun
      direct_tx_size 128 rdtun
      lro_entry_count 128 rdtun
      lro_mbufq_depth 0 rdtun
      tx_taskq_cnt 1 rdtun
      tx_taskq_mode 0 rdtun
      use_txdesc_bufring 1 rd
      use_if_start 0 rdtun
      chan_cnt 0 rdtun
      tx_ring_cnt 0 rdtun
      tx_swq_depth 0 rdtun
      tx_agg_size -1 rdtun
      tx_agg_pkts -1 rdtun
      """;

  /** Section 2.2: access and names; settings with the defaults that the section gives. */
  private static final String DEVICE =
      """
      rd %desc vf rxvf vf_xpnt_enabled
      rd nvs_version ndis_version caps hwassist tso_max tso_maxsegcnt tso_maxsegsz rxfilter
      rd rss_hash rss_hashcap mbuf_hash rss_ind_size rndis_agg_size rndis_agg_pkts
      rd rndis_agg_align agg_szmax agg_pktmax agg_align rx_ring_cnt rx_ring_inuse tx_ring_cnt
      rd tx_ring_inuse txdesc_cnt tx_chimney_max rx.K.pktbuf_len tx.K.oactive
      rw vf_xpnt_accbpf=0 rss_key rss_ind agg_size=-1 agg_pkts=-1 polling=0 tx_chimney_size
      rw direct_tx_size=128 sched_tx=1 lro_length_lim lro_ackcnt_lim trust_hosttcp=1
      rw trust_hostudp=1 trust_hostip=1 rsc_switch=0
      counter lro_queued=0 lro_flushed=0 lro_tried=0 csum_ip=0 csum_tcp=0 csum_udp=0
      counter csum_trusted=0 small_pkts=0 rx_ack_failed=0 no_txdescs=0 send_failed=0
      counter txdma_failed=0 agg_flush_failed=0 tx_collapsed=0 tx_chimney=0 tx_chimney_tried=0
      counter rx.K.packets=0 rx.K.rss_pkts=0 rx.K.rsc_pkts=0 rx.K.rsc_drop=0
      counter tx.K.packets=0 tx.K.sends=0
      """;

  @Test
  void areTheModulesNamesWithDefaultsAndAccess() {
    var found =
        HwSysctls.list().stream()
            .map(
                one ->
                    one.name()
                        + " "
                        + (one.initial().isEmpty() ? "-" : one.initial())
                        + " "
                        + one.access().slug())
            .toList();
    assertEquals(HW.lines().toList(), found);
  }

  @Test
  void areTheDevicesNamesWithDefaultsAndAccess() {
    var names = new HashSet<String>();
    for (var line : DEVICE.lines().toList()) {
      var words = List.of(line.split(" "));
      for (var word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        var one = DeviceSysctls.find(name).orElseThrow(() -> new AssertionError(name));
        assertEquals(words.getFirst(), one.access().slug(), name);
        if (equals > 0) {
          assertEquals(word.substring(equals + 1), one.initial(), name);
        }
        names.add(name);
      }
    }
    assertEquals(names, new HashSet<>(DeviceSysctls.list().stream().map(Sysctl::name).toList()));
  }

  @Test
  void saySomethingAboutEachName() {
    Stream.concat(HwSysctls.list().stream(), DeviceSysctls.list().stream())
        .forEach(
            one -> {
              assertTrue(one.summary().matches("[^.]{8,90}(\\.[a-z]+)?"), one.name());
              assertTrue(one.hasEffect() || one.effect().startsWith("none: "), one.name());
            });
  }

  @Test
  void haveADefaultThatIsAllowed() {
    Stream.concat(HwSysctls.list().stream(), DeviceSysctls.list().stream())
        .filter(one -> !one.initial().isEmpty())
        .forEach(one -> assertTrue(one.values().allows(one.initial()), one.name()));
  }

  // holds: S102
  @Test
  void existAsTheModeWants() {
    for (var one : DeviceSysctls.list()) {
      boolean only = List.of("vf_xpnt_enabled", "vf_xpnt_accbpf").contains(one.name());
      assertEquals(!one.name().equals("rxvf"), DeviceSysctls.exists(one, true), one.name());
      assertEquals(!only, DeviceSysctls.exists(one, false), one.name());
    }
  }

  @Test
  void nameEveryRing() {
    assertEquals("rx.K.packets", DeviceSysctls.find("rx.17.packets").orElseThrow().name());
    assertEquals("tx.K.sends", DeviceSysctls.find("tx.0.sends").orElseThrow().name());
    assertTrue(DeviceSysctls.find("rx..packets").isEmpty());
    assertTrue(DeviceSysctls.find("rx.0.sends").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "polling | 99 | polling=99: EINVAL: must be 0 or 100 to 1000000",
        "polling | 1000001 | polling=1000001: EINVAL: must be 0 or 100 to 1000000",
        "polling | often | polling=often: EINVAL: must be 0 or 100 to 1000000",
        "vf_xpnt_accbpf | 2 | vf_xpnt_accbpf=2: EINVAL: must be 0 to 1",
        "lro_ackcnt_lim | 1 | lro_ackcnt_lim=1: EINVAL: must be 2 to 65536",
        "lro_ackcnt_lim | 65537 | lro_ackcnt_lim=65537: EINVAL: must be 2 to 65536",
        "lro_length_lim | 65536 | lro_length_lim=65536: EINVAL: must be 0 to 65535",
        "rss_key | beef | rss_key=beef: EINVAL: must be 40 bytes as 80 hexadecimal digits",
        "rss_ind | 0 0 | rss_ind=0 0: EINVAL: must be 128 ring numbers",
        "tx_chimney_size | 0 | tx_chimney_size=0: EINVAL: must be 1 to 2147483647",
        "agg_size | 9999999999 | agg_size=9999999999: EINVAL: must be -2147483648 to 2147483647",
        "vf | pf0/vf0 | vf=pf0/vf0: EPERM: it is read-only",
        "txdesc_cnt | 1 | txdesc_cnt=1: EPERM: it is read-only",
      })
  void refuseADevicesValue(String name, String value, String detail) {
    assertEquals(detail, refused(DeviceSysctls.find(name).orElseThrow().checkWrite(name, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vf_xpnt_attwait | 86401 | EINVAL: must be -2147483648 to 86400",
        "udpcs_fixup_mtu | -1 | EINVAL: must be 0 to 65535",
        "udpcs_fixup_mtu | '' | EINVAL: must be 0 to 65535",
        "vflist | x | EPERM: it is read-only",
        "use_txdesc_bufring | 0 | EPERM: it is read-only",
        "vf_transparent | 1 | EPERM: the driver reads it when it starts: set it in the lab file,"
            + " in spec.tunables",
      })
  void refuseAModulesValue(String name, String value, String why) {
    var full = HwSysctls.PREFIX + name;
    assertEquals(
        full + "=" + value + ": " + why,
        refused(HwSysctls.find(name).orElseThrow().checkWrite(full, value)));
  }

  private static String refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).detail();
  }

  @ParameterizedTest
  @CsvSource({
    "polling, 0",
    "polling, 100",
    "polling, 0x64",
    "polling, 1000000",
    "agg_size, -1",
    "lro_ackcnt_lim, 65536",
    "vf_xpnt_accbpf, 1",
    "tx_chimney, anything"
  })
  void takeADevicesValue(String name, String value) {
    assertEquals(Outcome.DONE, DeviceSysctls.find(name).orElseThrow().checkWrite(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "VF_XPNT_ATTWAIT, 1, 2",
    "VF_XPNT_ATTWAIT, -5, 2",
    "VF_XPNT_ATTWAIT, 5, 5",
    "TX_TASKQ_CNT, 0, 1",
    "TX_TASKQ_CNT, 3, 3",
    "TX_TASKQ_MODE, 3, 0",
    "TX_TASKQ_MODE, -1, 0",
    "TX_TASKQ_MODE, 2, 2",
    "USE_IF_START, 1, 0",
    "TX_RING_CNT, -4, -4"
  })
  void areReplacedAsTheDriverDoesIt(Tunable tunable, int value, int effective) {
    assertEquals(effective, tunable.effective(value, true));
    assertFalse(tunable.replacedBecause().isEmpty());
  }

  @Test
  void keepTheOldTransmitMethodWithoutTransparentMode() {
    assertEquals(1, Tunable.USE_IF_START.effective(1, false));
  }

  @Test
  void giveTunablesTheirDefaults() {
    assertEquals(1420, Tunables.DEFAULTS.get(Tunable.UDPCS_FIXUP_MTU));
    assertFalse(Tunables.DEFAULTS.isTransparent());
  }
}
