package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.metrics.Reading;
import io.hnswitch.offload.Offload;
import io.hnswitch.sysctl.Tunable;
import io.hnswitch.sysctl.Tunables;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A guest's NIC, hn(4): the interface towards the stack above, the channel and the VF below, and
 * the change between the two. Decisions are {@link NicInterface}'s and {@link SwitchOver}'s.
 */
public final class HnVerticle extends DeviceVerticle {

  private static final int NOBODY_ASKED = 0;

  private final HnSettings settings;
  private final Tunables tunables;
  private final SwitchOver switchOver;
  private final NicId nic;
  private final NicInterface face;
  private ReceiveFilter filter;
  private LinkWatch link;
  private MtuChange mtu;
  private NicPaths paths;
  private RxVfPath rxVf;
  private NicCounters counters;
  private NicViews views;
  private VfCalls vf;
  private Attachment attachment;
  private final RssAgreement rss = new RssAgreement();
  private RssFixup rssFixup;
  private SyntheticPath synthetic;
  private NicSysctls sysctls;
  private BpfTaps taps;
  private NicLine line;
  private EndpointLink stack;
  private NicFrames frames;
  private InterfaceSettings shown;
  private NicMigration migration;

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
  }

  @Override
  protected Future<?> begin() {
    var drops = new NicDrops(lab().captures().point(nic), ledger().device(), switchOver::isOnVf);
    paths =
        new NicPaths(nic, settings.mac(), ledger(), drops, timers(), switchOver, new ForPaths());
    counters = new NicCounters(lab().memory());
    vf = new VfCalls(bus(), nic, face);
    attachment = new Attachment(bus(), nic, settings.mac(), face, timers(), this::open);
    stack = new EndpointLink(bus(), nic, settings.mac(), () -> shown.registerMemory());
    line =
        new NicLine(
            lab(),
            nic,
            executor(),
            timers(),
            ledger(),
            drops,
            (burst, way) -> frames.arrived(burst, way),
            new ForLine());
    line.queue().configure(settings.queue());
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
    mtu =
        new MtuChange(
            nic, face, new MtuOnHn(nic, face, synthetic, vf, paths, attachment, this::channelGone));
    filter = new ReceiveFilter(bus(), nic, face, synthetic, vf, paths::isOnVf);
    rxVf =
        new RxVfPath(
            nic,
            new RxVfOnHn(
                synthetic,
                filter,
                link,
                () -> shown.tellEndpoint(),
                vf -> sender(Addresses.vfRedirected(vf))));
    rssFixup = new RssFixup(bus(), nic, rss, synthetic::isReady, synthetic::ask);
    face.tsoMaxLength(tunables.get(Tunable.TSO_MAXLEN));
    sysctls =
        new NicSysctls(
            tunables,
            new SysctlSource(
                face,
                paths,
                synthetic,
                rss,
                rssFixup::writeKey,
                () -> frames.accepted(),
                rxVf::redirected));
    synthetic.limits(sysctls.limits());
    taps = new BpfTaps(nic, lab().memory(), lab().captures(), timers());
    taps.accurate(sysctls.isAccurateBpf());
    shown =
        new InterfaceSettings(bus(), nic, face, filter, link, paths, synthetic, stack, vf, line);
    frames =
        new NicFrames(
            ledger(),
            face,
            counters,
            taps,
            paths,
            rxVf,
            synthetic,
            line.cable(),
            sender(Addresses.endpointReceive(nic)));
    views = new NicViews(nic, settings.mac(), face, filter, paths, synthetic, rss, counters, line);
    migration =
        new NicMigration(
            nic,
            executor(),
            timers(),
            face,
            paths,
            synthetic,
            filter,
            counters,
            sysctls,
            rss,
            rssFixup,
            shown,
            line);
    serve(Addresses.nic(nic), this::on);
    serve(VmbusAddresses.guestDriver(nic), this::onBus);
    onFrames(Addresses.nicTransmit(nic), line.cable()::send);
    onFrames(Addresses.nicVfReceive(nic), paths::receiveVf);
    return shown.tellEndpoint();
  }

  @Override
  protected Future<?> end() {
    attachment.ending();
    face.running(false);
    line.drop(DropReason.SHUTDOWN);
    return bus()
        .request(
            Addresses.pairing(),
            new PairingControl.NicDetaching(nic),
            Outcome.class,
            InterfaceSettings.PAIRING_TIME)
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
    attachment.refuse(gone);
    synthetic.shared().disown();
    line.queue().drop(DropReason.SHUTDOWN);
    paths.drop(DropReason.SHUTDOWN);
    line.close(DropReason.SHUTDOWN);
  }

  @Override
  protected long held() {
    return line.held() + paths.held() + synthetic.held();
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(views.reading());
    line.cable().measure(into);
  }

  private Future<?> onBus(VmbusControl.DriverEvent event) {
    switch (event) {
      case VmbusControl.DriverEvent.ChannelOffered(var offered) -> attachment.offered(offered);
      case VmbusControl.DriverEvent.ChannelRescinded _ -> {
        attachment.rescinded();
        face.running(false);
        synthetic.rescinded(DropReason.CHANNEL_FULL);
        // A change that has let the channel go itself hears nothing more of it.
        channelGone();
        shown.tellEndpoint();
      }
      case VmbusControl.DriverEvent.LetGo _ -> {
        return DONE; // What was said before, that it is rescinded, has done it.
      }
      case VmbusControl.DriverEvent.Interrupt _ -> synthetic.pump();
    }
    return null;
  }

  /** Nobody waits for the channel any more. */
  private void channelGone() {
    paths.resume();
    mtu.reopened(Outcome.refused(Refusal.DEVICE_FAILED, nic + ": the channel has been rescinded"));
  }

  private void open(ChannelId channel) {
    synthetic.open(channel, face.mtu(), face.wants(Offload.LRO));
  }

  private Future<?> on(NicControl message) {
    return switch (message) {
      case NicControl.Describe _ -> Future.succeededFuture(views.now(attachment.channel()));
      case NicControl.AwaitReady _ -> attachment.whenReady();
      case NicControl.SetUp(var up) -> shown.setUp(up);
      case NicControl.SetMtu(var bytes) -> mtu.to(bytes);
      case NicControl.SetFlags(var promiscuous, var allMulti) ->
          filter.setFlags(promiscuous, allMulti);
      case NicControl.JoinMulticast(var group) -> filter.join(group);
      case NicControl.LeaveMulticast(var group) -> filter.leave(group);
      case NicControl.GetMedia _ -> vf.media(shown.media());
      case NicControl.SetMedia(var wanted) -> vf.media(wanted);
      case NicControl.SetOffloads(var enabled) -> shown.setOffloads(enabled);
      case NicControl.SetQueue(var spec) -> done(() -> line.queue().configure(spec));
      case NicControl.SetLink(var end) -> shown.setLink(end);
      case NicControl.Merge merge -> shown.merge(merge);
      case NicControl.Unmerge(var of) -> unmerge(of);
      case NicControl.FollowEnabled(var of, var enabled) -> {
        face.follow(of, enabled);
        yield shown.capabilitiesChanged();
      }
      case NicControl.UseVf(var of) -> paths.useVf(of);
      case NicControl.UseSynthetic(var of, var orderly) -> paths.useSynthetic(of, orderly);
      case NicControl.AcceptFrom(var of) -> done(() -> frames.acceptFrom(of));
      case NicControl.StopAccepting(var of) -> done(() -> frames.stopAccepting(of));
      case NicControl.RxVf(var of, var step, var on) ->
          rxVf.on(of, step, on).compose(done -> rssFixup.afterStep(of, step, on, done));
      case NicControl.VfLink(var of, var up) -> {
        link.vfChanged(up);
        if (up) {
          rssFixup.linkUp(of);
        }
        yield shown.tellEndpoint();
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
      case NicControl.WriteSysctl(var name, var value) ->
          Future.succeededFuture(sysctls.write(name, value))
              .onSuccess(written -> taps.accurate(sysctls.isAccurateBpf()));
      case NicControl.VfTook(var _, var receipt, var refused) -> {
        taps.vfTook(receipt, refused);
        yield null;
      }
      case NicControl.Migration about ->
          migration.on(about).onSuccess(done -> taps.accurate(sysctls.isAccurateBpf()));
      case NicControl.Detach _ -> synthetic.close(DropReason.SHUTDOWN).map(done -> Outcome.DONE);
    };
  }

  private static Future<?> done(Runnable work) {
    work.run();
    return DONE;
  }

  private Future<?> unmerge(VfId of) {
    face.unmerge(of);
    link.vfGone();
    return rssFixup.restore().compose(done -> shown.capabilitiesChanged());
  }

  /** Whether the host is to have the VF for the data path, in either mode. */
  private boolean onVf() {
    return paths.isOnVf() || rxVf.hasDataPath();
  }

  /** The channel's side, for tests that look into the rings. */
  SyntheticPath path() {
    return synthetic;
  }

  /** What the channel tells. */
  private final class FromChannel implements SyntheticPath.Owner {

    @Override
    public void ready(NvscEffect.Agreement agreement) {
      attachment.sessionReady();
      filter.forget();
      var offer = agreement.offload();
      face.negotiated(
          NicInterface.agreed(agreement),
          offer == null ? 0 : offer.lsoSizeMax(),
          offer == null ? 2 : offer.lsoSegmentsMin());
      line.offload().follow(face);
      shown.registerMemory();
      if (face.isUp()) {
        shown.goUp();
      } else if (attachment.isAttached()) {
        filter.tellHost();
      }
      if (attachment.isAttached() && paths.isAtRest()) {
        // The host is told again what it may have missed; its answer changes nothing here. A change
        // that is under way has a request of its own, which this one must not undo.
        synthetic.ask(new NvscRequest.SetDatapath(onVf(), NOBODY_ASKED));
      }
      paths.resume();
      mtu.reopened(shown.tellEndpoint());
      attachment.announce();
    }

    @Override
    public void failed(String reason) {
      face.running(false);
      mtu.reopened(attachment.sessionFailed(reason));
      paths.resume();
      paths.roomAgain();
      shown.tellEndpoint();
      attachment.tryAgain();
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
      shown.tellEndpoint();
    }

    @Override
    public void link(boolean connected) {
      link.hostAnswered(connected);
      shown.tellEndpoint();
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
      line.offload().pump();
      paths.roomAgain();
    }
  }

  /** What lies on either side of the line. */
  private final class ForLine implements NicLine.Ends {

    @Override
    public void sent(FrameBurst burst) {
      if (face.isRunning()) {
        line.offload().accept(burst);
      } else {
        frames.down(burst);
      }
    }

    @Override
    public void transmit(FrameBurst burst) {
      frames.transmit(burst);
    }

    @Override
    public void memoryChanged() {
      shown.registerMemory();
    }
  }

  /** What the change of path needs. */
  private final class ForPaths implements NicPaths.Owner {

    @Override
    public void transmitSynthetic(FrameBurst burst) {
      frames.toChannel(burst);
    }

    @Override
    public void handsToVf(FrameBurst burst) {
      taps.toVf(burst);
    }

    @Override
    public void received(FrameBurst burst, boolean byVf) {
      frames.received(burst, byVf);
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
        taps.pathChanged(Datapath.VF);
        link.followVf();
      } else {
        taps.pathChanged(Datapath.SYNTHETIC);
        link.followHost();
      }
      shown.tellEndpoint();
    }

    @Override
    public Bus.FrameSender senderTo(VfId vf) {
      return sender(Addresses.vfTransmit(vf));
    }
  }
}
