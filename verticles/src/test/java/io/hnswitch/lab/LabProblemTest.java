package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of problem with its exact line, column and words. */
class LabProblemTest {

  private static final String SWITCH = "switches: { s: {} }";

  private static final String HOSTS =
      "guests: { a: { nics: { n: { switch: s, endpoint: { host: { ip: 10.0.0.1/24 } } } } }, b: {"
          + " nics: { n: { switch: s, endpoint: { host: { ip: 10.0.0.2/24, answers: [arp] } } } } }"
          + " }";

  /** A NIC of guest a; its first key is at line 6, column 32. */
  private static String nic(String keys) {
    return Labs.spec(SWITCH, "guests: { a: { nics: { n: { " + keys + " } } } }");
  }

  /** A capture beside a NIC and an adapter; its first key is at line 8, column 20. */
  private static String capture(String keys) {
    return Labs.spec(
        SWITCH,
        "adapters: { pf0: { switch: s } }",
        "guests: { a: { nics: { n: { switch: s } } } }",
        "captures: { c: { " + keys + " } }");
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        one(
            capture("at: pf1"),
            "8:24: spec.captures.c.at must be the id of a NIC or an adapter, there is no"
                + " \"pf1\" (did you mean \"pf0\"?)"),
        one(
            capture("at: [pf0, PF1]"),
            "8:30: spec.captures.c.at[1] must be the id of a NIC like \"a:hn0\", or an"
                + " adapter's like \"pf0\", not \"PF1\""),
        one(capture("at: [pf0, pf0]"), "8:30: spec.captures.c.at[1] must not be named twice"),
        one(
            capture("at: [\"a:n\", pf0], where: port"),
            "8:45: spec.captures.c.where: where is port, but pf0 is an adapter: its wire is"
                + " looked at, not a port"),
        one(
            capture("at: pf0, auto: on-switchover"),
            "8:35: spec.captures.c.auto: auto is on-switchover, but none of [pf0] is a NIC that"
                + " has a path"),
        one(
            Labs.spec("switches: { sw0: { aging_time: 3s } }"),
            "5:22: unknown key \"aging_time\" in spec.switches.sw0 (did you mean \"aging\"?)"),
        one(Labs.spec("zzz: 1"), "5:3: unknown key \"zzz\" in spec"),
        one(Labs.spec("checks: {}"), "5:3: \"checks\" in spec is not available in this version"),
        one(nic("switch: s, vlan: {}"), "6:48: missing key \"mode\" in spec.guests.a.nics.n.vlan"),
        one(
            nic("switch: s, vlan: { mode: acess, id: 7 }"),
            "6:56: spec.guests.a.nics.n.vlan.mode must be one of untagged, access, trunk, not"
                + " \"acess\" (did you mean \"access\"?)"),
        one(
            nic("switch: s, vlan: { mode: access }"),
            "6:48: missing key \"id\" in spec.guests.a.nics.n.vlan"),
        one(
            nic("switch: s, vlan: { mode: access, id: 4095 }"),
            "6:68: spec.guests.a.nics.n.vlan.id must be 1 to 4094, not 4095"),
        one(
            nic("switch: s, vlan: { mode: trunk, id: 7 }"),
            "6:67: spec.guests.a.nics.n.vlan.id means nothing with mode: trunk"),
        one(
            nic("switch: s, vlan: { mode: trunk, allowed: [9-3] }"),
            "6:73: spec.guests.a.nics.n.vlan.allowed[0] must be a VLAN id or a range of them, 1 to"
                + " 4094, like 10 or 20-30, not \"9-3\""),
        one(
            nic("switch: s, guards: [dhcp, mac]"),
            "6:57: spec.guests.a.nics.n.guards[1] must be one of mac-spoof, dhcp, router, not"
                + " \"mac\" (did you mean \"mac-spoof\"?)"),
        one(
            nic("switch: s, storm: 1000"),
            "6:49: spec.guests.a.nics.n.storm must be a rate like 1000pps, not 1000 (did you mean"
                + " \"1000pps\"?)"),
        one(
            nic("switch: s, acl: [{ direction: in, action: deny }]"),
            "6:61: spec.guests.a.nics.n.acl[0].direction must be one of inbound, outbound, not"
                + " \"in\""),
        one(
            nic("switch: s, acl: [{ direction: inbound, action: deny, remote: 10.0.0.0/33 }]"),
            "6:92: spec.guests.a.nics.n.acl[0].remote must be an IP address or prefix like"
                + " 10.0.0.0/8 or fd99::1, not \"10.0.0.0/33\""),
        one(
            nic("switch: s, acl: [{ direction: inbound, action: deny, remote-port: 9-1 }]"),
            "6:97: spec.guests.a.nics.n.acl[0].remote-port must be a port or a range of them, like"
                + " 53 or 1024-65535, not \"9-1\""),
        one(
            nic("switch: s, acl: [{ direction: inbound, action: deny, protocol: tpc }]"),
            "6:94: spec.guests.a.nics.n.acl[0].protocol must be one of icmp, icmpv6, igmp, sctp,"
                + " tcp, udp, or a number"),
        one(
            nic("switch: s, bandwidth: { max: 1kbit }"),
            "6:60: spec.guests.a.nics.n.bandwidth.max must be a rate like 100Mbit, with Kbit, Mbit"
                + " or Gbit, not \"1kbit\" (did you mean \"1Kbit\"?)"),
        one(
            Labs.spec("clock: virtual"),
            "5:10: \"virtual\" in spec.clock is not available in this version"),
        one(
            Labs.spec("clock: reel"),
            "5:10: spec.clock must be one of real, virtual, not \"reel\" (did you mean \"real\"?)"),
        one(
            Labs.spec("switches:", "  a: {}", "  a: {}"),
            "7:5: key \"a\" in spec.switches is already on line 6"),
        one(Labs.spec("seed: \"7\""), "5:9: spec.seed must be a whole number, not \"7\""),
        one(Labs.spec("seed: 1.5"), "5:9: spec.seed must be a whole number, not 1.5"),
        one(Labs.spec("switches: []"), "5:13: spec.switches must be a mapping, not a list"),
        one(
            Labs.spec("switches: { s: }"),
            "5:17: spec.switches.s must be a mapping, not empty (did you mean \"{}\"?)"),
        one(
            Labs.spec("switches: { ? [a] : {} }"),
            "5:17: a key in spec.switches must be text, not a list"),
        one(
            nic("switch: s, offloads: rxcsum"),
            "6:52: spec.guests.a.nics.n.offloads must be a list, not \"rxcsum\""),
        one(
            nic("switch: s, offloads: [rxsum, netmap]"),
            "6:53: spec.guests.a.nics.n.offloads[0] must be one of rxcsum, txcsum, tso4, tso6,"
                + " lro, txcsum-ipv6, not \"rxsum\" (did you mean \"rxcsum\"?)",
            "6:60: spec.guests.a.nics.n.offloads[1] must be one of rxcsum, txcsum, tso4, tso6,"
                + " lro, txcsum-ipv6, not \"netmap\""),
        one(
            nic("switch: s, queue: {}"),
            "6:49: missing key \"rate\" in spec.guests.a.nics.n.queue"),
        one(
            nic("switch: s, queue: 5Mbit"),
            "6:49: spec.guests.a.nics.n.queue must be a mapping, not \"5Mbit\""),
        one(
            nic("switch: s, queue: { rate: 5 }"),
            "6:57: spec.guests.a.nics.n.queue.rate must be a rate like 100Mbit, with Kbit, Mbit or"
                + " Gbit, not 5 (did you mean \"5Kbit\"?)"),
        one(
            nic("switch: s, queue: { rate: 5mbit }"),
            "6:57: spec.guests.a.nics.n.queue.rate must be a rate like 100Mbit, with Kbit, Mbit or"
                + " Gbit, not \"5mbit\" (did you mean \"5Mbit\"?)"),
        one(
            nic("switch: s, queue: { rate: 99Kbit }"),
            "6:57: spec.guests.a.nics.n.queue.rate must be 100Kbit to 100Gbit, not \"99Kbit\""),
        one(
            nic("switch: s, queue: { rate: 1Gbit, burst: 64KiB }"),
            "6:71: spec.guests.a.nics.n.queue.burst must be 250000 to 128MiB, not \"64KiB\""),
        one(
            nic("switch: s, queue: { rate: 1Gbit, limit: 3, bands: 3 }"),
            "6:71: spec.guests.a.nics.n.queue.limit must be 4 to 10000, not 3",
            "6:74: unknown key \"bands\" in spec.guests.a.nics.n.queue"),
        one(
            Labs.spec("switches: { s: { aging: 300 } }"),
            "5:27: spec.switches.s.aging must be a duration like 500us, 20ms, 3s or 5m, not 300"
                + " (did you mean \"300s\"?)"),
        one(
            Labs.spec("switches: { s: { aging: 3min } }"),
            "5:27: spec.switches.s.aging must be a duration like 500us, 20ms, 3s or 5m, not"
                + " \"3min\" (did you mean \"3m\"?)"),
        one(
            Labs.spec("switches: { s: { aging: 2000m } }"),
            "5:27: spec.switches.s.aging must be 1ms to 1440m, not \"2000m\""),
        one(
            Labs.spec(SWITCH, "adapters: { p: { switch: s, vfs: 65, tso: { max: 64KB } } }"),
            "6:36: spec.adapters.p.vfs must be 1 to 64, not 65",
            "6:52: spec.adapters.p.tso.max must be a size like 512 or 64KiB, not \"64KB\""
                + " (did you mean \"64KiB\"?)"),
        one(
            Labs.spec(
                SWITCH, "adapters: { p: { switch: s, rss: { key: 6d5, types: [tcp4], x: 1 } } }"),
            "6:43: spec.adapters.p.rss.key must be derived, well-known or 1 to 128 bytes in"
                + " hexadecimal digits, in quotes, not \"6d5\"",
            "6:56: spec.adapters.p.rss.types[0] must be one of ipv4, tcp-ipv4, ipv6, ipv6-ex,"
                + " tcp-ipv6, tcp-ipv6-ex, udp-ipv4, udp-ipv6, udp-ipv6-ex, not \"tcp4\"",
            "6:63: unknown key \"x\" in spec.adapters.p.rss"),
        one(
            Labs.spec(
                SWITCH, "adapters: { p: { switch: s, rss: { key: 1234, function: toplitz } } }"),
            "6:43: spec.adapters.p.rss.key must be derived, well-known or 1 to 128 bytes in"
                + " hexadecimal digits, in quotes, not 1234",
            "6:59: spec.adapters.p.rss.function must be one of none, private, toeplitz, not"
                + " \"toplitz\" (did you mean \"toeplitz\"?)"),
        one(
            nic("switch: s, mtu: 575"),
            "6:47: spec.guests.a.nics.n.mtu must be 576 to 9216, not 575"),
        one(
            nic("switch: s, mtu: 99999999999999999999"),
            "6:47: spec.guests.a.nics.n.mtu must be 576 to 9216, not 99999999999999999999"),
        one(nic("mtu: 1500"), "6:29: missing key \"switch\" in spec.guests.a.nics.n"),
        one(
            nic("switch: t"),
            "6:39: spec.guests.a.nics.n.switch must be the id of a switch, there is no \"t\""
                + " (did you mean \"s\"?)"),
        one(
            nic("switch: s, vf: { adapter: pf0 }"),
            "6:57: spec.guests.a.nics.n.vf.adapter must be the id of an adapter, there is no"
                + " \"pf0\""),
        one(
            nic("switch: s, profile: p"),
            "6:51: no profile \"p\" for spec.guests.a.nics.n.profile"),
        one(
            nic("switch: s, mac: \"00-15-5D-00-00-0A\""),
            "6:47: spec.guests.a.nics.n.mac must be a unicast MAC address like"
                + " \"00:15:5d:00:00:0a\", not \"00-15-5D-00-00-0A\""
                + " (did you mean \"00:15:5d:00:00:0a\"?)"),
        one(
            nic("switch: s, mac: \"01:00:5e:00:00:01\""),
            "6:47: spec.guests.a.nics.n.mac must be a unicast MAC address like"
                + " \"00:15:5d:00:00:0a\", not \"01:00:5e:00:00:01\""),
        one(
            Labs.spec("switches: { Sw_0: {} }"),
            "5:15: bad name \"Sw_0\" in spec.switches: must match [a-z][a-z0-9-]{0,39}"
                + " (did you mean \"sw-0\"?)"),
        one(
            Labs.spec("tunables: { hw.hn.vf_transparant: 1, hw.hn.vflist: 1 }"),
            "5:15: unknown tunable \"hw.hn.vf_transparant\" in spec.tunables"
                + " (did you mean \"hw.hn.vf_transparent\"?)",
            "5:40: unknown tunable \"hw.hn.vflist\" in spec.tunables"),
        one(
            Labs.spec("tunables: { hw.hn.vf_transparent: 2 }"),
            "5:37: spec.tunables.hw.hn.vf_transparent must be 0 to 1, not 2"),
        one(
            Labs.spec(
                SWITCH,
                "guests:",
                "  a: { nics: { n: { switch: s, mac: \"00:15:5d:00:00:01\" } } }",
                "  b: { nics: { n: { switch: s, mac: \"00:15:5d:00:00:01\" } } }"),
            "8:39: MAC address 00:15:5d:00:00:01 of b:n is already that of a:n (line 7)"),
        one(
            Labs.spec(
                "switches: { s: {}, t: {} }",
                "adapters: { p: { switch: t } }",
                "guests: { a: { nics: { n: { switch: s, vf: { adapter: p } } } } }"),
            "7:46: adapter p is the uplink of t, but a:n is on s"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s, vfs: 1 } }",
                "guests: { a: { count: 2, nics: { n: { switch: s, vf: { adapter: p, attach: true }"
                    + " } } } }"),
            "6:18: adapter p has 1 VFs, but 2 NICs attach one from the start"),
        one(
            Labs.spec(
                SWITCH,
                "guests: { a: { count: 9, nics: { n: { switch: s, endpoint: { host: { ip:"
                    + " 10.0.0.250/24 } } } } } }"),
            "6:25: spec.guests.a.count 9 does not work: the network of 10.0.0.250/24 has not that"
                + " many addresses"),
        one(
            Labs.spec(SWITCH, "guests: { a-1: { nics: {} }, a: { count: 2, nics: {} } }"),
            "6:32: guest a-1 of spec.guests.a is there already"),
        one(
            Labs.spec(SWITCH, HOSTS, "flows: { f: { from: \"a:n\", to: \"c:n\" } }"),
            "7:34: spec.flows.f.to must be the id of a NIC, there is no \"c:n\""
                + " (did you mean \"a:n\"?)"),
        one(
            Labs.spec(
                SWITCH, HOSTS, "flows: { f: { from: \"a:n\", to: \"b:n\", size: 1473, udp: 0 } }"),
            "7:47: spec.flows.f: 1473 bytes do not fit the MTU, at most 1472 do",
            "7:15: spec.flows.f: b:n does not answer udp-echo",
            "7:58: spec.flows.f.udp must be 1 to 65535, not 0"),
        one(
            Labs.spec(SWITCH, HOSTS, "flows: { f: { from: \"a:n\", to: \"a:n\" } }"),
            "7:34: spec.flows.f.to must be another NIC than from"),
        one(
            Labs.spec(
                SWITCH,
                "guests: { a: { nics: { n: { switch: s }, m: { switch: s } } } }",
                "flows: { f: { from: \"a:n\", to: \"a:m\", rate: 10Mbit } }"),
            "7:23: spec.flows.f.from must be a NIC with an in-process host, a:n has none",
            "7:34: spec.flows.f.to must be a NIC with an in-process host, a:m has none",
            "7:47: spec.flows.f.rate must be a rate like 2000pps, or max, not \"10Mbit\""),
        one(
            Labs.spec("switches: { s: { static: { aa: \"x:y\" } } }"),
            "5:30: a key in spec.switches.s.static must be a unicast MAC address like"
                + " 00:15:5d:00:00:0a, not \"aa\"",
            "5:34: spec.switches.s.static.aa must be the id of a NIC or an adapter, there is no"
                + " \"x:y\""),
        one(
            Labs.spec("switches: { s: { place: Node_1 } }"),
            "5:27: bad name \"Node_1\" in spec.switches.s.place: must match [a-z][a-z0-9-]{0,39}"
                + " (did you mean \"node-1\"?)"),
        one(
            Labs.spec(
                "switches: { s: { place: x }, t: {} }",
                "adapters: { p: { switch: s, place: x }, q: { switch: s, place: y }, r: { switch:"
                    + " t, place: x } }"),
            "6:66: spec.adapters.q.place y is not that of its switch s at x"
                + " (did you mean \"x\"?)",
            "6:94: spec.adapters.r.place x is not that of its switch t, which has no place"),
        one(
            Labs.spec(
                "switches: { s: { place: x }, t: { place: y }, u: {} }",
                "guests:",
                "  a: { place: y, nics: { n: { switch: s } } }",
                "  b: { nics: { n: { switch: s }, m: { switch: t } } }",
                "  c: { count: 2, nics: { n: { switch: u }, m: { switch: s } } }"),
            "7:17: spec.guests.a.place y is not that of its switch s at x (did you mean \"x\"?)",
            "8:49: spec.guests.b would be in two places: n is on s at x, m on t at y",
            "9:59: spec.guests.c would be in two places: n is on u, which has no place, m on s at"
                + " x"),
        one(
            Labs.spec(SWITCH, "adapters: { p: { switch: s } }", "links: { k: {} }"),
            "7:15: missing key \"endpoints\" in spec.links.k"),
        one(
            Labs.spec(
                "switches: { s: {}, t: {}, u: {} }",
                "adapters: { p: { switch: s }, q: { switch: t }, r: { switch: u } }",
                "links:",
                "  k: { endpoints: [p, q] }",
                "  l: { endpoints: [q, r] }"),
            "9:22: spec.links.l.endpoints[0]: the one wire of adapter q is in a link already"
                + " (line 8)"),
        one(
            Labs.spec(
                "switches: { s: {}, t: {}, u: {} }",
                "adapters: { a: { switch: s }, b: { switch: t }, c: { switch: t }, d: { switch: u"
                    + " }, e: { switch: u }, f: { switch: s }, g: { switch: s }, h: { switch: s }"
                    + " }",
                "links:",
                "  k: { endpoints: [a, b] }",
                "  l: { endpoints: [d, c] }",
                "  m: { endpoints: [e, f] }",
                "  n: { endpoints: [g, h] }"),
            "10:21: link m makes a loop: u and s are joined without it",
            "11:21: link n makes a loop: both its ends are uplinks of s"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links: { k: { endpoints: [p, q], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni:"
                    + " 1 } }, l: { endpoints: [p], vxlan: {} }, m: { vxlan: { vni: 16777216 } }"
                    + " }"),
            "7:28: spec.links.k.endpoints must be one adapter, the other end is the tunnel, not 2",
            "7:120: missing key \"local\" in spec.links.l.vxlan",
            "7:120: missing key \"remote\" in spec.links.l.vxlan",
            "7:120: missing key \"vni\" in spec.links.l.vxlan",
            "7:129: missing key \"endpoints\" in spec.links.m",
            "7:138: missing key \"local\" in spec.links.m.vxlan",
            "7:138: missing key \"remote\" in spec.links.m.vxlan",
            "7:145: spec.links.m.vxlan.vni must be 0 to 16777215, not 16777216"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p], vxlan: { local: 0.0.0.0, remote: 239.1.1.1, vni: 1 } }",
                "  l: { endpoints: [q], vxlan: { local: 10.9.0.1, remote: fd99::2, vni: 1 } }"),
            "8:42: spec.links.k.vxlan.local must be the address of one host, with a port or"
                + " without, like 10.9.0.1:4789 or [fd99::1]:4789, not \"0.0.0.0\"",
            "8:59: spec.links.k.vxlan.remote must be the address of one host, with a port or"
                + " without, like 10.9.0.1:4789 or [fd99::1]:4789, not \"239.1.1.1\"",
            "9:60: spec.links.l.vxlan.remote must be of the same family as local, which is"
                + " 10.9.0.1"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 1 } }",
                "  l: { endpoints: [q], vxlan: { local: 10.9.0.1:4789, remote: 10.9.0.3, vni: 2 }"
                    + " }",
                "  m: { endpoints: [p], vxlan: { local: 10.9.0.1:1, remote: 10.9.0.1:1, vni: 3 }"
                    + " }"),
            "9:42: spec.links.l.vxlan.local: 10.9.0.1:4789 is that of another tunnel already (line"
                + " 8)",
            "10:62: spec.links.m.vxlan.remote must be another address than local"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p, q], packet: { interface: veth0 } }",
                "  l: { endpoints: [p], packet: { netns: x } }",
                "  m: { endpoints: [p], packet: { interface: a/b, netns: \"\", mtu: 1 } }",
                "  n: { endpoints: [p], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 1 },"
                    + " packet: { interface: veth1 } }",
                "  o: { packet: veth2 }"),
            "10:47: bad name \"a/b\" in spec.links.m.packet.interface: must be 1 to 15 letters,"
                + " digits, \"_\", \".\" or \"-\"",
            "10:59: bad name \"\" in spec.links.m.packet.netns: must be 1 to 64 letters, digits,"
                + " \"_\", \".\" or \"-\"",
            "10:63: unknown key \"mtu\" in spec.links.m.packet",
            "11:88: spec.links.n has vxlan and packet, but can have one only",
            "12:8: missing key \"endpoints\" in spec.links.o",
            "12:18: spec.links.o.packet must be a mapping, not \"veth2\"",
            "8:21: spec.links.k.endpoints must be one adapter, the other end is the interface, not"
                + " 2",
            "9:34: missing key \"interface\" in spec.links.l.packet"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p], packet: { interface: veth0, netns: x } }",
                "  l: { endpoints: [q], packet: { interface: veth0, netns: x } }",
                "guests:",
                "  g: { nics: { n: { switch: s, endpoint: { packet: { interface: veth0, netns: x }"
                    + " } } } }"),
            "8:47: interface veth0 in network namespace x of link k is already that of g:n (line"
                + " 11)",
            "9:47: interface veth0 in network namespace x of link l is already that of g:n (line"
                + " 11)"),
        one("", "1:1: the file is empty"),
        one("[]", "1:1: the file must be a mapping, not a list"),
        one(
            "apiVersion: hnswitch/v2",
            "1:1: missing key \"kind\" in the file",
            "1:1: missing key \"metadata\" in the file",
            "1:1: missing key \"spec\" in the file",
            "1:13: apiVersion must be \"hnswitch/v1\" (did you mean \"hnswitch/v1\"?)"),
        one("a: [1,\n  }", "2:3: not YAML: expected the node content, but found '}'"),
        one("a: \u0007", "1:4: not YAML: character U+0007"));
  }

  private static Arguments one(String text, String... problems) {
    return Arguments.of(text, problems);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void saysWhereAndWhat(String text, String[] problems) {
    var wanted = Stream.of(problems).map("lab.yaml:"::concat).sorted().toList();
    assertEquals(
        String.join("\n", wanted),
        String.join("\n", Labs.problems(text).lines().sorted().toList()));
  }

  @Test
  void carriesPointerCodeAndSuggestion() {
    var text = Labs.spec("switches: { sw0: { ageing: 3s } }", "tunables: { hw.hn.a/b~c: 1 }");
    var refused = assertInstanceOf(LabResult.Refused.class, LabParser.parse(text));
    var first = refused.problems().getFirst();
    assertEquals("/spec/switches/sw0/ageing", first.pointer());
    assertEquals("unknown-key", first.code().slug());
    assertEquals("aging", first.suggestion());
    assertEquals("/spec/tunables/hw.hn.a~1b~0c", refused.problems().getLast().pointer());
  }

  @Test
  void keepsOneProblemForWhatManyInherit() {
    assertEquals(
        "lab.yaml:5:27: spec.defaults.nic.mtu must be 576 to 9216, not 1",
        Labs.problems(
            Labs.spec(
                "defaults: { nic: { mtu: 1, switch: s } }",
                SWITCH,
                "guests: { a: { nics: { n: {}, m: {} } } }")));
  }

  @Test
  void refusesWhatIsTooLargeTooDeepOrTooOftenRepeated() {
    assertEquals(
        "lab.yaml:1:1: the file has 1048577 bytes, more than 1048576",
        Labs.lines(
            assertInstanceOf(LabResult.Refused.class, LabParser.parse(new byte[(1 << 20) + 1]))
                .problems()));
    assertTrue(Labs.problems("[".repeat(100_000)).contains("nested deeper than 32 levels"));
    assertTrue(Labs.problems("x-a: &a [*a]").contains("nested deeper than 32 levels"));
    var bomb = new StringBuilder("x-0: &a0 [1]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("x-%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    assertTrue(Labs.problems(bomb.toString()).contains("more than 50000 values"));
  }

  @Test
  void refusesBytesThatAreNoText() {
    var bytes = "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1);
    var refused = assertInstanceOf(LabResult.Refused.class, LabParser.parse(bytes));
    assertEquals("lab.yaml:1:1: the file is not UTF-8 text", Labs.lines(refused.problems()));
  }

  @Test
  void boundsTheNumberOfNics() {
    assertEquals(
        "lab.yaml:6:25: the lab has more than 1024 NICs",
        Labs.problems(
            Labs.spec(
                SWITCH,
                "guests: { a: { count: 256, nics: { a: { switch: s }, b: { switch: s },"
                    + " c: { switch: s }, d: { switch: s }, e: { switch: s } } } }")));
  }
}
