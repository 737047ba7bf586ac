package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of endpoints that cannot be. */
class EndpointProblemTest {

  private static final String SWITCH = "switches: { s: {} }";

  /** A NIC of guest a; its first key is at line 6, column 32. */
  private static String nic(String keys) {
    return Labs.spec(SWITCH, "guests: { a: { nics: { n: { " + keys + " } } } }");
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        one(
            nic("switch: s, endpoint: { pcap: {} }"),
            "6:60: missing key \"file\" in spec.guests.a.nics.n.endpoint.pcap"),
        one(
            nic("switch: s, endpoint: { tap: { name: abcdefghijklmnop } }"),
            "6:67: bad name \"abcdefghijklmnop\" in spec.guests.a.nics.n.endpoint.tap.name:"
                + " must be 1 to 15 letters, digits, \"_\", \".\" or \"-\""),
        one(
            nic("switch: s, endpoint: { tap: { name: t, netns: ../etc } }"),
            "6:77: bad name \"../etc\" in spec.guests.a.nics.n.endpoint.tap.netns:"
                + " must be 1 to 64 letters, digits, \"_\", \".\" or \"-\""),
        one(
            nic("switch: s, endpoint: {}"),
            "6:52: missing key \"tap\", \"host\", \"packet\", \"qemu\" or \"pcap\" in"
                + " spec.guests.a.nics.n.endpoint"),
        one(
            nic("switch: s, endpoint: { tap: { name: t }, host: {} }"),
            "6:72: spec.guests.a.nics.n.endpoint has tap and host, but can have one only"),
        one(
            nic("switch: s, endpoint: { packet: { netns: x } }"),
            "6:62: missing key \"interface\" in spec.guests.a.nics.n.endpoint.packet"),
        one(
            nic("switch: s, endpoint: { packet: { interface: a/b } }"),
            "6:75: bad name \"a/b\" in spec.guests.a.nics.n.endpoint.packet.interface:"
                + " must be 1 to 15 letters, digits, \"_\", \".\" or \"-\""),
        one(
            nic("switch: s, endpoint: { qemu: {} }"),
            "6:60: missing key \"stream\" or \"dgram\" in spec.guests.a.nics.n.endpoint.qemu"),
        one(
            nic("switch: s, endpoint: { qemu: { stream: {} } }"),
            "6:70: missing key \"listen\" or \"connect\" in"
                + " spec.guests.a.nics.n.endpoint.qemu.stream"),
        one(
            nic("switch: s, endpoint: { qemu: { stream: { listen: \"10.0.0.1:5\" } } }"),
            "6:80: spec.guests.a.nics.n.endpoint.qemu.stream.listen must be unix:/PATH or a"
                + " loopback address with a port like 127.0.0.1:5555, not \"10.0.0.1:5\""),
        one(
            nic("switch: s, endpoint: { qemu: { stream: { connect: \"127.0.0.1:0\" } } }"),
            "6:81: spec.guests.a.nics.n.endpoint.qemu.stream.connect must be a place where"
                + " somebody is, not port 0"),
        one(
            nic("switch: s, endpoint: { qemu: { dgram: { local: \"unix:/a\" } } }"),
            "6:69: missing key \"remote\" in spec.guests.a.nics.n.endpoint.qemu.dgram"),
        one(
            nic(
                "switch: s, endpoint: { qemu: { dgram: { local: \"unix:/a\", remote:"
                    + " \"127.0.0.1:5\" } } }"),
            "6:97: spec.guests.a.nics.n.endpoint.qemu.dgram.remote 127.0.0.1:5 is none that"
                + " unix:/a can send to"),
        one(
            Labs.spec(
                SWITCH,
                "guests:",
                "  a: { nics: { n: { switch: s, endpoint: { qemu: { stream: { listen:"
                    + " \"unix:/x\" } } } } } }",
                "  b: { nics: { n: { switch: s, endpoint: { qemu: { dgram: { local:"
                    + " \"unix:/x\", remote: \"unix:/y\" } } } } } }",
                "  c: { nics: { n: { switch: s, endpoint: { tap: { name: t, netns: x } } } } }",
                "  d: { nics: { n: { switch: s, endpoint: { packet: { interface: t, netns: x } }"
                    + " } } }"),
            "8:70: socket unix:/x of b:n is already that of a:n (line 7)",
            "10:67: interface t in network namespace x of d:n is already that of c:n (line 9)"),
        one(
            nic("switch: s, endpoint: { host: { ip: [10.0.0.1, 10.0.0.255/24] } }"),
            "6:67: spec.guests.a.nics.n.endpoint.host.ip[0] must be an address with a prefix like"
                + " 10.0.0.1/24 or fd99::1/64, not \"10.0.0.1\"",
            "6:77: spec.guests.a.nics.n.endpoint.host.ip[1] 10.0.0.255/24 cannot be an"
                + " interface's address"),
        one(
            nic("switch: s, endpoint: { host: { ip: 10.0.0.1/24, gateway: 10.0.1.1 } }"),
            "6:88: spec.guests.a.nics.n.endpoint.host.gateway 10.0.1.1 is in none of the host's"
                + " networks"),
        one(
            Labs.spec(
                SWITCH,
                "guests:",
                "  a: { nics: { n: { switch: s, endpoint: { tap: { name: t, netns: x, ip:"
                    + " 10.0.0.1/8 } } } } }",
                "  b: { nics: { n: { switch: s, endpoint: { tap: { name: t, netns: x, ip:"
                    + " 10.0.0.1/8 } } } } }"),
            "8:59: TAP t in network namespace x of b:n is already that of a:n (line 7)",
            "8:76: IP address 10.0.0.1 of b:n is already that of a:n (line 7)"),
        one(
            Labs.spec(
                SWITCH,
                "adapters: { p: { switch: s } }",
                "links: { k: { endpoints: [p] }, l: { endpoints: p }, m: { endpoints: [p, p] }, n:"
                    + " { endpoints: [p, q] } }"),
            "7:28: spec.links.k.endpoints must be two adapters, not 1",
            "7:51: spec.links.l.endpoints must be a list, not \"p\"",
            "7:76: spec.links.m.endpoints[1] must be another adapter than the first",
            "7:102: spec.links.n.endpoints[1] must be the id of an adapter, there is no \"q\""
                + " (did you mean \"p\"?)"));
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
}
