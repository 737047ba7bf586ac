package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.VfTable;
import io.hnswitch.id.NicId;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.HwSysctls;
import io.hnswitch.sysctl.Sysctl;
import io.hnswitch.sysctl.Tunable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All nodes of the tree as they are now, each a JSON object with name, value and meaning. */
final class SysctlTree {

  private final Bus bus;
  private final LabState state;
  private final HnUnits units;

  SysctlTree(Bus bus, LabState state, HnUnits units) {
    this.bus = bus;
    this.state = state;
    this.units = units;
  }

  /**
   * The nodes that may be at or below a name; devices that cannot have any are not asked.
   *
   * @param nic only this one's nodes
   * @param name empty for all
   */
  Future<List<JsonObject>> nodes(Optional<NicId> nic, String name) {
    var parts = new ArrayList<Future<List<JsonObject>>>();
    if (nic.isEmpty() && mayBeBelow("hw.hn", name)) {
      parts.add(hw());
    }
    units
        .all()
        .forEach(
            (unit, id) -> {
              var root = DeviceSysctls.PREFIX + unit;
              if ((nic.isEmpty() || nic.get().equals(id)) && mayBeBelow(root, name)) {
                parts.add(device(root, id));
              }
            });
    return Future.all(parts)
        .map(
            done ->
                done.<List<JsonObject>>list().stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableList()));
  }

  /** True for the name itself and all that begins with it and a dot; for all when it is empty. */
  static boolean isBelow(String own, String prefix) {
    return prefix.isEmpty() || own.equals(prefix) || own.startsWith(prefix + ".");
  }

  private static boolean mayBeBelow(String root, String name) {
    return isBelow(root, name) || isBelow(name, root);
  }

  private Future<List<JsonObject>> hw() {
    return vfs()
        .map(
            vfs ->
                HwSysctls.list().stream()
                    .map(one -> node(HwSysctls.PREFIX + one.name(), one, hw(one, vfs)))
                    .toList());
  }

  private Future<VfTable> vfs() {
    return units.all().isEmpty()
        ? Future.succeededFuture(new VfTable(List.of()))
        : bus.request(Addresses.pairing(), new PairingControl.DescribeMap(), VfTable.class);
  }

  private String hw(Sysctl sysctl, VfTable vfs) {
    if (sysctl == HwSysctls.VFLIST) {
      return vfs.vflist();
    }
    if (sysctl == HwSysctls.VFMAP) {
      return vfs.vfmap();
    }
    return Tunable.ofKey(HwSysctls.PREFIX + sysctl.name())
        .map(tunable -> Integer.toString(state.spec().tunable(tunable)))
        .orElse(sysctl.initial());
  }

  /** A device that does not answer is listed with the reason. */
  private Future<List<JsonObject>> device(String root, NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.ReadSysctls(), NicControl.Sysctls.class)
        .map(sysctls -> device(root, nic, sysctls.values()))
        .otherwise(
            cause ->
                List.of(
                    new JsonObject()
                        .put("name", root)
                        .put("nic", nic.toString())
                        .put("problem", Problem.of(cause).toJson())));
  }

  private static List<JsonObject> device(String root, NicId nic, Map<String, String> values) {
    var nodes = new ArrayList<JsonObject>();
    nodes.add(node(root, DeviceSysctls.DESC, nic.toString()));
    values.forEach((name, value) -> nodes.add(node(root, name, value)));
    nodes.forEach(node -> node.put("nic", nic.toString()));
    return nodes;
  }

  private static JsonObject node(String root, String name, String value) {
    var sysctl =
        DeviceSysctls.find(name)
            .orElseThrow(() -> new IllegalStateException("no definition of " + name));
    return node(root + "." + name, sysctl, value);
  }

  private static JsonObject node(String name, Sysctl sysctl, String value) {
    var json =
        new JsonObject()
            .put("name", name)
            .put("value", typed(sysctl, value))
            .put("type", sysctl.type().slug())
            .put("access", sysctl.access().slug())
            .put("description", sysctl.summary());
    if (!sysctl.initial().isEmpty()) {
      json.put("default", typed(sysctl, sysctl.initial()));
    }
    if (!sysctl.values().wanted().isEmpty()) {
      json.put("allowed", sysctl.values().wanted());
    }
    return sysctl.hasEffect() ? json : json.put("effect", sysctl.effect());
  }

  /** The definition of a full name that is the module's. */
  static Optional<Sysctl> hw(String name) {
    return name.startsWith(HwSysctls.PREFIX)
        ? HwSysctls.find(name.substring(HwSysctls.PREFIX.length()))
        : Optional.empty();
  }

  /** A value of a name as JSON has it. */
  static Object value(String name, String value) {
    var own = name.replaceFirst("^hw\\.hn\\.|^dev\\.hn\\.[0-9]+\\.", "");
    var sysctl = name.startsWith(HwSysctls.PREFIX) ? HwSysctls.find(own) : DeviceSysctls.find(own);
    return sysctl.map(one -> typed(one, value)).orElse(value);
  }

  private static Object typed(Sysctl sysctl, String value) {
    return sysctl.type() == Sysctl.Type.INT ? (Object) Long.valueOf(value) : value;
  }

  /** The full names of a device's own names, from one of both forms. */
  static List<String> full(String name, String own, Collection<String> names) {
    var root = name.substring(0, name.length() - own.length());
    return names.stream().map(one -> root + one).toList();
  }
}
