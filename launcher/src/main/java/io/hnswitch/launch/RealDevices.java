package io.hnswitch.launch;

import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.endpoint.HostEndpointVerticle;
import io.hnswitch.endpoint.HostSettings;
import io.hnswitch.endpoint.PacketEndpointVerticle;
import io.hnswitch.endpoint.PcapEndpointVerticle;
import io.hnswitch.endpoint.QemuEndpointVerticle;
import io.hnswitch.endpoint.TapEndpointSettings;
import io.hnswitch.endpoint.TapEndpointVerticle;
import io.hnswitch.endpoint.host.HostAnswer;
import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.endpoint.pcap.PcapSettings;
import io.hnswitch.endpoint.tap.IpCidr;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.hn.HnSettings;
import io.hnswitch.hn.HnVerticle;
import io.hnswitch.hn.NetvspSettings;
import io.hnswitch.hn.NetvspVerticle;
import io.hnswitch.hn.rss.HostRss;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.InterfaceSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.lab.VxlanSpec;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.pairing.PairingSettings;
import io.hnswitch.pairing.PairingVerticle;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Tunables;
import io.hnswitch.vf.AdapterSettings;
import io.hnswitch.vf.AdapterVerticle;
import io.hnswitch.vmbus.VmbusVerticle;
import io.hnswitch.wire.LocalLinkVerticle;
import io.hnswitch.wire.RemoteLinkVerticle;
import io.hnswitch.wire.WireHub;
import io.hnswitch.wire.packet.PacketLinkVerticle;
import io.hnswitch.wire.vxlan.VxlanLinkVerticle;
import io.vertx.core.VerticleBase;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The devices of this program. */
final class RealDevices implements DeviceFactory {

  private static final int HISTORY = 100;
  private static final int PID_DIGITS = 100_000;

  private final Lab lab;
  private final Taps taps;
  private final PcapFolder pcaps;
  private Optional<WireHub> wires = Optional.empty();
  private final Map<NicId, EndpointSpec.Tap> shown = new HashMap<>();
  private boolean transparent;
  private int tapsMade;

  /** One that has no files to replay. */
  RealDevices(Lab lab, Taps taps) {
    this(lab, taps, PcapFolder.NONE);
  }

  RealDevices(Lab lab, Taps taps, PcapFolder pcaps) {
    this.pcaps = pcaps;
    this.lab = lab;
    this.taps = taps;
  }

  @Override
  public void wires(WireHub hub) {
    wires = Optional.of(hub);
  }

  @Override
  public VerticleBase virtualSwitch(SwitchSpec spec) {
    return new SwitchVerticle(
        lab, spec.name(), spec.aging(), spec.multicast(), spec.mirrors().values());
  }

  @Override
  public VerticleBase pairing(LabSpec spec) {
    transparent = spec.tunable(Tunable.VF_TRANSPARENT) != 0;
    return new PairingVerticle(
        lab,
        PairingSettings.ofTunables(transparent, spec.tunable(Tunable.VF_XPNT_ATTWAIT), HISTORY));
  }

  @Override
  public VerticleBase adapter(AdapterSpec spec) {
    return new AdapterVerticle(lab, AdapterSettings.of(spec), this::aboveVf);
  }

  @Override
  public VerticleBase link(LinkSpec spec, LabSpec share) {
    if (spec.outside().isPresent()) {
      return switch (spec.outside().get()) {
        case VxlanSpec _ -> new VxlanLinkVerticle(lab, spec);
        case InterfaceSpec end -> new PacketLinkVerticle(lab, spec, end);
      };
    }
    var here = spec.endpoints().stream().filter(share.adapters()::containsKey).toList();
    if (here.size() == spec.endpoints().size()) {
      return new LocalLinkVerticle(lab, spec);
    }
    var hub =
        wires.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "link " + spec.name() + " goes to another node, and this one has no wires"));
    return new RemoteLinkVerticle(lab, spec, here.getFirst(), hub);
  }

  @Override
  public VerticleBase vmbus(String guest) {
    return new VmbusVerticle(lab, guest);
  }

  @Override
  public VerticleBase nic(NicSpec nic, LabSpec spec) {
    return new HnVerticle(
        lab,
        new HnSettings(
            nic.id(), nic.mac(), nic.offloads(), nic.mtu(), nic.up(), nic.queue(), nic.channels()),
        new Tunables(spec.tunables()));
  }

  @Override
  public VerticleBase netvsp(NicSpec nic, LabSpec spec) {
    return new NetvspVerticle(lab, new NetvspSettings(nic.id(), nic.mac(), nic.switchName()));
  }

  @Override
  public VerticleBase arrivingNetvsp(NicSpec nic, LabSpec spec, MigrationId migration) {
    return new NetvspVerticle(
        lab,
        new NetvspSettings(
            nic.id(), nic.mac(), nic.switchName(), HostRss.DEFAULT, Optional.of(migration)));
  }

  @Override
  public VerticleBase endpoint(NicSpec nic) {
    return endpoint(nic, false);
  }

  @Override
  public VerticleBase arrivingEndpoint(NicSpec nic) {
    return endpoint(nic, true);
  }

  private VerticleBase endpoint(NicSpec nic, boolean arriving) {
    shown.remove(nic.id());
    return switch (nic.endpoint()) {
      case EndpointSpec.Host host ->
          new HostEndpointVerticle(lab, new HostSettings(nic.id(), config(nic, host), arriving));
      case EndpointSpec.Tap tap -> {
        shown.put(nic.id(), tap);
        var plain = new TapEndpointSettings(nic.id(), settings(tap));
        yield new TapEndpointVerticle(
            lab, arriving ? plain.awaitingDevice() : plain, taps.network());
      }
      case EndpointSpec.Packet packet ->
          new PacketEndpointVerticle(lab, nic.id(), nic.mac(), packet.name(), packet.netns());
      case EndpointSpec.Qemu qemu -> new QemuEndpointVerticle(lab, nic.id(), nic.mac(), qemu);
      case EndpointSpec.Pcap pcap -> {
        if (arriving) {
          throw new IllegalArgumentException(nic.id() + " replays a file, which stays where it is");
        }
        yield new PcapEndpointVerticle(
            lab,
            new PcapSettings(
                nic.id(),
                pcap.file(),
                pcaps.find(pcap.file()),
                pcap.rate(),
                pcap.loop(),
                pcap.auto()));
      }
      case EndpointSpec.None _ -> throw new IllegalArgumentException(nic.id() + " has no endpoint");
    };
  }

  /** In non-transparent mode a guest whose NIC is a TAP has a second one for its VF. */
  private Optional<DeviceVerticle> aboveVf(VfId vf, NicId nic) {
    var tap = shown.get(nic);
    return transparent || tap == null
        ? Optional.empty()
        : Optional.of(
            new TapEndpointVerticle(
                lab,
                new TapEndpointSettings(nic, vf, settings(VfTap.beside(tap))),
                taps.network()));
  }

  private static HostConfig config(NicSpec nic, EndpointSpec.Host host) {
    return new HostConfig(
        nic.mac(),
        host.ips().stream().map(ip -> IpPrefix.parse(ip.toString())).toList(),
        host.gateways().stream().map(ip -> IpAddress.parse(ip.toString())).toList(),
        answers(host),
        false);
  }

  private static Set<HostAnswer> answers(EndpointSpec.Host host) {
    var answers = EnumSet.noneOf(HostAnswer.class);
    for (var answer : host.answers()) {
      switch (answer) {
        case ARP -> answers.add(HostAnswer.ARP);
        case NDP -> answers.add(HostAnswer.NDP);
        case ICMP -> {
          answers.add(HostAnswer.ICMP_ECHO);
          answers.add(HostAnswer.ICMPV6_ECHO);
        }
        case UDP_ECHO -> answers.add(HostAnswer.UDP_ECHO);
      }
    }
    return answers;
  }

  /** In a namespace of its own a TAP may have a name that another has here: it gets it there. */
  private TapSettings settings(EndpointSpec.Tap tap) {
    var device =
        tap.netns().isEmpty()
            ? tap.name()
            : "hn" + ProcessHandle.current().pid() % PID_DIGITS + "-" + tapsMade++;
    return new TapSettings(
        device,
        tap.name(),
        tap.netns(),
        tap.mac(),
        tap.mtu(),
        tap.ips().stream().map(ip -> IpCidr.parse(ip.toString())).toList());
  }
}
