package io.hnswitch.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is worth writing once, in {@code defaults.nic}, when a lab is exported. */
final class NicDefaults {

  /** The word for no endpoint, no VF and no queue. */
  static final String NONE = "none";

  static final Property VF = new Property("vf", NONE, nic -> vf(nic.vf()));

  /** What a NIC can inherit, in the order in which it is written. */
  static final List<Property> PROPERTIES =
      List.of(
          new Property("switch", "", NicSpec::switchName),
          new Property("mtu", NicSpec.DEFAULT_MTU, NicSpec::mtu),
          new Property("channels", NicSpec.DEFAULT_CHANNELS, NicSpec::channels),
          new Property("offloads", NicSpec.DEFAULT_OFFLOADS.slugs(), nic -> nic.offloads().slugs()),
          new Property("up", true, NicSpec::up),
          new Property("queue", NONE, nic -> queue(nic.queue())),
          new Property("vlan", NONE, nic -> PolicyTree.vlan(nic.policy().vlan())),
          new Property("guards", NONE, nic -> PolicyTree.guards(nic.policy())),
          new Property("storm", NONE, nic -> PolicyTree.storm(nic.policy().storm())),
          new Property("acl", NONE, nic -> PolicyTree.acl(nic.policy().acl())),
          new Property("bandwidth", NONE, nic -> PolicyTree.bandwidth(nic.policy().bandwidth())),
          VF);

  /** Lines that a default must save before it is clearer than none. */
  private static final int WORTH = 3;

  private NicDefaults() {}

  /**
   * A key that NICs inherit.
   *
   * @param builtIn its value when nothing sets it; no value equals it where one must be given
   * @param value a NIC's value, in the tree's form
   */
  record Property(String key, Object builtIn, Function<NicSpec, Object> value) {}

  static Map<String, Object> of(List<CountFold.Counted> guests) {
    var nics = new ArrayList<NicSpec>();
    guests.forEach(counted -> nics.addAll(counted.guest().nics().values()));
    var defaults = new LinkedHashMap<String, Object>();
    for (var property : PROPERTIES) {
      var uses = new LinkedHashMap<Object, Integer>();
      nics.forEach(nic -> uses.merge(property.value().apply(nic), 1, Integer::sum));
      int builtIn = uses.getOrDefault(property.builtIn(), 0);
      uses.forEach(
          (value, count) -> {
            // The difference of the two counts is the number of NICs that need one key less.
            int best = uses.getOrDefault(defaults.get(property.key()), builtIn + WORTH - 1);
            if (count > best) {
              defaults.put(property.key(), value);
            }
          });
    }
    return defaults;
  }

  static Object queue(QueueSpec queue) {
    return switch (queue) {
      case QueueSpec.None _ -> NONE;
      case QueueSpec.Shaped shaped -> shaped.tree();
    };
  }

  private static Object vf(VfSpec vf) {
    return switch (vf) {
      case VfSpec.None _ -> NONE;
      case VfSpec.From from -> {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("adapter", from.adapter());
        if (from.attach()) {
          tree.put("attach", true);
        }
        yield tree;
      }
    };
  }
}
