package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.NicView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A guest's NIC, hn(4): the interface towards the stack above, the channel and the VF below, and
 * the change between the two. Decisions are {@link NicInterface}'s and {@link SwitchOver}'s.
 */
public final class HnVerticle extends DeviceVerticle {

  private static final int HOLD_FRAMES = 65536;
  private static final int NOBODY_ASKED = 0;
  private static final Duration PAIRING_TIME = Duration.ofSeconds(130);

  private final HnSettings settings;
  private final NicId nic;
  private final NicInterface face;
  private final NicCounters counters = new NicCounters();
  private final SwitchOver switchOver = new SwitchOver();
  private final ArrayDeque<PathWish> wishes = new ArrayDeque<>();
  private Promise<Outcome> ready = Promise.promise();
  private boolean attached;
  private SyntheticPath synthetic;
  private SoftwareOffload offload;
  private Gate gate;
  private Gate fromVf;
  private Gate fromChannel;
  private Bus.FrameSender endpoint;
  private Bus.FrameSender vfSender;
  private Timers.Timer hold = () -> {};
  private Optional<VfId> accepted = Optional.empty();
  private VfId vf;
  private VfId pathVf;
  private Optional<Boolean> vfLink = Optional.empty();
  private boolean hostLink;
  private boolean askWhenFlushed;
  private SwitchOver.Effect.AskHost ask;
  private boolean suspended;
  private ChannelId channel;
  private Optional<EndpointControl.Configured> endpointMemory = Optional.empty();
  private long fences;
  private Promise<Outcome> reattach;
  private boolean mtuChanging;
  private boolean ending;

  /** Who wants a path, and which. */
  private record PathWish(boolean vf, Promise<Outcome> promise) {}

  public HnVerticle(Lab lab, HnSettings settings) {
    super(lab, "hn " + settings.nic());
    this.settings = settings;
    this.nic = settings.nic();
    this.face = new NicInterface(settings.offloads(), settings.mtu(), settings.up());
  }

  @Override
  protected Future<?> begin() {
    endpoint = sender(Addresses.endpointReceive(nic));
    gate = new Gate(HOLD_FRAMES, ledger(), this::transmitSynthetic);
    fromVf = new Gate(HOLD_FRAMES, ledger(), burst -> receive(burst, true));
    fromChannel = new Gate(HOLD_FRAMES, ledger(), burst -> receive(burst, false));
    offload =
        new SoftwareOffload(
            lab().memory(), executor(), ledger(), this::transmitFit, this::registerMemory);
    synthetic = new SyntheticPath(lab(), nic, ledger(), timers(), executor(), new FromChannel());
    serve(Addresses.nic(nic), this::on);
    serve(VmbusAddresses.guestDriver(nic), this::onBus);
    onFrames(Addresses.nicTransmit(nic), this::transmit);
    onFrames(Addresses.nicVfReceive(nic), this::receiveVf);
    return configureEndpoint();
  }

  @Override
  protected Future<?> end() {
    ending = true;
    face.running(false);
    return bus()
        .request(
            Addresses.pairing(), new PairingControl.NicDetaching(nic), Outcome.class, PAIRING_TIME)
        .transform(detached -> synthetic.close(DropReason.SHUTDOWN))
        .onComplete(closed -> dropAll());
  }

  private void dropAll() {
    hold.cancel();
    refuseWishes("the NIC has been taken down");
    if (reattach != null) {
      reattach.complete(Outcome.refused(Refusal.STATE_CONFLICT, nic + " has been taken down"));
      reattach = null;
    }
    ready.tryComplete(Outcome.refused(Refusal.STATE_CONFLICT, nic + " has been taken down"));
    synthetic.disown();
    gate.drop(DropReason.SHUTDOWN);
    fromVf.drop(DropReason.SHUTDOWN);
    fromChannel.drop(DropReason.SHUTDOWN);
    offload.drop(DropReason.SHUTDOWN);
    offload.close();
  }

  @Override
  protected long held() {
    return gate.held() + fromVf.held() + fromChannel.held() + offload.held() + synthetic.held();
  }

  private Future<?> onBus(VmbusControl.DriverEvent event) {
    switch (event) {
      case VmbusControl.DriverEvent.ChannelOffered(var offered) -> {
        channel = offered;
        if (ready.future().isComplete() && !attached) {
          ready = Promise.promise();
        }
        if (!ending) {
          synthetic.open(offered, face.mtu(), face.wants(Offload.LRO));
        }
      }
      case VmbusControl.DriverEvent.ChannelRescinded _ -> {
        face.running(false);
        synthetic.rescinded(DropReason.CHANNEL_FULL);
        configureEndpoint();
      }
      case VmbusControl.DriverEvent.Interrupt _ -> synthetic.pump();
    }
    return null;
  }

  private Future<?> on(NicControl message) {
    return switch (message) {
      case NicControl.Describe _ -> Future.succeededFuture(view());
      case NicControl.AwaitReady _ -> ready.future();
      case NicControl.SetUp(var up) -> setUp(up);
      case NicControl.SetMtu(var mtu) -> setMtu(mtu);
      case NicControl.SetOffloads(var enabled) -> setOffloads(enabled);
      case NicControl.Merge merge -> merge(merge);
      case NicControl.Unmerge(var of) -> {
        face.unmerge(of);
        vfLink = Optional.empty();
        yield capabilitiesChanged();
      }
      case NicControl.FollowEnabled(var of, var enabled) -> {
        face.follow(of, enabled);
        yield capabilitiesChanged();
      }
      case NicControl.UseVf(var of) -> useVf(of);
      case NicControl.UseSynthetic(var of, var orderly) -> useSynthetic(of, orderly);
      case NicControl.AcceptFrom(var of) -> {
        accepted = Optional.of(of);
        yield DONE;
      }
      case NicControl.StopAccepting(var of) -> {
        accepted = accepted.filter(other -> !other.equals(of));
        yield DONE;
      }
      case NicControl.VfLink(var of, var up) -> {
        vfLink = Optional.of(up);
        yield linkChanged();
      }
      case NicControl.FencePassed(var fence) -> {
        if (fence.id() == fences) {
          perform(switchOver.drained());
        }
        yield null;
      }
      case NicControl.Detach _ -> synthetic.close(DropReason.SHUTDOWN).map(done -> Outcome.DONE);
    };
  }

  // Transmit.

  private void transmit(FrameBurst burst) {
    if (!face.isRunning()) {
      ledger().dropped(DropReason.NIC_DOWN, burst.size());
      burst.release();
      return;
    }
    offload.accept(burst);
  }

  private void transmitFit(FrameBurst burst) {
    counters.sent(burst.size(), bytes(burst), switchOver.isOnVf());
    gate.accept(burst);
  }

  private void transmitSynthetic(FrameBurst burst) {
    if (!synthetic.isReady()) {
      ledger().dropped(DropReason.CHANNEL_FULL, burst.size());
      burst.release();
      return;
    }
    synthetic.transmit(burst);
  }

  private void transmitVf(FrameBurst burst) {
    vfSender.send(burst);
  }

  private static long bytes(FrameBurst burst) {
    var slab = burst.slab();
    long sum = 0;
    for (int i = 0; i < burst.size(); i++) {
      sum += slab.length(burst.slot(i));
    }
    return sum;
  }

  // Receive.

  private void receiveVf(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      fromVf.accept(burst);
    } else {
      burst.release();
    }
    if (fence != null && fence.course() == Fence.Course.TO_SYNTHETIC) {
      perform(switchOver.fenceArrived());
    }
  }

  private void receive(FrameBurst burst, boolean byVf) {
    if (!face.isUp() || byVf && accepted.isEmpty()) {
      ledger()
          .dropped(byVf && face.isUp() ? DropReason.VF_GONE : DropReason.NIC_DOWN, burst.size());
      burst.release();
      return;
    }
    counters.received(burst.size(), bytes(burst), byVf);
    endpoint.send(burst);
  }

  // The change of path.

  private Future<Outcome> useVf(VfId of) {
    if (switchOver.stage() == SwitchOver.Stage.SYNTHETIC) {
      pathVf = of;
      vfSender = sender(Addresses.vfTransmit(of));
    } else if (!of.equals(pathVf)) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " uses " + pathVf + ", not " + of));
    }
    vf = of;
    return answerLater(true, switchOver.useVf());
  }

  private Future<Outcome> useSynthetic(VfId of, boolean orderly) {
    if (switchOver.stage() != SwitchOver.Stage.SYNTHETIC && !of.equals(pathVf)) {
      return DONE;
    }
    return answerLater(false, switchOver.useSynthetic(orderly));
  }

  private Future<Outcome> answerLater(boolean wantsVf, List<SwitchOver.Effect> effects) {
    Promise<Outcome> promise = Promise.promise();
    wishes.add(new PathWish(wantsVf, promise));
    perform(effects);
    return promise.future();
  }

  private void refuseWishes(String detail) {
    while (!wishes.isEmpty()) {
      wishes.poll().promise.complete(Outcome.refused(Refusal.STATE_CONFLICT, nic + ": " + detail));
    }
  }

  private void perform(List<SwitchOver.Effect> effects) {
    for (var effect : effects) {
      perform(effect);
    }
  }

  private void perform(SwitchOver.Effect effect) {
    switch (effect) {
      case SwitchOver.Effect.CloseGate _ -> gate.close();
      case SwitchOver.Effect.OpenGate(var byVf) -> {
        if (suspended && !byVf) {
          gate.close();
        } else {
          gate.open(byVf ? this::transmitVf : this::transmitSynthetic);
        }
      }
      case SwitchOver.Effect.HoldVf(var holds) -> hold(fromVf, holds);
      case SwitchOver.Effect.HoldSynthetic(var holds) -> hold(fromChannel, holds);
      case SwitchOver.Effect.AskHost askHost -> {
        ask = askHost;
        askWhenFlushed = true;
        askIfFlushed();
      }
      case SwitchOver.Effect.SendDrain _ ->
          vfSender.send(
              FrameBurst.ofFence(
                  new Fence(++fences, Fence.Course.DRAIN, nic, pathVf, settings.mac())));
      case SwitchOver.Effect.ArmHold(var time, var attempt) -> {
        hold.cancel();
        hold = timers().after(time, () -> perform(switchOver.holdExpired(attempt)));
      }
      case SwitchOver.Effect.DisarmHold _ -> hold.cancel();
      case SwitchOver.Effect.Answer(var detail) -> {
        var refused = Outcome.refused(Refusal.PEER_TIMEOUT, nic + ": " + detail);
        boolean onVf = switchOver.isOnVf();
        while (!wishes.isEmpty()) {
          var wish = wishes.poll();
          wish.promise.complete(wish.vf == onVf ? Outcome.DONE : refused);
        }
        linkChanged();
      }
      case SwitchOver.Effect.Refuse(var detail) ->
          wishes
              .removeLast()
              .promise
              .complete(Outcome.refused(Refusal.STATE_CONFLICT, nic + ": " + detail));
    }
  }

  private static void hold(Gate gate, boolean holds) {
    if (holds) {
      gate.close();
    } else {
      gate.open();
    }
  }

  /** The request must stand behind every synthetic frame in the ring. */
  private void askIfFlushed() {
    if (askWhenFlushed && (!ask.vf() || synthetic.isFlushed())) {
      askWhenFlushed = false;
      synthetic.ask(new NvscRequest.SetDatapath(ask.vf(), ask.asked()));
    }
  }

  // The interface.

  private Future<Outcome> setUp(boolean up) {
    if (up == face.isUp() && up == face.isRunning()) {
      return DONE;
    }
    if (up && !synthetic.isReady()) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " has no channel to the host"));
    }
    face.up(up);
    if (!up) {
      // RUNNING goes first; then the VF, then the filter.
      face.running(false);
      return bus()
          .request(
              Addresses.pairing(), new PairingControl.NicDown(nic), Outcome.class, PAIRING_TIME)
          .otherwise(Outcome.DONE)
          .compose(
              done -> {
                if (!face.isUp()) { // Nobody has brought it up meanwhile.
                  synthetic.ask(new NvscRequest.SetFilter(PacketFilter.NONE));
                }
                return configureEndpoint();
              });
    }
    return goUp()
        .compose(
            done ->
                bus()
                    .request(
                        Addresses.pairing(),
                        new PairingControl.NicUp(nic),
                        Outcome.class,
                        PAIRING_TIME)
                    .otherwise(Outcome.DONE));
  }

  private Future<Outcome> goUp() {
    synthetic.ask(new NvscRequest.SetFilter(PacketFilter.choose(false, true, true)));
    synthetic.ask(new NvscRequest.QueryLink());
    face.running(true);
    return configureEndpoint();
  }

  private Future<Outcome> setOffloads(OffloadCaps enabled) {
    boolean before = face.wants(Offload.LRO);
    var outcome = face.setOffloads(enabled);
    if (outcome instanceof Outcome.Refused) {
      return Future.succeededFuture(outcome);
    }
    if (face.wants(Offload.LRO) != before) {
      synthetic.ask(new NvscRequest.SetCoalescing(!before));
    }
    return followOnVf().compose(done -> capabilitiesChanged());
  }

  /** SIOCSIFCAP goes through to a ready VF; hn mirrors what the VF really has. */
  private Future<?> followOnVf() {
    var of = vf;
    if (of == null || !face.isMergedWith(of)) {
      return DONE;
    }
    return bus()
        .request(
            Addresses.vf(of), new VfControl.SetOffloads(face.asked(), nic), VfControl.Enabled.class)
        .onSuccess(enabled -> face.follow(of, enabled.enabled()));
  }

  private Future<NicControl.Merged> merge(NicControl.Merge merge) {
    vf = merge.vf();
    var merged = face.merge(merge.vf(), merge.capabilities(), merge.enabled(), merge.tso());
    return capabilitiesChanged().map(done -> merged);
  }

  private Future<Outcome> capabilitiesChanged() {
    offload.follow(face);
    return configureEndpoint();
  }

  private Future<Outcome> linkChanged() {
    return configureEndpoint();
  }

  private boolean link() {
    return switchOver.isOnVf() ? vfLink.orElse(true) : hostLink;
  }

  private Future<Outcome> configureEndpoint() {
    offload.follow(face);
    face.link(link());
    var configure =
        new EndpointControl.Configure(
            settings.mac(),
            face.mtu(),
            face.enabled(),
            face.tso(),
            face.isUp(),
            face.isRunning() && face.link());
    return bus()
        .request(Addresses.endpoint(nic), configure, EndpointControl.Configured.class)
        .onSuccess(
            configured -> {
              endpointMemory = Optional.of(configured);
              registerMemory();
            })
        .<Outcome>map(configured -> Outcome.DONE)
        .otherwise(Outcome.DONE);
  }

  private void registerMemory() {
    endpointMemory
        .filter(configured -> configured.memoryBytes() > 0)
        .ifPresent(
            configured ->
                synthetic.own("endpoint", configured.memoryAddress(), configured.memoryBytes()));
    if (offload.region() != 0) {
      synthetic.own("offload", offload.region(), offload.regionBytes());
    }
  }

  private Future<Outcome> setMtu(int mtu) {
    if (NicInterface.checkMtu(mtu) instanceof Outcome.Refused refused) {
      return Future.succeededFuture(refused);
    }
    if (mtu == face.mtu()) {
      return DONE;
    }
    if (mtuChanging || ending || !synthetic.isReady()) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " is not ready for a change of MTU"));
    }
    if (!synthetic.version().hasNdisConfig()) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.NOT_SUPPORTED, nic + "'s host cannot change the MTU"));
    }
    int before = face.mtu();
    mtuChanging = true;
    return mtuOnVf(mtu)
        .compose(
            onVf ->
                onVf instanceof Outcome.Refused
                    ? Future.succeededFuture(onVf)
                    : reattach(mtu)
                        .compose(
                            done ->
                                done instanceof Outcome.Refused
                                    ? mtuOnVf(before).transform(ignored -> reattachFailed(done))
                                    : Future.succeededFuture(done)))
        .onComplete(done -> mtuChanging = false);
  }

  private static Future<Outcome> reattachFailed(Outcome refused) {
    return Future.succeededFuture(refused);
  }

  /** The VF first: it can refuse while nothing has changed. */
  private Future<Outcome> mtuOnVf(int mtu) {
    var of = vf;
    if (of == null || !face.isMergedWith(of)) {
      return DONE;
    }
    return bus().request(Addresses.vf(of), new VfControl.SetMtu(mtu, nic), Outcome.class);
  }

  /**
   * The synthetic part learns its MTU only when the session is set up: a new one, on a new channel.
   */
  private Future<Outcome> reattach(int mtu) {
    int before = face.mtu();
    reattach = Promise.promise();
    suspended = true;
    if (!switchOver.isOnVf()) {
      gate.close();
    }
    var outcome = reattach.future();
    synthetic
        .close(DropReason.CHANNEL_FULL)
        .onComplete(
            closed -> {
              if (reattach != null) {
                face.mtu(mtu);
                synthetic.open(channel, mtu, face.wants(Offload.LRO));
              }
            });
    return outcome.onSuccess(
        done -> {
          if (done instanceof Outcome.Refused) {
            face.mtu(before);
          }
        });
  }

  /** The channel's side, for tests that look into the rings. */
  SyntheticPath path() {
    return synthetic;
  }

  private NicView view() {
    return new NicView(
        nic,
        settings.mac(),
        face.isUp(),
        face.isRunning(),
        face.isRunning() && face.link(),
        face.mtu(),
        switchOver.isOnVf() ? Datapath.VF : Datapath.SYNTHETIC,
        Optional.ofNullable(pathVf).filter(of -> switchOver.isOnVf()),
        face.enabled(),
        face.capabilities(),
        face.tso(),
        Map.of(
            "stage",
            synthetic.stageName(),
            "nvs-version",
            Optional.ofNullable(synthetic.version()).map(Object::toString).orElse("none"),
            "channel",
            Optional.ofNullable(channel).map(Object::toString).orElse("none"),
            "switch-over",
            switchOver.stage().name().toLowerCase(Locale.ROOT)),
        countersView());
  }

  private Map<String, Long> countersView() {
    var map = counters.view();
    map.put("fences-missed", switchOver.fencesMissed());
    map.put("malformed", synthetic.malformed());
    map.put("software-segments", offload.segments());
    map.put("software-checksums", offload.sums());
    map.put("interrupts", synthetic.interrupts());
    return map;
  }

  /** What the channel tells. */
  private final class FromChannel implements SyntheticPath.Owner {

    @Override
    public void ready(NvscEffect.Agreement agreement) {
      var offer = agreement.offload();
      var caps =
          OffloadCaps.of(Offload.LRO, Offload.LINKSTATE, Offload.VLAN_MTU, Offload.VLAN_HWTAGGING);
      if (offer != null) {
        caps = caps.union(offer.capabilities(agreement.mtu()));
      }
      face.negotiated(
          caps, offer == null ? 0 : offer.lsoSizeMax(), offer == null ? 2 : offer.lsoSegmentsMin());
      offload.follow(face);
      registerMemory();
      if (face.isUp()) {
        goUp();
      } else if (attached) {
        synthetic.ask(new NvscRequest.SetFilter(PacketFilter.NONE));
      }
      if (attached) {
        // The host is told again what it may have missed; its answer changes nothing here.
        synthetic.ask(new NvscRequest.SetDatapath(switchOver.isOnVf(), NOBODY_ASKED));
      }
      if (suspended) {
        suspended = false;
        if (!switchOver.isOnVf()) {
          gate.open(HnVerticle.this::transmitSynthetic);
        }
      }
      if (reattach != null) {
        var promise = reattach;
        reattach = null;
        configureEndpoint().onComplete(done -> promise.complete(Outcome.DONE));
      }
      if (!attached) {
        attached = true;
        attach();
      }
    }

    private void attach() {
      bus()
          .request(
              Addresses.pairing(),
              new PairingControl.NicAttached(nic, settings.mac(), face.isUp(), face.mtu()),
              Outcome.class)
          .otherwise(Outcome.DONE)
          .onSuccess(ready::tryComplete);
    }

    @Override
    public void failed(String reason) {
      face.running(false);
      bus().publish(new LabEvent("hnswitch.nic.failed", nic.toString(), Map.of("reason", reason)));
      var refused = Outcome.refused(Refusal.DEVICE_FAILED, nic + ": " + reason);
      ready.tryComplete(refused);
      if (reattach != null) {
        reattach.complete(refused);
        reattach = null;
      }
      if (suspended) {
        suspended = false;
        if (!switchOver.isOnVf()) {
          gate.open(HnVerticle.this::transmitSynthetic);
        }
      }
      askIfFlushed();
      configureEndpoint();
    }

    @Override
    public void received(FrameBurst burst) {
      fromChannel.accept(burst);
    }

    @Override
    public void association(boolean allocated, int serial) {
      bus().send(Addresses.pairing(), new PairingControl.Association(nic, allocated, serial));
    }

    @Override
    public void switchedBack() {
      bus().send(Addresses.pairing(), new PairingControl.HostSwitchedBack(nic));
    }

    @Override
    public void link(boolean connected) {
      hostLink = connected;
      linkChanged();
    }

    @Override
    public void answered(NvscRequest request, boolean success, String detail) {
      if (request instanceof NvscRequest.SetDatapath(var _, var asked)) {
        perform(switchOver.hostAnswered(asked, success, detail));
      }
    }

    @Override
    public void roomAgain() {
      offload.pump();
      askIfFlushed();
    }
  }
}
