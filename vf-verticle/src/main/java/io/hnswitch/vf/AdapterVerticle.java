package io.hnswitch.vf;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.Explained;
import io.hnswitch.control.FrameSample;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.endpoint.VfEndpoints;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.VfId;
import io.hnswitch.l2.BusEgress;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.metrics.Reading;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * An SR-IOV adapter: connects its PF to the virtual switch as an uplink, forwards between PF and
 * VFs, gives VFs to NICs and takes them away.
 *
 * <p>Events, each with {@code nic} and {@code how}: {@code hnswitch.vf.attached}, {@code .offered},
 * {@code .detaching}, {@code .detached}.
 */
public final class AdapterVerticle extends DeviceVerticle {

  private static final int SAMPLE_BYTES = 16 << 10;

  private final AdapterSettings settings;

  /** One burst for frames that somebody asks about; made when it is first wanted. */
  private BurstPool samples;

  private final VfEndpoints endpoints;
  private final String name;
  private final VfSlots slots;
  private final List<SlotShell> shells = new ArrayList<>();
  private ESwitch eswitch;
  private ESwitchFences fences;

  /** Null without a wire. */
  private WireEgress wireOut;

  /** What frames wait in that go out by the wire, when there is one. */
  private QueueSpec queue;

  /** An adapter whose VFs have no interface of their own: hn shows what they receive. */
  public AdapterVerticle(Lab lab, AdapterSettings settings) {
    this(lab, settings, VfEndpoints.NONE);
  }

  /**
   * @param endpoints who gives a VF an interface of its own
   */
  public AdapterVerticle(Lab lab, AdapterSettings settings, VfEndpoints endpoints) {
    super(lab, "adapter " + settings.name());
    this.endpoints = endpoints;
    this.settings = settings;
    this.name = settings.name();
    this.queue = settings.queue();
    this.slots = new VfSlots(name, settings.vfs());
  }

  @Override
  protected Future<?> begin() {
    var uplink =
        new BusEgress(executor(), sender(Addresses.switchPort(settings.virtualSwitch(), name)));
    eswitch =
        new ESwitch(
            lab().memory(),
            ledger(),
            uplink,
            lab().captures().wire(name),
            settings.vfs(),
            timers()::nanos);
    eswitch.snoop(new WireGroups(lab().multicast().of(settings.virtualSwitch()), name));
    fences = new ESwitchFences(name, eswitch, settings.vfs());
    for (int i = 0; i < settings.vfs(); i++) {
      addSlot(i);
    }
    serve(Addresses.adapter(name), this::serve);
    onFrames(Addresses.adapterFromSwitch(name), this::fromUplink);
    onFrames(Addresses.adapterFromWire(name), this::fromWire);
    var connect =
        new SwitchControl.Connect(
            name, PortKind.UPLINK, null, Addresses.adapterFromSwitch(name).value());
    return bus()
        .request(Addresses.virtualSwitch(settings.virtualSwitch()), connect, Outcome.Done.class);
  }

  private void addSlot(int index) {
    var id = slots.id(index);
    onFrames(Addresses.adapterFromVf(id), burst -> fromVf(index, burst));
    shells.add(
        new SlotShell(
            lab(),
            executor(),
            timers(),
            settings,
            slots,
            eswitch,
            endpoints,
            () -> new BusEgress(executor(), sender(Addresses.vfReceive(id))),
            index));
  }

  @Override
  protected long held() {
    return wireOut == null ? 0 : wireOut.held();
  }

  @Override
  protected Future<?> end() {
    if (samples != null) {
      samples.close();
    }
    if (wireOut != null) {
      wireOut.close(DropReason.SHUTDOWN);
    }
    var abandoned = shells.stream().map(SlotShell::abandon).toList();
    var disconnected =
        bus()
            .request(
                Addresses.virtualSwitch(settings.virtualSwitch()),
                new SwitchControl.Disconnect(name),
                Outcome.class);
    // The switch may be gone already; then there is nothing to disconnect from.
    return Future.join(abandoned).transform(gone -> disconnected);
  }

  /** Has a frame forwarded that somebody only asks about. */
  private Explained explain(FrameSample frame, Consumer<FrameBurst> forward) {
    if (samples == null) {
      samples = BurstPool.slabs(lab().memory(), 1, SAMPLE_BYTES, executor(), () -> {});
    }
    var burst = frame.into(lab().memory(), samples.take());
    return eswitch.explain(name, () -> forward.accept(burst));
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(new Reading.Adapter(name, settings.virtualSwitch()));
    if (wireOut != null) {
      wireOut.measure(into);
    }
  }

  private Future<?> serve(AdapterControl request) {
    return switch (request) {
      case AdapterControl.Describe _ -> Future.succeededFuture(view());
      case AdapterControl.AttachVf attach -> attach(attach);
      case AdapterControl.DetachVf(var nic, var how) ->
          switch (slots.forDetach(nic)) {
            case SlotChoice.Slot(int index) -> shells.get(index).detach(how);
            case SlotChoice.None(var refused) -> Future.succeededFuture(refused);
          };
      case AdapterControl.OfferNow(var vf) -> happened(vf, new VfSlotEvent.Hurry());
      case AdapterControl.Unsteer(var vf, var mac) -> unsteer(vf, mac);
      case AdapterControl.FunctionGone(var vf) -> {
        boolean steered = slots.has(vf) && eswitch.port(vf.index()).isSteered();
        yield happened(vf, new VfSlotEvent.FunctionGone(steered));
      }
      case AdapterControl.VfUp(var vf, boolean up) -> vfUp(vf, up);
      case AdapterControl.ConnectWire connect -> Future.succeededFuture(connectWire(connect));
      case AdapterControl.DisconnectWire(var link) -> disconnectWire(link);
      case AdapterControl.ExplainFromVf(var vf, var frame) ->
          Future.succeededFuture(
              slots.has(vf)
                  ? explain(frame, burst -> eswitch.fromVf(vf.index(), burst))
                  : Outcome.refused(Refusal.NOT_FOUND, "no VF " + vf));
      case AdapterControl.ExplainFromUplink(var frame) ->
          Future.succeededFuture(explain(frame, eswitch::fromUplink));
      case AdapterControl.ExplainFromWire(var frame) ->
          Future.succeededFuture(explain(frame, eswitch::fromWire));
      case AdapterControl.SetLink(var end) -> setLink(end);
      case AdapterControl.SetQueue(var spec) -> setQueue(spec);
    };
  }

  private Future<?> attach(AdapterControl.AttachVf request) {
    return switch (slots.forAttach(request.nic(), request.mac())) {
      case SlotChoice.Slot(int index) ->
          shells.get(index).attach(new Grant(request.nic(), request.mac(), lab().newVfSerial()));
      case SlotChoice.None(var refused) -> Future.succeededFuture(refused);
    };
  }

  private Future<Outcome> happened(VfId vf, VfSlotEvent event) {
    if (!slots.has(vf) || slots.state(vf.index()).holder().isEmpty()) {
      return notGiven(vf);
    }
    shells.get(vf.index()).on(event);
    return DONE;
  }

  private Future<Outcome> unsteer(VfId vf, MacAddress mac) {
    if (!slots.has(vf)) {
      return notGiven(vf);
    }
    var port = eswitch.port(vf.index());
    if (port.mac() == mac.value() && port.isThere()) {
      eswitch.steer(vf.index(), false);
    }
    return DONE;
  }

  private Future<Outcome> vfUp(VfId vf, boolean up) {
    if (!slots.has(vf) || !eswitch.port(vf.index()).isThere()) {
      return up ? notGiven(vf) : DONE;
    }
    eswitch.port(vf.index()).up(up);
    return DONE;
  }

  private Outcome connectWire(AdapterControl.ConnectWire request) {
    var wire = eswitch.wire();
    if (wire.isConnected()) {
      return Outcome.refused(
          Refusal.STATE_CONFLICT, "the wire of " + name + " is in link " + wire.link());
    }
    var egress = new BusEgress(executor(), sender(Addresses.framesAt(request.egress())));
    wireOut =
        new WireEgress(
            lab(),
            ledger(),
            timers(),
            executor(),
            wire.point().witness(ledger().device()),
            egress,
            eswitch::fromWire);
    wireOut.queue(queue);
    wire.connect(request.link(), request.peer(), wireOut);
    return Outcome.DONE;
  }

  private Future<Outcome> setLink(LinkEnd end) {
    if (wireOut == null || !eswitch.wire().link().equals(end.link())) {
      return notIn(end.link());
    }
    wireOut.link(end);
    return DONE;
  }

  private Future<Outcome> setQueue(QueueSpec spec) {
    queue = spec;
    if (wireOut != null) {
      wireOut.queue(spec);
    }
    return DONE;
  }

  private Future<Outcome> notIn(String link) {
    return Future.succeededFuture(
        Outcome.refused(Refusal.NOT_FOUND, "the wire of " + name + " is not in link " + link));
  }

  private Future<Outcome> disconnectWire(String link) {
    var wire = eswitch.wire();
    if (!wire.isConnected() || !wire.link().equals(link)) {
      return notIn(link);
    }
    wireOut.close(DropReason.LINK_DOWN);
    wireOut = null;
    wire.disconnect();
    return DONE;
  }

  private Future<Outcome> notGiven(VfId vf) {
    return Future.succeededFuture(
        Outcome.refused(Refusal.NOT_FOUND, vf + " is not given to any NIC by " + name));
  }

  private void fromUplink(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      eswitch.fromUplink(burst);
    } else {
      burst.release();
    }
    if (fence != null) {
      fences.fromUplink(fence);
    }
  }

  private void fromWire(FrameBurst burst) {
    if (burst.size() > 0) {
      if (wireOut == null) {
        eswitch.fromWire(burst);
      } else {
        wireOut.receive(burst);
      }
    } else {
      // A fence stays on its node; one that came all the same means nothing here.
      burst.release();
    }
  }

  private void fromVf(int vf, FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      eswitch.fromVf(vf, burst);
    } else {
      burst.release();
    }
    if (fence != null) {
      fences.fromVf(vf, fence);
    }
  }

  private AdapterView view() {
    var given =
        IntStream.range(0, slots.count())
            .filter(i -> slots.state(i).holder().isPresent())
            .mapToObj(this::slotView)
            .toList();
    var counters = new TreeMap<>(eswitch.counters());
    counters.put("fences", fences.passed());
    counters.put("stray-fences", fences.stray());
    return new AdapterView(
        name, settings.virtualSwitch(), settings.vfs(), given, wireView(), counters);
  }

  private Optional<AdapterView.Wire> wireView() {
    var wire = eswitch.wire();
    if (!wire.isConnected()) {
      return Optional.empty();
    }
    var counters = new TreeMap<>(wire.counters());
    wireOut.countInto(counters);
    return Optional.of(new AdapterView.Wire(wire.link(), wire.peer(), counters, wireOut.shares()));
  }

  private AdapterView.Slot slotView(int index) {
    var state = slots.state(index);
    var grant = state.holder().orElseThrow();
    var port = eswitch.port(index);
    return new AdapterView.Slot(
        slots.id(index),
        grant.nic(),
        grant.mac(),
        grant.serial(),
        state.word(),
        port.isThere() && port.isSteered());
  }
}
