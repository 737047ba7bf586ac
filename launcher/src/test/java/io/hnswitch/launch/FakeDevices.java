package io.hnswitch.launch;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.GroupsView;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchView;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfTable;
import io.hnswitch.control.VfView;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.Tunable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** Devices that answer, write down what they are told, and fail where a test says so. */
final class FakeDevices implements DeviceFactory {

  /** What happened, like {@code start hn a:hn0} and {@code a:hn0 SetMtu[mtu=1400]}. */
  final List<String> log = new CopyOnWriteArrayList<>();

  /** What fails: texts of {@link #log}. */
  final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** Of ten frames that a flow sends, so many arrive. */
  volatile int arriving = 10;

  /** The state of all pairs. */
  volatile String pairState = "synthetic";

  /** The VFs of pairs that have one. */
  final Map<NicId, VfId> paired = new ConcurrentHashMap<>();

  private final Lab lab;

  FakeDevices(Lab lab) {
    this.lab = lab;
  }

  /** Writes down; then refuses or is done. */
  private Future<?> done(String what) {
    log.add(what);
    return Future.succeededFuture(
        failing.contains(what)
            ? Outcome.refused(Refusal.STATE_CONFLICT, what + " refused")
            : Outcome.DONE);
  }

  private final class Fake extends DeviceVerticle {
    private final String key;
    private final Consumer<Fake> addresses;

    Fake(String key, Consumer<Fake> addresses) {
      super(lab, key);
      this.key = key;
      this.addresses = addresses;
    }

    @Override
    protected Future<?> begin() {
      log.add("start " + key);
      if (failing.contains("start " + key)) {
        return Future.failedFuture(new IllegalStateException(key + " is broken"));
      }
      addresses.accept(this);
      return DONE;
    }

    @Override
    protected Future<?> end() {
      log.add("stop " + key);
      return DONE;
    }

    <M> void answer(Address<M> address, Function<M, Future<?>> handler) {
      serve(address, handler);
    }
  }

  @Override
  public VerticleBase virtualSwitch(SwitchSpec spec) {
    return new Fake(
        "switch " + spec.name(),
        fake ->
            fake.answer(
                Addresses.virtualSwitch(spec.name()),
                message ->
                    switch (message) {
                      case SwitchControl.Describe _ ->
                          Future.succeededFuture(
                              new SwitchView(
                                  spec.name(),
                                  spec.aging(),
                                  List.of(),
                                  List.of(),
                                  List.of(),
                                  Map.of()));
                      case SwitchControl.DescribeGroups _ ->
                          Future.succeededFuture(
                              new GroupsView(spec.name(), false, List.of(), List.of(), Map.of()));
                      default -> done(spec.name() + " " + message);
                    }));
  }

  @Override
  public VerticleBase pairing(LabSpec spec) {
    return new Fake(
        "pairing",
        fake ->
            fake.answer(
                Addresses.pairing(),
                message ->
                    switch (message) {
                      case PairingControl.SetAttachWait wait -> done("pairing " + wait);
                      case PairingControl.DescribeMap _ -> Future.succeededFuture(vfs(spec));
                      default ->
                          Future.succeededFuture(
                              new PairingControl.Pairs(
                                  spec.nics().keySet().stream().map(this::pair).toList()));
                    }));
  }

  private VfTable vfs(LabSpec spec) {
    var entries = new ArrayList<VfTable.Entry>();
    for (var nic : spec.nics().keySet()) {
      if (paired.containsKey(nic)) {
        entries.add(new VfTable.Entry(entries.size() + 1, paired.get(nic), nic));
      }
    }
    return new VfTable(entries);
  }

  private PairView pair(NicId nic) {
    return new PairView(
        nic, Optional.ofNullable(paired.get(nic)), pairState, "a test says so", 0, 0, List.of());
  }

  @Override
  public VerticleBase adapter(AdapterSpec spec) {
    var slots = new ArrayList<AdapterView.Slot>();
    var vf = new VfId(spec.name(), 0);
    return new Fake(
        "adapter " + spec.name(),
        fake -> {
          fake.answer(
              Addresses.adapter(spec.name()),
              message -> {
                if (message instanceof AdapterControl.Describe) {
                  return Future.succeededFuture(
                      new AdapterView(
                          spec.name(),
                          spec.switchName(),
                          spec.vfs(),
                          slots,
                          Optional.empty(),
                          Map.of()));
                }
                var outcome = done(spec.name() + " " + message);
                if (message instanceof AdapterControl.AttachVf(var nic, var mac)) {
                  slots.add(new AdapterView.Slot(vf, nic, mac, 1, "offered", false));
                  return outcome.map(
                      it -> it instanceof Outcome.Done ? new AdapterControl.Assigned(vf, 1) : it);
                }
                return outcome;
              });
          fake.answer(
              Addresses.vf(vf),
              message ->
                  message instanceof VfControl.Describe
                      ? Future.succeededFuture(
                          new VfView(
                              vf,
                              "up",
                              Optional.empty(),
                              Optional.empty(),
                              MacAddress.BROADCAST,
                              1,
                              true,
                              true,
                              1500,
                              OffloadCaps.NONE,
                              OffloadCaps.NONE,
                              TsoLimits.UNLIMITED,
                              Map.of()))
                      : Future.succeededFuture(
                          Outcome.refused(
                              Refusal.VF_MANAGED_BY_NIC, vf + " is paired with a:hn0")));
        });
  }

  @Override
  public VerticleBase link(LinkSpec spec, LabSpec lab) {
    return new Fake(
        "link " + spec.name(),
        fake ->
            fake.answer(
                Addresses.link(spec.name()),
                message ->
                    Future.succeededFuture(
                        new LinkView(
                            spec.name(),
                            spec.endpoints(),
                            LinkView.UP,
                            Optional.empty(),
                            List.of(),
                            Optional.empty()))));
  }

  @Override
  public VerticleBase vmbus(String guest) {
    return new Fake("vmbus " + guest, fake -> {});
  }

  @Override
  public VerticleBase endpoint(NicSpec nic) {
    var known = new HashSet<String>();
    return new Fake(
        "endpoint " + nic.id(),
        fake ->
            fake.answer(
                Addresses.endpoint(nic.id()),
                message ->
                    switch (message) {
                      case EndpointControl.SendFlow(var flow) -> {
                        known.add(flow.id());
                        yield done(nic.id() + " sends " + flow.id());
                      }
                      case EndpointControl.ReceiveFlow(var flow) -> {
                        known.add(flow.id());
                        yield done(nic.id() + " receives " + flow.id());
                      }
                      case EndpointControl.StopFlow(var id) -> {
                        known.remove(id);
                        yield done(nic.id() + " stops " + id);
                      }
                      case EndpointControl.StartReplay _, EndpointControl.StopReplay _ ->
                          done(nic.id() + " replays");
                      case EndpointControl.ForgetFlow(var id) -> done(nic.id() + " forgets " + id);
                      case EndpointControl.DescribeFlow(var id) ->
                          Future.succeededFuture(
                              new FlowEnd(
                                  id,
                                  known.contains(id),
                                  10,
                                  arriving,
                                  0,
                                  0,
                                  0,
                                  1000,
                                  2000,
                                  0,
                                  0,
                                  0,
                                  0));
                      case EndpointControl.Describe _,
                          EndpointControl.Configure _,
                          EndpointControl.Migration _ ->
                          Future.succeededFuture(
                              Outcome.refused(Refusal.NOT_SUPPORTED, "not in this test"));
                    }));
  }

  @Override
  public VerticleBase nic(NicSpec nic, LabSpec spec) {
    var sysctls = sysctls(spec.tunable(Tunable.VF_TRANSPARENT) != 0);
    return new Fake(
        "hn " + nic.id(),
        fake ->
            fake.answer(
                Addresses.nic(nic.id()),
                message ->
                    switch (message) {
                      case NicControl.Describe _ -> Future.succeededFuture(view(nic));
                      case NicControl.ReadSysctls _ -> {
                        var what = nic.id() + " " + message;
                        yield failing.contains(what)
                            ? done(what)
                            : Future.succeededFuture(new NicControl.Sysctls(sysctls));
                      }
                      case NicControl.WriteSysctl(var name, var value) -> {
                        var outcome =
                            DeviceSysctls.find(name).orElseThrow().checkWrite(name, value);
                        if (outcome instanceof Outcome.Done) {
                          sysctls.put(name, value);
                        }
                        yield Future.succeededFuture(outcome);
                      }
                      case NicControl other -> done(nic.id() + " " + other);
                    }));
  }

  /** Every name with its default, or 0. */
  private static Map<String, String> sysctls(boolean transparent) {
    var values = new LinkedHashMap<String, String>();
    for (var one : DeviceSysctls.list()) {
      if (!one.name().equals(DeviceSysctls.DESC) && DeviceSysctls.exists(one, transparent)) {
        values.put(one.name().replace(".K.", ".0."), one.initial().isEmpty() ? "0" : one.initial());
      }
    }
    return values;
  }

  private static NicView view(NicSpec nic) {
    return new NicView(
        nic.id(),
        nic.mac(),
        nic.up(),
        nic.up(),
        true,
        nic.mtu(),
        List.of(),
        List.of(),
        Datapath.SYNTHETIC,
        Optional.empty(),
        nic.offloads(),
        nic.offloads(),
        nic.offloads(),
        TsoLimits.UNLIMITED,
        Map.of(),
        Map.of("ipackets", 5L));
  }

  @Override
  public VerticleBase netvsp(NicSpec nic, LabSpec spec) {
    return new Fake("netvsp " + nic.id(), fake -> {});
  }
}
