package io.hnswitch.lab;

import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;
import io.hnswitch.sysctl.Tunable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A lab as maps, lists, strings, numbers and booleans, in the shape of the file. Either in full,
 * every key of every object and names in order, or with whatever has its default left out.
 */
final class LabTree {

  private final boolean full;

  private LabTree(boolean full) {
    this.full = full;
  }

  /** Everything: equal labs give the same tree. */
  static Map<String, Object> full(LabSpec lab) {
    return new LabTree(true).file(lab, guests(new TreeMap<>(lab.guests())), Map.of());
  }

  /** Only what a parser could not know. */
  static Map<String, Object> shortest(LabSpec lab) {
    var guests = CountFold.fold(CountFold.unresolve(lab));
    return new LabTree(false).file(lab, guests, NicDefaults.of(guests));
  }

  private static List<CountFold.Counted> guests(Map<String, GuestSpec> guests) {
    return guests.values().stream().map(guest -> new CountFold.Counted(guest, 0)).toList();
  }

  private Map<String, Object> file(
      LabSpec lab, List<CountFold.Counted> guests, Map<String, Object> defaults) {
    var spec = new LinkedHashMap<String, Object>();
    put(spec, "seed", lab.seed(), LabSpec.DEFAULT_SEED);
    put(spec, "clock", lab.clock().slug(), LabClock.REAL.slug());
    put(spec, "tunables", tunables(lab), Map.of());
    if (!defaults.isEmpty()) {
      spec.put("defaults", Map.of("nic", defaults));
    }
    put(spec, "switches", named(lab.switches(), this::switchTree), Map.of());
    put(spec, "adapters", named(lab.adapters(), this::adapter), Map.of());
    put(spec, "links", named(lab.links(), this::link), Map.of());
    var guestTrees = new LinkedHashMap<String, Object>();
    guests.forEach(one -> guestTrees.put(one.guest().name(), guest(one, defaults)));
    put(spec, "guests", guestTrees, Map.of());
    put(spec, "flows", named(lab.flows(), this::flow), Map.of());
    put(spec, "captures", named(lab.captures(), this::capture), Map.of());

    var file = new LinkedHashMap<String, Object>();
    file.put("apiVersion", LabSpec.API_VERSION);
    file.put("kind", LabSpec.KIND);
    file.put("metadata", metadata(lab.metadata()));
    file.put("spec", spec);
    return file;
  }

  private Map<String, Object> metadata(LabMetadata metadata) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", metadata.name());
    put(tree, "title", metadata.title(), "");
    put(tree, "labels", metadata.labels(), Map.of());
    return tree;
  }

  private Map<String, Object> tunables(LabSpec lab) {
    var tree = new LinkedHashMap<String, Object>();
    for (var tunable : Tunable.values()) {
      put(tree, tunable.key(), lab.tunable(tunable), tunable.initial());
    }
    return tree;
  }

  private Map<String, Object> switchTree(SwitchSpec spec) {
    var tree = new LinkedHashMap<String, Object>();
    put(
        tree,
        "aging",
        Units.DURATION.format(spec.aging()),
        Units.DURATION.format(SwitchSpec.DEFAULT_AGING));
    var statics = new LinkedHashMap<String, Object>();
    spec.statics().forEach((mac, port) -> statics.put(mac.toString(), port));
    put(tree, "static", statics, Map.of());
    var multicast = MulticastReader.tree(spec.multicast(), full);
    if (!multicast.isEmpty()) {
      tree.put("multicast", multicast);
    }
    put(tree, "mirrors", named(spec.mirrors(), this::mirror), Map.of());
    if (!spec.place().isEmpty()) {
      tree.put("place", spec.place());
    }
    return tree;
  }

  private Map<String, Object> mirror(MirrorSpec spec) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("source", oneOrList(spec.source()));
    put(tree, "direction", spec.direction().slug(), TapDirection.BOTH.slug());
    tree.put("to", spec.to().toString());
    put(tree, "filter", spec.filter().text(), "");
    put(tree, "snaplen", size(spec.snaplen()), size(FrameRing.SNAP_MAX));
    return tree;
  }

  /** A switch's mirrors, for texts; equal exactly when they are. */
  static Map<String, Object> mirrors(SwitchSpec spec) {
    var shortest = new LabTree(false);
    return shortest.named(spec.mirrors(), shortest::mirror);
  }

  private Map<String, Object> adapter(AdapterSpec spec) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("switch", spec.switchName());
    put(tree, "vfs", spec.vfs(), AdapterSpec.DEFAULT_VFS);
    put(tree, "offloads", spec.offloads().slugs(), AdapterSpec.DEFAULT_OFFLOADS.slugs());
    put(tree, "tso", tso(spec.tso()), Map.of());
    put(
        tree,
        "offer-delay",
        Units.DURATION.format(spec.offerDelay()),
        Units.DURATION.format(AdapterSpec.DEFAULT_OFFER_DELAY));
    put(tree, "mtu", spec.mtu(), AdapterSpec.DEFAULT_MTU);
    put(tree, "rss", rss(spec.rss()), Map.of());
    put(tree, "queue", NicDefaults.queue(spec.queue()), NicDefaults.NONE);
    return tree;
  }

  private Map<String, Object> link(LinkSpec spec) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("endpoints", spec.endpoints());
    spec.vxlan().ifPresent(vxlan -> tree.put("vxlan", vxlan(vxlan)));
    spec.packet().ifPresent(one -> tree.put("packet", packet(one.name(), one.netns())));
    if (!spec.impair().isNone()) {
      tree.put("impair", ImpairText.tree(spec.impair()));
    }
    return tree;
  }

  private Map<String, Object> vxlan(VxlanSpec spec) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("local", full ? spec.local().toString() : spec.local().shortest());
    tree.put("remote", full ? spec.remote().toString() : spec.remote().shortest());
    tree.put("vni", spec.vni());
    return tree;
  }

  /** A link's impairments, for texts; equal exactly when they are. */
  static Object impair(LinkSpec link) {
    return link.impair().isNone() ? NicDefaults.NONE : ImpairText.tree(link.impair());
  }

  /** A link's tunnel in short, for texts; equal exactly when the tunnel is. */
  static Object vxlan(LinkSpec link) {
    var shortest = new LabTree(false);
    return link.vxlan().<Object>map(shortest::vxlan).orElse(NicDefaults.NONE);
  }

  /** The interface that a link ends at, for texts; equal exactly when it is. */
  static Object packet(LinkSpec link) {
    return link.packet()
        .<Object>map(one -> packet(one.name(), one.netns()))
        .orElse(NicDefaults.NONE);
  }

  private static Map<String, Object> packet(String name, String netns) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("interface", name);
    if (!netns.isEmpty()) {
      tree.put("netns", netns);
    }
    return tree;
  }

  private Map<String, Object> rss(VfRss rss) {
    var none = RssReader.tree(VfRss.DEFAULT);
    var tree = new LinkedHashMap<String, Object>();
    RssReader.tree(rss).forEach((key, value) -> put(tree, key, value, none.get(key)));
    return tree;
  }

  private Map<String, Object> tso(TsoLimits limits) {
    var none = TsoLimits.UNLIMITED;
    var tree = new LinkedHashMap<String, Object>();
    put(tree, "max", size(limits.max()), size(none.max()));
    put(tree, "segments", limits.segments(), none.segments());
    put(tree, "segmentSize", size(limits.segmentSize()), size(none.segmentSize()));
    return tree;
  }

  private Map<String, Object> guest(CountFold.Counted counted, Map<String, Object> defaults) {
    var tree = new LinkedHashMap<String, Object>();
    if (counted.count() > 0) {
      tree.put("count", counted.count());
    }
    tree.put("nics", named(counted.guest().nics(), nic -> nic(nic, defaults)));
    return tree;
  }

  private Map<String, Object> nic(NicSpec nic, Map<String, Object> defaults) {
    var tree = new LinkedHashMap<String, Object>();
    if (!nic.mac().equals(NicSpec.DERIVED_MAC)) {
      tree.put("mac", nic.mac().toString());
    }
    for (var property : NicDefaults.PROPERTIES) {
      if (!property.key().equals("vf")) {
        inherit(tree, property, nic, defaults);
      }
    }
    put(tree, "endpoint", endpoint(nic.endpoint()), NicDefaults.NONE);
    inherit(tree, NicDefaults.VF, nic, defaults);
    return tree;
  }

  private void inherit(
      Map<String, Object> tree,
      NicDefaults.Property property,
      NicSpec nic,
      Map<String, Object> defaults) {
    var inherited = defaults.getOrDefault(property.key(), property.builtIn());
    put(tree, property.key(), property.value().apply(nic), inherited);
    if (full && nic.vf() instanceof VfSpec.From from) {
      tree.replace("vf", vf(from));
    }
  }

  /** A NIC's endpoint in short, for texts; equal exactly when the endpoint is. */
  static Object endpoint(NicSpec nic) {
    return new LabTree(false).endpoint(nic.endpoint());
  }

  private Object endpoint(EndpointSpec endpoint) {
    var tree = new LinkedHashMap<String, Object>();
    return switch (endpoint) {
      case EndpointSpec.Tap tap -> {
        tree.put("name", tap.name());
        if (!tap.netns().isEmpty()) {
          tree.put("netns", tap.netns());
        }
        put(tree, "ip", oneOrList(tap.ips()), List.of());
        if (!tap.mac().equals(NicSpec.SAME_MAC)) {
          tree.put("mac", tap.mac().toString());
        }
        if (tap.mtu() != 0) {
          tree.put("mtu", tap.mtu());
        }
        yield Map.of("tap", tree);
      }
      case EndpointSpec.Host host -> {
        put(tree, "ip", oneOrList(host.ips()), List.of());
        put(tree, "answers", slugs(host.answers()), slugs(EndpointSpec.Host.DEFAULT_ANSWERS));
        put(tree, "gateway", oneOrList(host.gateways()), List.of());
        yield Map.of("host", tree);
      }
      case EndpointSpec.Packet packet -> Map.of("packet", packet(packet.name(), packet.netns()));
      case EndpointSpec.Qemu qemu -> Map.of("qemu", qemu(qemu));
      case EndpointSpec.Pcap pcap -> {
        tree.put("file", pcap.file());
        put(tree, "rate", pcap.rate().toString(), ReplayRate.OWN.toString());
        put(tree, "loop", pcap.loop() == 0 ? EndpointReader.FOREVER : pcap.loop(), 1L);
        put(tree, "auto", pcap.auto(), true);
        yield Map.of("pcap", tree);
      }
      case EndpointSpec.None _ -> NicDefaults.NONE;
    };
  }

  private static Map<String, Object> qemu(EndpointSpec.Qemu qemu) {
    var tree = new LinkedHashMap<String, Object>();
    boolean datagrams = qemu.way() == EndpointSpec.Qemu.Way.DATAGRAM;
    qemu.local().ifPresent(at -> tree.put(datagrams ? "local" : "listen", at.toString()));
    qemu.remote().ifPresent(at -> tree.put(datagrams ? "remote" : "connect", at.toString()));
    return Map.of(datagrams ? "dgram" : "stream", tree);
  }

  private static Map<String, Object> vf(VfSpec.From from) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("adapter", from.adapter());
    tree.put("attach", from.attach());
    return tree;
  }

  private Map<String, Object> flow(FlowSpec flow) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("from", flow.from().toString());
    tree.put("to", flow.to().toString());
    put(tree, "udp", flow.udp(), FlowSpec.DEFAULT_UDP);
    put(tree, "rate", flow.rate().toString(), FlowSpec.DEFAULT_RATE.toString());
    put(tree, "size", size(flow.size()), size(FlowSpec.DEFAULT_SIZE));
    put(tree, "count", flow.count(), 0L);
    put(tree, "echo", flow.echo(), true);
    return tree;
  }

  private Map<String, Object> capture(CaptureSpec capture) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("at", oneOrList(capture.at()));
    put(tree, "where", capture.where().slug(), CaptureSpec.Where.NIC.slug());
    put(tree, "direction", capture.direction().slug(), TapDirection.BOTH.slug());
    put(tree, "filter", capture.filter().text(), "");
    put(tree, "snaplen", size(capture.snaplen()), size(FrameRing.SNAP_MAX));
    put(tree, "ring", size(capture.ring()), size(CaptureSpec.DEFAULT_RING));
    put(tree, "frames", capture.frames(), 0L);
    put(
        tree,
        "for",
        Units.DURATION.format(capture.limit()),
        Units.DURATION.format(capture.auto().usual()));
    put(tree, "auto", capture.auto().slug(), CaptureSpec.Auto.START.slug());
    return tree;
  }

  /** Bytes; a number that is no multiple of 1024 is written as one. */
  static Object size(long bytes) {
    return bytes % 1024 == 0 ? Units.SIZE.format(bytes) : (Object) bytes;
  }

  private static List<String> slugs(Set<HostAnswer> answers) {
    return answers.stream().map(HostAnswer::slug).toList();
  }

  private Object oneOrList(List<?> addresses) {
    var texts = addresses.stream().map(Object::toString).toList();
    return texts.size() == 1 && !full ? texts.getFirst() : texts;
  }

  private <T> Map<String, Object> named(Map<String, T> objects, Function<T, Object> tree) {
    var trees = new LinkedHashMap<String, Object>();
    (full ? new TreeMap<>(objects) : objects)
        .forEach((name, object) -> trees.put(name, tree.apply(object)));
    return trees;
  }

  private void put(Map<String, Object> tree, String key, Object value, Object initial) {
    if (full || !Objects.equals(value, initial)) {
      tree.put(key, value);
    }
  }
}
