package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Media;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Tunables;
import io.hnswitch.time.Retry;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest's NIC, hn(4): the interface towards the stack above, the channel and the VF below, and
 * the change between the two. Decisions are {@link NicInterface}'s and {@link SwitchOver}'s.
 */
public final class HnVerticle extends DeviceVerticle {

  private static final int NOBODY_ASKED = 0;
  private static final String OWN_MEDIA = "10Gbase-T <full-duplex>";
  private static final Duration PAIRING_TIME = Duration.ofSeconds(130);

  /**
   * A FreeBSD hn(4) whose session fails stays without its channel until it is detached (reference
   * C16); here a host that was only silent for a while gets its guest back.
   */
  private static final Duration REATTACH_FIRST = Duration.ofMillis(500);

  private static final Duration REATTACH_MOST = Duration.ofSeconds(30);

  private final HnSettings settings;
  private final Tunables tunables;
  private final SwitchOver switchOver;
  private final NicId nic;
  private final NicInterface face;
  private ReceiveFilter filter;
  private LinkWatch link;
  private final MtuChange mtu;
  private Promise<Outcome> ready = Promise.promise();
  private boolean attached;
  private NicPaths paths;
  private RxVfPath rxVf;
  private NicCounters counters;
  private NicViews views;
  private VfCalls vf;
  private Retry reattach;
  private final RssAgreement rss = new RssAgreement();
  private RssFixup rssFixup;
  private SyntheticPath synthetic;
  private NicSysctls sysctls;
  private BpfTaps taps;
  private SoftwareOffload offload;
  private TransmitQueue queue;
  private EndpointLink stack;
  private Bus.FrameSender endpoint;
  private Optional<VfId> accepted = Optional.empty();
  private boolean vfLink = true;
  private ChannelId channel;
  private boolean sessionLost;
  private boolean ending;

  public HnVerticle(Lab lab, HnSettings settings) {
    this(lab, settings, Tunables.DEFAULTS);
  }

  public HnVerticle(Lab lab, HnSettings settings, Tunables tunables) {
    this(lab, settings, tunables, new SwitchOver());
  }

  /**
   * @param switchOver decides about paths; a test may give one that breaks a rule
   */
  HnVerticle(Lab lab, HnSettings settings, Tunables tunables, SwitchOver switchOver) {
    super(lab, "hn " + settings.nic());
    this.switchOver = switchOver;
    this.settings = settings;
    this.nic = settings.nic();
    this.face = new NicInterface(settings.offloads(), settings.mtu(), settings.up());
    this.tunables = tunables;
    this.mtu = new MtuChange(nic, face, new ForMtu());
  }

  @Override
  protected Future<?> begin() {
    endpoint = sender(Addresses.endpointReceive(nic));
    paths = new NicPaths(nic, settings.mac(), ledger(), timers(), switchOver, new ForPaths());
    rxVf = new RxVfPath(nic, new ForRxVf());
    counters = new NicCounters(lab().memory());
    vf = new VfCalls(bus(), nic, face);
    reattach = new Retry(timers(), REATTACH_FIRST, REATTACH_MOST, this::openAgain);
    stack = new EndpointLink(bus(), nic, settings.mac(), this::registerMemory);
    long hashSeed = lab().seeds().of("queue " + nic).nextLong();
    queue =
        new TransmitQueue(
            lab().memory(), executor(), timers(), ledger(), hashSeed, this::transmitFit);
    queue.configure(settings.queue());
    offload =
        new SoftwareOffload(
            lab().memory(), executor(), ledger(), queue::accept, this::registerMemory);
    synthetic =
        new SyntheticPath(
            lab(),
            nic,
            ledger(),
            timers(),
            executor(),
            new FromChannel(),
            new RssSetup(settings.rings(), rss),
            new ReceivedHash(rss, paths::isOnVf));
    link = new LinkWatch(timers(), synthetic);
    filter = new ReceiveFilter(bus(), nic, face, synthetic, vf, paths::isOnVf);
    rssFixup = new RssFixup(bus(), nic, rss, synthetic::isReady, synthetic::ask);
    face.tsoMaxLength(tunables.get(Tunable.TSO_MAXLEN));
    sysctls =
        new NicSysctls(
            tunables,
            new SysctlSource(
                face, paths, synthetic, rss, rssFixup::writeKey, () -> accepted, rxVf::redirected));
    synthetic.limits(sysctls.limits());
    taps = new BpfTaps(nic, lab().memory(), timers());
    taps.accurate(sysctls.isAccurateBpf());
    views =
        new NicViews(
            nic, settings.mac(), face, filter, paths, synthetic, rss, counters, offload, queue);
    serve(Addresses.nic(nic), this::on);
    serve(VmbusAddresses.guestDriver(nic), this::onBus);
    onFrames(Addresses.nicTransmit(nic), this::transmit);
    onFrames(Addresses.nicVfReceive(nic), paths::receiveVf);
    return configureEndpoint();
  }

  @Override
  protected Future<?> end() {
    ending = true;
    reattach.cancel();
    face.running(false);
    queue.drop(DropReason.SHUTDOWN);
    return bus()
        .request(
            Addresses.pairing(), new PairingControl.NicDetaching(nic), Outcome.class, PAIRING_TIME)
        .transform(detached -> synthetic.close(DropReason.SHUTDOWN))
        .onComplete(closed -> dropAll());
  }

  private void dropAll() {
    var gone = Outcome.refused(Refusal.STATE_CONFLICT, nic + " has been taken down");
    paths.close();
    taps.close();
    rxVf.close();
    link.cancel();
    mtu.reopened(gone);
    ready.tryComplete(gone);
    synthetic.shared().disown();
    queue.drop(DropReason.SHUTDOWN);
    paths.drop(DropReason.SHUTDOWN);
    offload.drop(DropReason.SHUTDOWN);
    offload.close();
  }

  @Override
  protected long held() {
    return queue.held() + paths.held() + offload.held() + synthetic.held();
  }

  private Future<?> onBus(VmbusControl.DriverEvent event) {
    switch (event) {
      case VmbusControl.DriverEvent.ChannelOffered(var offered) -> {
        channel = offered;
        openAgain();
      }
      case VmbusControl.DriverEvent.ChannelRescinded _ -> {
        channel = null;
        face.running(false);
        synthetic.rescinded(DropReason.CHANNEL_FULL);
        reattach.cancel();
        // A change that has let the channel go itself hears nothing more of it.
        mtu.reopened(rescinded());
        paths.resume();
        configureEndpoint();
      }
      case VmbusControl.DriverEvent.LetGo _ -> {
        return DONE; // What was said before, that it is rescinded, has done it.
      }
      case VmbusControl.DriverEvent.Interrupt _ -> synthetic.pump();
    }
    return null;
  }

  private Outcome rescinded() {
    return Outcome.refused(Refusal.DEVICE_FAILED, nic + ": the channel has been rescinded");
  }

  /** Also for the first time. */
  private void openAgain() {
    reattach.cancel();
    if (ready.future().isComplete() && !attached) {
      ready = Promise.promise();
    }
    if (!ending) {
      synthetic.open(channel, face.mtu(), face.wants(Offload.LRO));
    }
  }

  private Future<?> on(NicControl message) {
    return switch (message) {
      case NicControl.Describe _ -> Future.succeededFuture(views.now(Optional.ofNullable(channel)));
      case NicControl.AwaitReady _ -> ready.future();
      case NicControl.SetUp(var up) -> setUp(up);
      case NicControl.SetMtu(var bytes) -> mtu.to(bytes);
      case NicControl.SetFlags(var promiscuous, var allMulti) ->
          filter.setFlags(promiscuous, allMulti);
      case NicControl.JoinMulticast(var group) -> filter.join(group);
      case NicControl.LeaveMulticast(var group) -> filter.leave(group);
      case NicControl.GetMedia _ -> vf.media(media());
      case NicControl.SetMedia(var wanted) -> vf.media(wanted);
      case NicControl.SetOffloads(var enabled) -> setOffloads(enabled);
      case NicControl.SetQueue(var spec) -> {
        queue.configure(spec);
        yield DONE;
      }
      case NicControl.Merge merge -> merge(merge);
      case NicControl.Unmerge(var of) -> {
        face.unmerge(of);
        vfLink = true;
        yield rssFixup.restore().compose(done -> capabilitiesChanged());
      }
      case NicControl.FollowEnabled(var of, var enabled) -> {
        face.follow(of, enabled);
        yield capabilitiesChanged();
      }
      case NicControl.UseVf(var of) -> paths.useVf(of);
      case NicControl.UseSynthetic(var of, var orderly) -> paths.useSynthetic(of, orderly);
      case NicControl.AcceptFrom(var of) -> {
        accepted = Optional.of(of);
        yield DONE;
      }
      case NicControl.StopAccepting(var of) -> {
        accepted = accepted.filter(other -> !other.equals(of));
        yield DONE;
      }
      case NicControl.RxVf(var of, var step, var on) ->
          rxVf.on(of, step, on)
              .compose(
                  outcome ->
                      step == RxVfStep.RSS && outcome instanceof Outcome.Done
                          ? rssFixup.follow(of, on).map(done -> outcome)
                          : Future.succeededFuture(outcome));
      case NicControl.VfLink(var of, var up) -> {
        vfLink = up;
        link.vfChanged(up);
        if (up) {
          rssFixup.linkUp(of);
        }
        yield configureEndpoint();
      }
      case NicControl.VfNotSent(var _, var reason, var frames, var groups, var bytes) -> {
        counters.notSent(frames, groups, bytes, reason == DropReason.CREDIT_EXHAUSTED);
        yield null;
      }
      case NicControl.FencePassed(var fence) -> {
        paths.drained(fence);
        yield null;
      }
      case NicControl.ReadSysctls _ ->
          Future.succeededFuture(new NicControl.Sysctls(sysctls.read()));
      case NicControl.WriteSysctl(var name, var value) -> {
        var outcome = sysctls.write(name, value);
        taps.accurate(sysctls.isAccurateBpf());
        yield Future.succeededFuture(outcome);
      }
      case NicControl.Capture capture -> Future.succeededFuture(taps.on(capture));
      case NicControl.VfTook(var _, var receipt, var refused) -> {
        taps.vfTook(receipt, refused);
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

  /** Whether the host is to have the VF for the data path, in either mode. */
  private boolean onVf() {
    return paths.isOnVf() || rxVf.hasDataPath();
  }

  private void transmitFit(FrameBurst burst) {
    counters.sent(burst, paths.isOnVf());
    paths.transmit(burst);
  }

  // Receive.

  private void receive(FrameBurst burst, boolean byVf) {
    if (byVf && accepted.isEmpty()) {
      // They are of no interface: none counts them.
      ledger().dropped(DropReason.VF_GONE, burst.size());
      burst.release();
      return;
    }
    counters.arrived(burst.size(), byVf);
    if (!byVf && rxVf.isOn()) {
      // Also while hn is down: the frames are the VF's. hn counts them and shows them to its taps.
      counters.received(burst);
      taps.received(burst, false);
      rxVf.send(burst);
      return;
    }
    if (!face.isUp()) {
      ledger().dropped(DropReason.NIC_DOWN, burst.size());
      burst.release();
      return;
    }
    counters.received(burst);
    taps.received(burst, byVf);
    endpoint.send(burst);
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
      queue.drop(DropReason.NIC_DOWN);
      return bus()
          .request(
              Addresses.pairing(), new PairingControl.NicDown(nic), Outcome.class, PAIRING_TIME)
          .otherwise(Outcome.DONE)
          .compose(
              done -> {
                if (!face.isUp()) { // Nobody has brought it up meanwhile.
                  filter.tellHost();
                }
                return configureEndpoint();
              });
    }
    return goUp()
        .compose(
            done ->
                // Taken down meanwhile: pairing has heard that already and must not hear this
                // after.
                face.isUp() ? tellPairingUp() : DONE);
  }

  private Future<Outcome> tellPairingUp() {
    return bus()
        .request(Addresses.pairing(), new PairingControl.NicUp(nic), Outcome.class, PAIRING_TIME)
        .otherwise(Outcome.DONE);
  }

  private Future<Outcome> goUp() {
    face.running(true);
    filter.tellHost();
    if (!paths.isOnVf()) {
      link.query();
    }
    return configureEndpoint();
  }

  /** hn's own media, the only one it has. */
  private Media media() {
    return new Media(
        Media.AUTOSELECT,
        face.isRunning() && face.link() ? OWN_MEDIA : Media.NONE,
        List.of(Media.AUTOSELECT));
  }

  private Future<Outcome> setOffloads(OffloadCaps enabled) {
    boolean before = face.wants(Offload.LRO);
    var outcome = face.setOffloads(enabled);
    if (outcome instanceof Outcome.Refused) {
      return Future.succeededFuture(outcome);
    }
    return vf.offloads()
        .compose(
            done -> {
              // Not before: what a VF refuses is not wanted any more.
              if (face.wants(Offload.LRO) != before) {
                synthetic.ask(new NvscRequest.SetCoalescing(!before));
              }
              return capabilitiesChanged().map(told -> done);
            });
  }

  private Future<NicControl.Merged> merge(NicControl.Merge merge) {
    var merged =
        face.merge(merge.vf(), merge.capabilities(), merge.enabled(), merge.tso())
            .with(filter.state().vfAllMulti(), filter.state().promiscuous());
    return capabilitiesChanged().map(done -> merged);
  }

  private Future<Outcome> capabilitiesChanged() {
    offload.follow(face);
    return configureEndpoint();
  }

  private Future<Outcome> configureEndpoint() {
    offload.follow(face);
    face.link(link.isUp());
    return stack.tell(face);
  }

  private void registerMemory() {
    stack
        .memory()
        .ifPresent(
            known ->
                synthetic.shared().own("endpoint", known.memoryAddress(), known.memoryBytes()));
    if (offload.region() != 0) {
      synthetic.shared().own("offload", offload.region(), offload.regionBytes());
    }
  }

  /** The channel's side, for tests that look into the rings. */
  SyntheticPath path() {
    return synthetic;
  }

  /** What the channel tells. */
  private final class FromChannel implements SyntheticPath.Owner {

    @Override
    public void ready(NvscEffect.Agreement agreement) {
      reattach.succeeded();
      if (sessionLost) {
        sessionLost = false;
        bus().send(Addresses.pairing(), new PairingControl.SyntheticAttached(nic));
      }
      filter.forget();
      var offer = agreement.offload();
      face.negotiated(
          NicInterface.agreed(agreement),
          offer == null ? 0 : offer.lsoSizeMax(),
          offer == null ? 2 : offer.lsoSegmentsMin());
      offload.follow(face);
      registerMemory();
      if (face.isUp()) {
        goUp();
      } else if (attached) {
        filter.tellHost();
      }
      if (attached && paths.isAtRest()) {
        // The host is told again what it may have missed; its answer changes nothing here. A change
        // that is under way has a request of its own, which this one must not undo.
        synthetic.ask(new NvscRequest.SetDatapath(onVf(), NOBODY_ASKED));
      }
      paths.resume();
      mtu.reopened(configureEndpoint());
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
      if (attached && !ending) {
        sessionLost = true;
        bus().send(Addresses.pairing(), new PairingControl.SyntheticDetached(nic));
      }
      bus().publish(new LabEvent("hnswitch.nic.failed", nic.toString(), Map.of("reason", reason)));
      var refused = Outcome.refused(Refusal.DEVICE_FAILED, nic + ": " + reason);
      ready.tryComplete(refused);
      mtu.reopened(refused);
      paths.resume();
      paths.roomAgain();
      configureEndpoint();
      if (channel != null && !ending) {
        reattach.failed();
      }
    }

    @Override
    public void received(FrameBurst burst) {
      paths.receiveSynthetic(burst);
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
    public void linkIndicated() {
      link.indicated();
    }

    @Override
    public void networkChanged() {
      link.networkChanged();
      configureEndpoint();
    }

    @Override
    public void link(boolean connected) {
      link.hostAnswered(connected);
      configureEndpoint();
    }

    @Override
    public void answered(NvscRequest request, boolean success, String detail) {
      if (request instanceof NvscRequest.SetDatapath(var byVf, var asked)) {
        if (rxVf.hostAnswered(asked, success, detail)) {
          return;
        }
        if (byVf && success && paths.isAwaited(asked) && rss.rings() > 1) {
          // Before the first frame goes by the VF, its hash and ours must agree.
          rssFixup.fixup(paths.vf()).onComplete(fixed -> paths.hostAnswered(asked, true, detail));
        } else {
          paths.hostAnswered(asked, success, detail);
        }
      } else if (request instanceof NvscRequest.SetRss set) {
        rssFixup.answered(set, success, detail);
      }
    }

    @Override
    public void roomAgain() {
      offload.pump();
      paths.roomAgain();
    }
  }

  /** What the change of path needs. */
  private final class ForPaths implements NicPaths.Owner {

    @Override
    public void transmitSynthetic(FrameBurst burst) {
      if (!synthetic.isReady()) {
        ledger().dropped(DropReason.CHANNEL_FULL, burst.size());
        burst.release();
        return;
      }
      taps.toChannel(burst);
      synthetic.transmit(burst);
    }

    @Override
    public void handsToVf(FrameBurst burst) {
      taps.toVf(burst);
    }

    @Override
    public void received(FrameBurst burst, boolean byVf) {
      receive(burst, byVf);
    }

    @Override
    public void askHost(boolean vf, int asked) {
      synthetic.ask(new NvscRequest.SetDatapath(vf, asked));
    }

    @Override
    public boolean isFlushed() {
      return synthetic.isFlushed();
    }

    @Override
    public boolean isIdle() {
      return synthetic.isIdle();
    }

    @Override
    public void pathChanged() {
      if (paths.isOnVf()) {
        link.followVf(vfLink);
      } else {
        link.followHost();
      }
      configureEndpoint();
    }

    @Override
    public Bus.FrameSender senderTo(VfId vf) {
      return sender(Addresses.vfTransmit(vf));
    }
  }

  /** What receiving for a VF beside hn needs. */
  private final class ForRxVf implements RxVfPath.Owner {

    @Override
    public boolean isAttached() {
      return synthetic.isReady();
    }

    @Override
    public void filterForVf(boolean promiscuous) {
      filter.receivesForVf(promiscuous);
    }

    @Override
    public void askHost(boolean vf, int asked) {
      synthetic.ask(new NvscRequest.SetDatapath(vf, asked));
    }

    @Override
    public void linkForVf(boolean suspended) {
      if (suspended) {
        link.suspendDown();
      } else {
        link.followHost();
      }
      configureEndpoint();
    }

    @Override
    public Bus.FrameSender senderTo(VfId vf) {
      return sender(Addresses.vfRedirected(vf));
    }
  }

  /** What a change of MTU needs. */
  private final class ForMtu implements MtuChange.Owner {

    @Override
    public Outcome canChange() {
      if (ending || !synthetic.isReady()) {
        return Outcome.refused(Refusal.STATE_CONFLICT, nic + " is not ready for a change of MTU");
      }
      return synthetic.version().hasNdisConfig()
          ? Outcome.DONE
          : Outcome.refused(Refusal.NOT_SUPPORTED, nic + "'s host cannot change the MTU");
    }

    @Override
    public Future<Outcome> setVfMtu(int bytes) {
      return vf.mtu(bytes);
    }

    @Override
    public Future<Void> closeChannel() {
      paths.suspend();
      return synthetic.close(DropReason.CHANNEL_FULL);
    }

    @Override
    public void openChannel(int bytes) {
      if (channel == null) {
        paths.resume();
        mtu.reopened(rescinded());
      } else {
        synthetic.open(channel, bytes, face.wants(Offload.LRO));
      }
    }
  }
}
