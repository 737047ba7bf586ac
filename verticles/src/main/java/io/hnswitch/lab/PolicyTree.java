package io.hnswitch.lab;

import io.hnswitch.policy.AclRule;
import io.hnswitch.policy.BandwidthPolicy;
import io.hnswitch.policy.Guard;
import io.hnswitch.policy.PortPolicy;
import io.hnswitch.policy.StormPolicy;
import io.hnswitch.policy.VlanPolicy;
import io.hnswitch.policy.VlanSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a NIC's switch port does, in the shape of the file. */
public final class PolicyTree {

  private PolicyTree() {}

  /** All keys, as a file would have them; {@code none} for what nobody set. */
  public static Map<String, Object> of(PortPolicy policy) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("vlan", vlan(policy.vlan()));
    tree.put("guards", guards(policy));
    tree.put("storm", storm(policy.storm()));
    tree.put("acl", acl(policy.acl()));
    tree.put("bandwidth", bandwidth(policy.bandwidth()));
    return tree;
  }

  static Object vlan(VlanPolicy policy) {
    var tree = new LinkedHashMap<String, Object>();
    return switch (policy) {
      case VlanPolicy.Untagged _ -> NicDefaults.NONE;
      case VlanPolicy.Access(var id, var isolated, var keeps) -> {
        tree.put("mode", PolicyReader.ACCESS);
        tree.put("id", id);
        if (isolated) {
          tree.put("isolated", true);
        }
        yield with(tree, keeps);
      }
      case VlanPolicy.Trunk(var nativeId, var allowed, var keeps) -> {
        tree.put("mode", PolicyReader.TRUNK);
        if (nativeId != 0) {
          tree.put("native", nativeId);
        }
        if (!allowed.equals(VlanSet.ALL)) {
          tree.put("allowed", allowed.texts());
        }
        yield with(tree, keeps);
      }
    };
  }

  private static Object with(Map<String, Object> tree, boolean keepsPriority) {
    if (keepsPriority) {
      tree.put("priority", PolicyReader.KEEP);
    }
    return tree;
  }

  static Object guards(PortPolicy policy) {
    var slugs = policy.guardList().stream().map(Guard::slug).toList();
    return slugs.isEmpty() ? NicDefaults.NONE : slugs;
  }

  static Object storm(StormPolicy policy) {
    if (policy.equals(StormPolicy.NONE)) {
      return NicDefaults.NONE;
    }
    if (policy.broadcast() == policy.multicast() && policy.multicast() == policy.unknown()) {
      return Units.FRAME_RATE.format(policy.broadcast());
    }
    var tree = new LinkedHashMap<String, Object>();
    put(tree, "broadcast", policy.broadcast());
    put(tree, "multicast", policy.multicast());
    put(tree, "unknown", policy.unknown());
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, long frames) {
    if (frames != 0) {
      tree.put(key, Units.FRAME_RATE.format(frames));
    }
  }

  static Object bandwidth(BandwidthPolicy policy) {
    if (policy.equals(BandwidthPolicy.NONE)) {
      return NicDefaults.NONE;
    }
    var tree = new LinkedHashMap<String, Object>();
    if (policy.outbound() == policy.inbound() && policy.outbound() != 0) {
      tree.put("max", Units.BIT_RATE.format(policy.outbound()));
    } else {
      if (policy.outbound() != 0) {
        tree.put("out", Units.BIT_RATE.format(policy.outbound()));
      }
      if (policy.inbound() != 0) {
        tree.put("in", Units.BIT_RATE.format(policy.inbound()));
      }
    }
    if (policy.burst() != 0) {
      tree.put("burst", LabTree.size(policy.burst()));
    }
    if (policy.weight() != BandwidthPolicy.DEFAULT_WEIGHT) {
      tree.put("weight", policy.weight());
    }
    return tree;
  }

  static Object acl(List<AclRule> rules) {
    if (rules.isEmpty()) {
      return NicDefaults.NONE;
    }
    var list = new ArrayList<Object>();
    for (int i = 0; i < rules.size(); i++) {
      list.add(rule(rules.get(i), PolicyReader.defaultName(i)));
    }
    return list;
  }

  private static Map<String, Object> rule(AclRule rule, String defaultName) {
    var tree = new LinkedHashMap<String, Object>();
    if (!rule.name().equals(defaultName)) {
      tree.put("name", rule.name());
    }
    if (rule.weight() != PolicyReader.DEFAULT_WEIGHT) {
      tree.put("weight", rule.weight());
    }
    tree.put("direction", PolicyReader.slug(rule.direction()));
    tree.put("action", PolicyReader.slug(rule.action()));
    if (rule.etherType() != AclRule.ANY) {
      tree.put("ethertype", named(rule.etherType(), PolicyReader.ETHER_TYPES, "0x%04x"));
    }
    rule.remoteMac().ifPresent(mac -> tree.put("remote-mac", mac.toString()));
    rule.local().ifPresent(prefix -> tree.put("local", prefix.toString()));
    rule.remote().ifPresent(prefix -> tree.put("remote", prefix.toString()));
    if (rule.protocol() != AclRule.ANY) {
      tree.put("protocol", named(rule.protocol(), PolicyReader.PROTOCOLS, "%d"));
    }
    rule.localPorts().ifPresent(range -> tree.put("local-port", range.toString()));
    rule.remotePorts().ifPresent(range -> tree.put("remote-port", range.toString()));
    rule.idle()
        .ifPresent(
            time -> {
              if (time.equals(AclRule.USUAL_IDLE)) {
                tree.put("stateful", true);
              } else {
                tree.put("idle", Units.DURATION.format(time));
              }
            });
    return tree;
  }

  private static String named(int number, Map<String, Integer> names, String otherwise) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> otherwise.formatted(number));
  }
}
