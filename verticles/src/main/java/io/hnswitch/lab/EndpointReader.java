package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Reads a NIC's endpoint. */
final class EndpointReader {

  private static final String TAP_NAME = "1 to 15 letters, digits, \"_\", \".\" or \"-\"";
  private static final String NETNS = "1 to 64 letters, digits, \"_\", \".\" or \"-\"";

  private static final List<String> KINDS = LabObject.ENDPOINT.keys();

  static final String FOREVER = "forever";

  private final LabReport report;
  private final QemuReader sockets;

  /**
   * What was read.
   *
   * @param ips where each of its addresses is
   * @param place where it is
   */
  record Read(EndpointSpec spec, List<LabPlace> ips, LabPlace place) {}

  EndpointReader(LabReport report) {
    this.report = report;
    this.sockets = new QemuReader(report);
  }

  Read read(LabSection nic) {
    var value = nic.get("endpoint");
    if (value.isEmpty() || value.get().is("none")) {
      return new Read(EndpointSpec.NONE, List.of(), nic.place());
    }
    var section = value.get().object(LabObject.ENDPOINT);
    var kinds = KINDS.stream().filter(kind -> section.get(kind).isPresent()).toList();
    if (kinds.size() > 1) {
      report.problem(
          section.get(kinds.get(1)).orElseThrow().keyPlace(),
          Code.CONFLICT,
          section.place().path()
              + " has "
              + String.join(" and ", kinds)
              + ", but can have one only");
    }
    if (!kinds.isEmpty()) {
      var kind = section.get(kinds.getFirst()).orElseThrow();
      return switch (kinds.getFirst()) {
        case "tap" -> tap(kind.object(LabObject.TAP));
        case "host" -> host(kind.object(LabObject.HOST));
        case "packet" -> packet(kind.object(LabObject.PACKET));
        case "pcap" -> pcap(kind.object(LabObject.PCAP));
        default -> sockets.read(kind.object(LabObject.QEMU));
      };
    }
    if (section.isEmpty()) {
      report.problem(
          section.place(),
          Code.MISSING_KEY,
          "missing key " + Words.anyOf(KINDS) + " in " + section.place().path());
    }
    return new Read(EndpointSpec.NONE, List.of(), section.place());
  }

  private Read tap(LabSection section) {
    var name = section.require("name").map(value -> shaped(value, TAP_NAME, true)).orElse("");
    var netns = section.get("netns").map(value -> shaped(value, NETNS, false)).orElse("");
    var places = new ArrayList<LabPlace>();
    var ips = ips(section, places);
    var mac = section.get("mac").flatMap(DeviceReader::mac).orElse(NicSpec.SAME_MAC);
    int mtu = DeviceReader.mtu(section, 0);
    var place = section.get("name").map(LabValue::place).orElse(section.place());
    if (name.isEmpty()) {
      return new Read(EndpointSpec.NONE, List.of(), place);
    }
    return new Read(new EndpointSpec.Tap(name, netns, ips, mac, mtu), places, place);
  }

  private static Read packet(LabSection section) {
    var spec =
        outside(section)
            .<EndpointSpec>map(one -> new EndpointSpec.Packet(one.name(), one.netns()))
            .orElse(EndpointSpec.NONE);
    return new Read(spec, List.of(), placeOf(section));
  }

  /** An interface that is there already; nothing when its name is no good. */
  static Optional<InterfaceSpec> outside(LabSection section) {
    var name = section.require("interface").map(value -> shaped(value, TAP_NAME, true)).orElse("");
    var netns = section.get("netns").map(value -> shaped(value, NETNS, false)).orElse("");
    return name.isEmpty() ? Optional.empty() : Optional.of(new InterfaceSpec(name, netns));
  }

  /** Where the name of that interface is. */
  static LabPlace placeOf(LabSection section) {
    return section.get("interface").map(LabValue::place).orElse(section.place());
  }

  private static String shaped(LabValue value, String wanted, boolean tap) {
    var shape = tap ? EndpointSpec.Tap.NAME_SHAPE : EndpointSpec.Tap.NETNS_SHAPE;
    var text = value.text(wanted).orElse("");
    if (!text.isEmpty() && text.matches(shape)) {
      return text;
    }
    if (value.text(wanted).isPresent()) {
      value.problem(
          Code.BAD_NAME,
          "bad name " + Words.quote(text) + " in " + value.place().path() + ": must be " + wanted,
          "");
    }
    return "";
  }

  private Read pcap(LabSection section) {
    var file = section.require("file").map(EndpointReader::file).orElse("");
    var rate = section.get("rate").map(EndpointReader::rate).orElse(ReplayRate.OWN);
    long loop =
        section
            .get("loop")
            .map(value -> value.is(FOREVER) ? 0L : value.integer(1, EndpointSpec.Pcap.LOOP_MAX, 1))
            .orElse(1L);
    boolean auto = section.get("auto").map(flag -> flag.bool(true)).orElse(true);
    return new Read(
        file.isEmpty() ? EndpointSpec.NONE : new EndpointSpec.Pcap(file, rate, loop, auto),
        List.of(),
        section.place());
  }

  private static String file(LabValue value) {
    var path = value.text("a path below the node's --pcap-dir").orElse("");
    if (path.isEmpty() || EndpointSpec.Pcap.isFile(path)) {
      return path;
    }
    value.bad("must be a path below the node's --pcap-dir like frames/dns.pcap", "");
    return "";
  }

  private static ReplayRate rate(LabValue value) {
    if (value.is(ReplayRate.OWN_WORD)) {
      return ReplayRate.OWN;
    }
    var text = value.scalar("own-timing, or a rate like 1000pps or 10Mbit").orElse("1pps");
    return text.endsWith("pps")
        ? new ReplayRate(
            ReplayRate.Kind.FRAMES, value.unit(Units.FRAME_RATE, 1L, ReplayRate.FRAMES_MAX, 1L))
        : new ReplayRate(
            ReplayRate.Kind.BITS, value.unit(Units.BIT_RATE, 1L, ReplayRate.BITS_MAX, 1L));
  }

  private Read host(LabSection section) {
    var places = new ArrayList<LabPlace>();
    var ips = ips(section, places);
    var answers =
        section.get("answers").map(EndpointReader::answers).orElse(EnumSet.allOf(HostAnswer.class));
    var gateways = new ArrayList<IpAddress>();
    section
        .get("gateway")
        .ifPresent(value -> value.items(true).forEach(item -> gateway(item, ips, gateways)));
    return new Read(new EndpointSpec.Host(ips, answers, gateways), places, section.place());
  }

  private static EnumSet<HostAnswer> answers(LabValue list) {
    var slugs = Arrays.stream(HostAnswer.values()).map(HostAnswer::slug).toList();
    var answers = EnumSet.noneOf(HostAnswer.class);
    for (var item : list.items(false)) {
      item.choice(slugs).ifPresent(word -> answers.add(HostAnswer.values()[slugs.indexOf(word)]));
    }
    return answers;
  }

  private static void gateway(LabValue item, List<IpPrefix> ips, List<IpAddress> gateways) {
    var parsed = item.parsed("an IP address like 10.0.0.254", IpAddress::parse);
    if (parsed.isEmpty()) {
      return;
    }
    var gateway = parsed.get();
    if (ips.stream().noneMatch(ip -> ip.contains(gateway))) {
      item.bad(gateway + " is in none of the host's networks", "");
    } else if (gateways.stream().anyMatch(other -> other.isV4() == gateway.isV4())) {
      item.bad(gateway + " is a second one of its family", "");
    } else {
      gateways.add(gateway);
    }
  }

  private static List<IpPrefix> ips(LabSection section, List<LabPlace> places) {
    var ips = new ArrayList<IpPrefix>();
    section.get("ip").ifPresent(value -> value.items(true).forEach(item -> ip(item, ips, places)));
    return ips;
  }

  private static void ip(LabValue item, List<IpPrefix> ips, List<LabPlace> places) {
    item.parsed("an address with a prefix like 10.0.0.1/24 or fd99::1/64", IpPrefix::parse)
        .ifPresent(
            ip -> {
              if (ip.isHost()) {
                ips.add(ip);
                places.add(item.place());
              } else {
                item.bad(ip + " cannot be an interface's address", "");
              }
            });
  }
}
