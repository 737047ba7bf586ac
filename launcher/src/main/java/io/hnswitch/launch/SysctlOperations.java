package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.Words;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Values;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code nic.sysctl} and {@code nic.sysctl-set}: the tree {@code hw.hn.*}, which is the lab's, and
 * {@code dev.hn.N.*}, which is each hn's.
 */
final class SysctlOperations {

  private static final Pattern DEVICE = Pattern.compile("dev\\.hn\\.(0|[1-9][0-9]{0,5})\\.(.+)");

  private final Bus bus;
  private final LabState state;
  private final ChangeGate gate;
  private final LabRunner runner;
  private final HnUnits units;
  private final SysctlTree tree;

  SysctlOperations(Bus bus, LabState state, ChangeGate gate, LabRunner runner, HnUnits units) {
    this.bus = bus;
    this.state = state;
    this.gate = gate;
    this.runner = runner;
    this.units = units;
    this.tree = new SysctlTree(bus, state, units);
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("nic.sysctl", this::read);
    handlers.put("nic.sysctl-set", this::write);
  }

  private Future<JsonArray> read(Request request) {
    var nic = request.findText("nic").map(text -> NicOperations.nic(state, text).id());
    var name = request.findText("name");
    var prefix = request.findText("prefix").orElse("");
    return tree.nodes(nic, name.orElse(prefix))
        .map(
            nodes -> {
              var found = nodes.stream().filter(node -> isWanted(node, name, prefix)).toList();
              if (found.isEmpty() && (name.isPresent() || !prefix.isEmpty())) {
                throw unknown(name.orElse(prefix), nodes);
              }
              return new JsonArray(found);
            });
  }

  private static boolean isWanted(JsonObject node, Optional<String> name, String prefix) {
    var own = node.getString("name");
    return name.map(own::equals).orElse(true) && SysctlTree.isBelow(own, prefix);
  }

  private static RuntimeException unknown(String name, Collection<JsonObject> nodes) {
    return unknownOid(name, nodes.stream().map(node -> node.getString("name")).toList());
  }

  /** In the words of sysctl(8). */
  private static RuntimeException unknownOid(String name, Collection<String> known) {
    var last = name.substring(0, name.lastIndexOf('.') + 1);
    var siblings =
        known.stream()
            .filter(one -> one.startsWith(last))
            .map(one -> one.substring(last.length()))
            .toList();
    var nearest = Words.nearest(name.substring(last.length()), siblings);
    var guess = nearest.isEmpty() ? "" : last + nearest;
    var detail = "unknown oid '" + name + "'";
    return Problem.of(
            ProblemCode.NOT_FOUND,
            detail + (guess.isEmpty() ? "" : " (did you mean '" + guess + "'?)"),
            List.of(new Problem.Error("/name", detail, guess, 0, 0)))
        .exception();
  }

  private Future<JsonObject> write(Request request) {
    var name = request.text("name");
    var value = request.text("value");
    var device = DEVICE.matcher(name);
    if (!device.matches()) {
      return writeHw(name, value, Cause.of(request));
    }
    // Which device a number means is known when it is this change's turn.
    return gate.beside(
        () ->
            units
                .nic(Integer.parseInt(device.group(1)))
                .map(nic -> writeDevice(nic, name, device.group(2), value))
                .orElseGet(() -> writeHw(name, value, Cause.of(request))));
  }

  private Future<JsonObject> writeHw(String name, String value, Cause cause) {
    var hw = SysctlTree.hw(name);
    if (hw.isEmpty()) {
      return tree.nodes(Optional.empty(), "").map(nodes -> raise(unknown(name, nodes)));
    }
    if (hw.get().checkWrite(name, value) instanceof Outcome.Refused(var reason, var detail)) {
      throw Problem.of(ProblemCode.of(reason), detail).exception();
    }
    return Tunable.ofKey(name)
        .map(tunable -> writeTunable(tunable, value, cause))
        .orElseGet(() -> Future.succeededFuture(answer(name, "0", "0")));
  }

  private static JsonObject raise(RuntimeException cause) {
    throw cause;
  }

  private Future<JsonObject> writeTunable(Tunable tunable, String value, Cause cause) {
    int asked = (int) Values.Integers.parse(value).orElseThrow();
    int before = state.spec().tunable(tunable);
    int after = tunable.effective(asked, state.spec().tunable(Tunable.VF_TRANSPARENT) != 0);
    return runner
        .edit(LabState.tunable(tunable, after), cause)
        .map(
            done -> {
              var from = Integer.toString(before);
              var to = Integer.toString(after);
              if (before != after) {
                tell(tunable.key(), from, to, Optional.empty());
              }
              var answer = answer(tunable.key(), from, to);
              return asked == after
                  ? answer
                  : answer.put(
                      "note",
                      asked + " is replaced by " + after + ": " + tunable.replacedBecause());
            });
  }

  private Future<JsonObject> writeDevice(NicId nic, String name, String own, String value) {
    return values(nic)
        .compose(
            before -> {
              var old = before.get(own);
              if (old == null && !own.equals(DeviceSysctls.DESC)) {
                throw unknownOid(name, SysctlTree.full(name, own, before.keySet()));
              }
              if (own.equals(DeviceSysctls.DESC)) {
                throw Problem.of(
                        ProblemCode.NOT_PERMITTED, name + "=" + value + ": EPERM: it is read-only")
                    .exception();
              }
              return bus.request(
                      Addresses.nic(nic),
                      new NicControl.WriteSysctl(own, value),
                      Outcome.Done.class)
                  .recover(cause -> Future.failedFuture(named(name, own, cause)))
                  .compose(done -> values(nic))
                  .map(after -> written(nic, name, old, after.get(own)));
            });
  }

  private JsonObject written(NicId nic, String name, String old, String now) {
    if (!old.equals(now)) {
      tell(name, old, now, Optional.of(nic));
    }
    return answer(name, old, now).put("nic", nic.toString());
  }

  /** The device knows its names from its own root only. */
  private static Throwable named(String name, String own, Throwable cause) {
    return cause instanceof RefusedException refused && refused.getMessage().startsWith(own + "=")
        ? new RefusedException(
            refused.reason(), name + refused.getMessage().substring(own.length()))
        : cause;
  }

  private Future<Map<String, String>> values(NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.ReadSysctls(), NicControl.Sysctls.class)
        .map(NicControl.Sysctls::values);
  }

  private static JsonObject answer(String name, String old, String now) {
    return new JsonObject()
        .put("name", name)
        .put("old", SysctlTree.value(name, old))
        .put("value", SysctlTree.value(name, now));
  }

  private void tell(String name, String from, String to, Optional<NicId> nic) {
    var data = new LinkedHashMap<String, Object>();
    data.put("from", from);
    data.put("to", to);
    nic.ifPresent(id -> data.put("nic", id.toString()));
    bus.publish(new LabEvent("hnswitch.sysctl.changed", name, data));
  }
}
