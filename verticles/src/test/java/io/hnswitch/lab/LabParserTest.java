package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.rss.VfRss;
import io.hnswitch.sysctl.Tunable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabParserTest {

  private static NicSpec nic(LabSpec lab, String id) {
    return lab.nic(NicId.parse(id)).orElseThrow();
  }

  @Test
  void readsHowVfsHash() {
    var key = "00ff".repeat(26);
    var rss = "rss: { function: toeplitz, key: \"" + key + "\", types: [ipv4], report: true }";
    var lab =
        Labs.accepted(
            Labs.spec(
                "switches: { s: {} }",
                "adapters: { p: { switch: s, " + rss + " }, q: { switch: s, rss: {} } }"));
    assertEquals(
        new VfRss(RssFunction.TOEPLITZ, RssKey.parse(key), RssTypes.of(RssType.IPV4), true),
        lab.adapters().get("p").rss());
    assertEquals(VfRss.DEFAULT, lab.adapters().get("q").rss());
  }

  @Test
  void readsTheDocumentedExample() {
    var lab = Labs.accepted(Labs.EXAMPLE);
    assertEquals("vf-failover", lab.metadata().name());
    assertEquals(42, lab.seed());
    assertEquals(Map.of(Tunable.VF_TRANSPARENT, 1), lab.tunables());
    assertEquals(2, lab.tunable(Tunable.VF_XPNT_ATTWAIT));
    assertEquals(
        new SwitchSpec(
            "sw0",
            Duration.ofSeconds(300),
            Map.of(
                MacAddress.parse("00:15:5d:00:00:0a"), "a:hn0",
                MacAddress.parse("00:15:5d:00:00:0b"), "pf0"),
            MulticastPolicy.OFF,
            Map.of(),
            ""),
        lab.switches().get("sw0"));
    assertEquals(
        new AdapterSpec(
            "pf0",
            "sw0",
            4,
            OffloadCaps.of(Offload.RXCSUM, Offload.TXCSUM, Offload.TSO4),
            new TsoLimits(32768, 16, 4096),
            Duration.ofSeconds(1),
            9216,
            VfRss.DEFAULT,
            QueueSpec.NONE),
        lab.adapters().get("pf0"));
    var mac = MacAddress.parse("00:15:5d:00:00:0a");
    assertEquals(
        new NicSpec(
            new NicId("a", "hn0"),
            mac,
            "sw0",
            1500,
            2,
            NicSpec.DEFAULT_OFFLOADS,
            true,
            QueueSpec.NONE,
            PortPolicy.NONE,
            new EndpointSpec.Tap("hn0", "blue", List.of(IpPrefix.parse("10.0.0.1/24")), mac, 1500),
            new VfSpec.From("pf0", true)),
        nic(lab, "a:hn0"));
    assertEquals(
        List.of("a", "b", "load-1", "load-2", "load-3", "load-4"),
        List.copyOf(lab.guests().keySet()));
    assertEquals(
        new FlowSpec(
            "f1",
            new NicId("load-1", "hn0"),
            new NicId("b", "hn0"),
            7,
            new Rate(2000),
            512,
            0,
            true),
        lab.flows().get("f1"));
  }

  @Test
  void inheritsFromProfileBeforeDefaultsBeforeBuiltIn() {
    var nic = nic(Labs.accepted(Labs.EXAMPLE), "b:hn0");
    assertEquals(1400, nic.mtu());
    assertEquals(OffloadCaps.of(Offload.RXCSUM), nic.offloads());
    assertEquals(2, nic.channels());
    assertTrue(nic.up());
    assertEquals(
        EnumSet.of(HostAnswer.ARP, HostAnswer.ICMP, HostAnswer.UDP_ECHO),
        ((EndpointSpec.Host) nic.endpoint()).answers());
  }

  @Test
  void takesAnObjectsOwnKeyBeforeAllElse() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "defaults: { nic: { mtu: 1000, vf: { adapter: pf0 } } }",
                "profiles: { p: { mtu: 1100 } }",
                "switches: { sw0: {} }",
                "adapters: { pf0: { switch: sw0 } }",
                "guests: { a: { nics: { n: { profile: p, switch: sw0, mtu: 1200, vf: none } } }"
                    + " }"));
    assertEquals(1200, nic(lab, "a:n").mtu());
    assertEquals(VfSpec.NONE, nic(lab, "a:n").vf());
  }

  @Test
  void countsAddressesUp() {
    var lab = Labs.accepted(Labs.EXAMPLE);
    for (int n = 1; n <= 4; n++) {
      var host = (EndpointSpec.Host) nic(lab, "load-" + n + ":hn0").endpoint();
      assertEquals(List.of(IpPrefix.parse("10.0.0." + (10 + n) + "/24")), host.ips());
    }
  }

  @Test
  void countsMacsTapsAndNamespacesUp() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "switches: { sw0: {} }",
                "guests:",
                "  g:",
                "    count: 3",
                "    nics:",
                "      n:",
                "        switch: sw0",
                "        mac: \"00:15:5d:00:00:fe\"",
                "        endpoint: { tap: { name: t, netns: blue, ip: [10.0.0.9/24,"
                    + " \"fd00::ff/64\"] } }"));
    var nic = nic(lab, "g-3:n");
    assertEquals("00:15:5d:00:01:00", nic.mac().toString());
    assertEquals(
        new EndpointSpec.Tap(
            "t-3",
            "blue-3",
            List.of(IpPrefix.parse("10.0.0.11/24"), IpPrefix.parse("fd00::101/64")),
            nic.mac(),
            1500),
        nic.endpoint());
  }

  @Test
  void countsInterfacesAndSocketsUp() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "switches: { s: {} }",
                "guests:",
                "  g:",
                "    count: 2",
                "    nics:",
                "      p: { switch: s, endpoint: { packet: { interface: veth, netns: x } } }",
                "      u: { switch: s, endpoint: { qemu: { stream: { listen: \"unix:/run/v\" } } }"
                    + " }",
                "      t: { switch: s, endpoint: { qemu: { stream: { connect: \"[::1]:700\" } } }"
                    + " }",
                "      d:",
                "        switch: s",
                "        endpoint:",
                "          qemu: { dgram: { local: \"127.0.0.1:0\", remote: \"127.0.0.1:800\" }"
                    + " }"));
    assertEquals(new EndpointSpec.Packet("veth-2", "x-2"), nic(lab, "g-2:p").endpoint());
    assertEquals(
        EndpointSpec.Qemu.listen(new SocketPlace.Unix("/run/v-2")), nic(lab, "g-2:u").endpoint());
    assertEquals(
        EndpointSpec.Qemu.connect(SocketPlace.parse("[::1]:701")), nic(lab, "g-2:t").endpoint());
    assertEquals(
        EndpointSpec.Qemu.datagrams(
            SocketPlace.parse("127.0.0.1:0"), SocketPlace.parse("127.0.0.1:801")),
        nic(lab, "g-2:d").endpoint());
  }

  @Test
  void readsJsonWithTabsToo() {
    var lab = Labs.accepted(Labs.EXAMPLE);
    assertEquals(lab, Labs.accepted(LabWriter.json(lab).replace("  ", "\t")));
  }

  @Test
  void takesAnchorsAndFreeKeys() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "x-common: &nic { switch: sw0, x-note: [free, { form: true }] }",
                "switches: { sw0: {} }",
                "guests: { a: { nics: { n: *nic } }, b: { nics: { n: *nic } } }"));
    assertEquals(2, lab.nics().size());
  }

  @Test
  void knowsTheOneMeaningOfYesAndNo() {
    assertEquals(
        "lab.yaml:6:46: spec.guests.a.nics.n.up must be true or false, not \"no\""
            + " (did you mean \"false\"?)",
        Labs.problems(
            Labs.spec(
                "switches: { s: {} }", "guests: { a: { nics: { n: { switch: s, up: no } } } }")));
  }

  @Test
  void replacesTooShortAnAttachWaitAndSaysSo() {
    var text = Labs.spec("tunables: { hw.hn.vf_xpnt_attwait: 0 }");
    assertEquals(2, Labs.accepted(text).tunable(Tunable.VF_XPNT_ATTWAIT));
    assertEquals(
        "lab.yaml:5:38: hw.hn.vf_xpnt_attwait 0 is replaced by 2: it is the minimum",
        Labs.warnings(text));
  }

  @Test
  void forcesTheOldTransmitMethodOffInTransparentMode() {
    var text = Labs.spec("tunables: { hw.hn.use_if_start: 1, hw.hn.vf_transparent: 1 }");
    assertEquals(0, Labs.accepted(text).tunable(Tunable.USE_IF_START));
    assertEquals(
        "lab.yaml:5:35: hw.hn.use_if_start 1 is replaced by 0: transparent mode is on",
        Labs.warnings(text));
  }

  @Test
  void replacesTaskQueuesThatTheDriverDoesNotHave() {
    var text = Labs.spec("tunables: { hw.hn.tx_taskq_cnt: 0, hw.hn.tx_taskq_mode: 7 }");
    assertEquals(Map.of(), Labs.accepted(text).tunables());
    assertEquals(
        List.of(
            "hw.hn.tx_taskq_cnt 0 is replaced by 1: it is the minimum",
            "hw.hn.tx_taskq_mode 7 is replaced by 0: there is no such mode"),
        assertInstanceOf(LabResult.Accepted.class, LabParser.parse(text)).warnings().stream()
            .map(LabProblem::message)
            .toList());
  }

  @Test
  void warnsOfAnMtuThatTheVfCannotTake() {
    assertEquals(
        "lab.yaml:7:57: MTU 9000 of a:n is more than the 1500 of adapter p: its VF will not come"
            + " up",
        Labs.warnings(
            Labs.spec(
                "switches: { s: {} }",
                "adapters: { p: { switch: s, mtu: 1500 } }",
                "guests: { a: { nics: { n: { switch: s, mtu: 9000, vf: { adapter: p } } } } }")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo.yaml", "netns.yaml"})
  void acceptsTheFilesThatShip(String name) throws Exception {
    var text = Files.readAllBytes(Labs.conf(name));
    var result = assertInstanceOf(LabResult.Accepted.class, LabParser.parse(text));
    assertEquals(List.of(), result.warnings());
    assertEquals(1, result.spec().tunable(Tunable.VF_TRANSPARENT));
    assertTrue(new String(text, StandardCharsets.UTF_8).startsWith("# "));
  }
}
