package io.hnswitch.sim;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.endpoint.HostEndpointVerticle;
import io.hnswitch.endpoint.HostSettings;
import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.HnSettings;
import io.hnswitch.hn.NetvspSettings;
import io.hnswitch.hn.NetvspVerticle;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.pairing.PairingSettings;
import io.hnswitch.pairing.PairingVerticle;
import io.hnswitch.time.Seeds;
import io.hnswitch.vf.AdapterSettings;
import io.hnswitch.vf.AdapterVerticle;
import io.hnswitch.vmbus.VmbusVerticle;
import io.hnswitch.wire.LocalLinkVerticle;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two guests with an hn and an in-process host each, a switch, an adapter with two VFs, and
 * pairing: all of them the real devices. In some labs the second guest has a switch and an adapter
 * of its own, and a link joins the two adapters.
 */
final class SimLab {

  static final NicId A = new NicId("a", "hn0");
  static final NicId B = new NicId("b", "hn0");
  static final List<NicId> NICS = List.of(A, B);
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What an operator wants of each hn at first. */
  static final OffloadCaps WANTED =
      OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.TSO6);

  private static final String SWITCH = "sw0";
  private static final String ADAPTER = "pf0";
  private static final String FAR_SWITCH = "sw1";
  private static final String FAR_ADAPTER = "pf1";

  static final List<String> ADAPTERS = List.of(ADAPTER, FAR_ADAPTER);
  private static final int MTU = 1500;
  private static final int MTU_MAX = 9202;
  private static final int DATAGRAM = 32;
  private static final int PORT = 9000;

  /** Less than hn's own in every respect, so that a merge shows. */
  private static AdapterSettings settings(String adapter, String virtualSwitch) {
    return new AdapterSettings(
        adapter,
        virtualSwitch,
        2,
        OffloadCaps.of(
            Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.VLAN_MTU, Offload.LINKSTATE),
        new TsoLimits(16 << 10, 16, 2048),
        Duration.ofMillis(5),
        MTU_MAX);
  }

  private final SimPlatform platform;
  private final Lab lab;
  private final Rules rules;
  private final boolean wired;
  private final Map<NicId, String> hostEnds = new HashMap<>();
  private int flows;

  SimLab(SimPlatform platform, Memory memory, Seeds seeds, Rules rules) {
    this.platform = platform;
    this.lab = new Lab(platform, memory, seeds);
    this.rules = rules;
    this.wired = seeds.of("lab").nextInt(3) == 0;
  }

  Lab lab() {
    return lab;
  }

  static MacAddress mac(NicId nic) {
    return new MacAddress(0x00155d000000L | nic.guest().charAt(0));
  }

  private static String ip(NicId nic) {
    return "10.0.0." + (int) nic.guest().charAt(0);
  }

  /** Deploys everything; done when both sessions are there. */
  Future<?> build() {
    return platform
        .deploy(new SwitchVerticle(lab, SWITCH, Duration.ofMinutes(5)))
        .compose(
            done ->
                platform.deploy(
                    new PairingVerticle(lab, new PairingSettings(true, Duration.ofMillis(20), 10))))
        .compose(done -> platform.deploy(new AdapterVerticle(lab, settings(ADAPTER, SWITCH))))
        .compose(done -> wired ? farSide() : Future.succeededFuture(""))
        .compose(done -> guest(A))
        .compose(done -> guest(B));
  }

  private Future<String> farSide() {
    return platform
        .deploy(new SwitchVerticle(lab, FAR_SWITCH, Duration.ofMinutes(5)))
        .compose(
            done -> platform.deploy(new AdapterVerticle(lab, settings(FAR_ADAPTER, FAR_SWITCH))))
        .compose(
            done -> platform.deploy(new LocalLinkVerticle(lab, new LinkSpec("core", ADAPTERS))));
  }

  private boolean isFar(NicId nic) {
    return wired && nic.equals(B);
  }

  private String adapterOf(NicId nic) {
    return isFar(nic) ? FAR_ADAPTER : ADAPTER;
  }

  private Future<?> guest(NicId nic) {
    var config = HostConfig.of(mac(nic).toString(), ip(nic) + "/24");
    DeviceVerticle hn =
        rules.hn().apply(lab, new HnSettings(nic, mac(nic), WANTED, MTU, true, QueueSpec.NONE));
    return platform
        .deploy(new VmbusVerticle(lab, nic.guest()))
        .compose(
            done -> platform.deploy(new HostEndpointVerticle(lab, new HostSettings(nic, config))))
        .compose(done -> platform.deploy(hn))
        .compose(done -> hostEnd(nic))
        .compose(done -> ask(Addresses.nic(nic), new NicControl.AwaitReady()));
  }

  /** Deploys the host's end of a channel. */
  Future<?> hostEnd(NicId nic) {
    return platform
        .deploy(
            new NetvspVerticle(
                lab, new NetvspSettings(nic, mac(nic), isFar(nic) ? FAR_SWITCH : SWITCH)))
        .onSuccess(id -> hostEnds.put(nic, id));
  }

  /** Takes the host's end of a channel away. */
  Future<?> removeHostEnd(NicId nic) {
    return Optional.ofNullable(hostEnds.remove(nic))
        .<Future<?>>map(platform::undeploy)
        .orElse(Future.succeededFuture());
  }

  <M> Future<Object> ask(Address<M> address, M message) {
    return platform.request(address.value(), message, PATIENCE);
  }

  Future<Object> attach(NicId nic) {
    return ask(Addresses.adapter(adapterOf(nic)), new AdapterControl.AttachVf(nic, mac(nic)));
  }

  Future<Object> detach(NicId nic, AdapterControl.How how) {
    return ask(Addresses.adapter(adapterOf(nic)), new AdapterControl.DetachVf(nic, how));
  }

  /** Begins a flow and gives what asks for its end. */
  FlowOrder flow(NicId from, NicId to, int pps, int count) {
    var order =
        new FlowOrder(
            "f" + ++flows,
            flows,
            from,
            to,
            mac(from),
            mac(to),
            ip(from),
            ip(to),
            PORT,
            pps,
            DATAGRAM,
            count,
            false);
    ask(Addresses.endpoint(to), new EndpointControl.ReceiveFlow(order))
        .onSuccess(done -> ask(Addresses.endpoint(from), new EndpointControl.SendFlow(order)));
    return order;
  }

  Optional<FlowEnd> end(FlowOrder order, NicId of) {
    return platform.peek(
        Addresses.endpoint(of).value(),
        new EndpointControl.DescribeFlow(order.id()),
        FlowEnd.class);
  }

  Optional<NicView> nic(NicId nic) {
    return platform.peek(Addresses.nic(nic).value(), new NicControl.Describe(), NicView.class);
  }

  /** Where pairing is with an hn, in one word. */
  String pairing(NicId nic) {
    return platform
        .peek(
            Addresses.pairing().value(), new PairingControl.Describe(), PairingControl.Pairs.class)
        .orElseThrow()
        .pairs()
        .stream()
        .filter(pair -> pair.nic().equals(nic))
        .map(PairView::state)
        .findFirst()
        .orElse("unknown");
  }

  /** Whether a device does nothing at the moment. */
  boolean isStalled(String device) {
    return platform.loops(device).stream().anyMatch(SimLoop::isStalled);
  }

  Optional<NetvspView> host(NicId nic) {
    return platform.peek(
        Addresses.netvsp(nic).value(), new NetvspControl.Describe(), NetvspView.class);
  }

  Optional<VfView> vf(VfId vf) {
    return platform.peek(Addresses.vf(vf).value(), new VfControl.Describe(), VfView.class);
  }

  Optional<AdapterView.Slot> slot(NicId nic) {
    return platform
        .peek(
            Addresses.adapter(adapterOf(nic)).value(),
            new AdapterControl.Describe(),
            AdapterView.class)
        .flatMap(view -> view.of(nic));
  }
}
