package io.hnswitch.lab;

import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.lab.LabChange.Effect;
import io.hnswitch.sysctl.Tunable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The table of all properties that can change, and what each change costs.
 *
 * @param <T> the kind of object
 */
record LabProperties<T>(List<Row<T>> rows) {

  static final LabProperties<SwitchSpec> SWITCH =
      new LabProperties<>(
          List.of(
              live("aging", spec -> Units.DURATION.format(spec.aging())),
              live("static", spec -> YamlText.inline(texts(spec))),
              live(
                  "multicast",
                  spec -> YamlText.inline(MulticastReader.tree(spec.multicast(), false))),
              live("mirrors", spec -> YamlText.inline(LabTree.mirrors(spec))),
              recreates("place", SwitchSpec::place)));

  static final LabProperties<AdapterSpec> ADAPTER =
      new LabProperties<>(
          List.of(
              recreates("switch", AdapterSpec::switchName),
              recreates("vfs", AdapterSpec::vfs),
              recreates("offloads", AdapterSpec::offloads),
              recreates("tso", LabProperties::tso),
              recreates("offer-delay", spec -> Units.DURATION.format(spec.offerDelay())),
              recreates("mtu", AdapterSpec::mtu),
              recreates("rss", spec -> YamlText.inline(RssReader.tree(spec.rss()))),
              live("queue", AdapterSpec::queue)));

  static final LabProperties<LinkSpec> LINK =
      new LabProperties<>(
          List.of(
              live("endpoints", spec -> YamlText.inline(spec.endpoints())),
              recreates("vxlan", spec -> YamlText.inline(LabTree.vxlan(spec))),
              recreates("packet", spec -> YamlText.inline(LabTree.packet(spec))),
              live("impair", spec -> YamlText.inline(LabTree.impair(spec)))));

  /** A NIC without its VF, which is an object of its own. */
  static final LabProperties<NicSpec> NIC =
      new LabProperties<>(
          List.of(
              recreates("mac", NicSpec::mac),
              pauses("switch", NicSpec::switchName),
              live("mtu", NicSpec::mtu),
              pauses("channels", NicSpec::channels),
              live("offloads", NicSpec::offloads),
              live("up", NicSpec::up),
              live("queue", NicSpec::queue),
              live("vlan", nic -> YamlText.inline(PolicyTree.vlan(nic.policy().vlan()))),
              live("guards", nic -> YamlText.inline(PolicyTree.guards(nic.policy()))),
              live("storm", nic -> YamlText.inline(PolicyTree.storm(nic.policy().storm()))),
              live("acl", nic -> YamlText.inline(PolicyTree.acl(nic.policy().acl()))),
              live(
                  "bandwidth",
                  nic -> YamlText.inline(PolicyTree.bandwidth(nic.policy().bandwidth()))),
              recreates("endpoint", nic -> YamlText.inline(LabTree.endpoint(nic)))));

  /** A VF that moves to another adapter leaves the one first; the guest stays on its NIC. */
  static final LabProperties<VfSpec.From> VF =
      new LabProperties<>(
          List.of(live("adapter", VfSpec.From::adapter), live("attach", VfSpec.From::attach)));

  static final LabProperties<FlowSpec> FLOW =
      new LabProperties<>(
          List.of(
              recreates("from", FlowSpec::from),
              recreates("to", FlowSpec::to),
              recreates("udp", FlowSpec::udp),
              live("rate", FlowSpec::rate),
              recreates("size", FlowSpec::size),
              recreates("count", FlowSpec::count),
              recreates("echo", FlowSpec::echo)));

  static final LabProperties<CaptureSpec> CAPTURE =
      new LabProperties<>(
          List.of(
              recreates("at", CaptureSpec::at),
              recreates("where", spec -> spec.where().slug()),
              recreates("direction", spec -> spec.direction().slug()),
              recreates("filter", CaptureSpec::filter),
              recreates("snaplen", CaptureSpec::snaplen),
              recreates("ring", CaptureSpec::ring),
              recreates("frames", CaptureSpec::frames),
              recreates("for", spec -> Units.DURATION.format(spec.limit())),
              recreates("auto", spec -> spec.auto().slug())));

  static final LabProperties<LabSpec> LAB = new LabProperties<>(lab());

  /** One property: its value must be equal exactly when the property is. */
  record Row<T>(String name, Effect effect, Function<T, Object> value) {}

  List<LabChange.Property> difference(T before, T after) {
    var changed = new ArrayList<LabChange.Property>();
    for (var row : rows) {
      var from = row.value().apply(before);
      var to = row.value().apply(after);
      if (!Objects.equals(from, to)) {
        changed.add(
            new LabChange.Property(row.name(), from.toString(), to.toString(), row.effect()));
      }
    }
    return changed;
  }

  private static List<Row<LabSpec>> lab() {
    var rows = new ArrayList<Row<LabSpec>>();
    rows.add(live("metadata.name", lab -> lab.metadata().name()));
    rows.add(live("metadata.title", lab -> lab.metadata().title()));
    rows.add(live("metadata.labels", lab -> YamlText.inline(lab.metadata().labels())));
    rows.add(live("seed", LabSpec::seed));
    rows.add(recreates("clock", lab -> lab.clock().slug()));
    for (var tunable : Tunable.values()) {
      var effect = tunable.isWritable() ? Effect.LIVE : Effect.RECREATES_DEVICE;
      rows.add(new Row<>(tunable.key(), effect, lab -> lab.tunable(tunable)));
    }
    return rows;
  }

  private static <T> Row<T> live(String name, Function<T, Object> value) {
    return new Row<>(name, Effect.LIVE, value);
  }

  private static <T> Row<T> pauses(String name, Function<T, Object> value) {
    return new Row<>(name, Effect.PAUSES_PORT, value);
  }

  private static <T> Row<T> recreates(String name, Function<T, Object> value) {
    return new Row<>(name, Effect.RECREATES_DEVICE, value);
  }

  private static Object texts(SwitchSpec spec) {
    var texts = new LinkedHashMap<String, String>();
    spec.statics().forEach((mac, port) -> texts.put(mac.toString(), port));
    return texts;
  }

  private static Object tso(AdapterSpec spec) {
    var tso = spec.tso();
    return "{ max: %d, segments: %d, segmentSize: %d }"
        .formatted(tso.max(), tso.segments(), tso.segmentSize());
  }
}
