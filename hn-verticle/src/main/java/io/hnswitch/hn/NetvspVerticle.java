package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.metrics.Reading;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.multicast.Memberships;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The host's end of an hn channel (the VSP): offers the channel, serves the guest's session, and is
 * a port of the virtual switch. Decisions are {@link VspSession}'s; frames go through {@link
 * HostPort}.
 */
public final class NetvspVerticle extends DeviceVerticle {

  private final NetvspSettings settings;
  private final NicId nic;
  private final VfAssignment assignment = new VfAssignment();
  private HostPort port;
  private ChannelTrouble trouble;
  private Bus.FrameSender toSwitch;
  private Optional<ChannelId> channel = Optional.empty();
  private PortMarks marks;
  private NetvspMigration migration;
  private Memberships memberships = Memberships.UNKNOWN;
  private boolean link = true;
  private int filter;

  public NetvspVerticle(Lab lab, NetvspSettings settings) {
    super(lab, "netvsp " + settings.nic());
    this.settings = settings;
    this.nic = settings.nic();
  }

  @Override
  protected Future<?> begin() {
    toSwitch = sender(Addresses.switchPort(settings.virtualSwitch(), nic.toString()));
    trouble = new ChannelTrouble(lab().seeds().of("control messages " + nic));
    port =
        new HostPort(
            lab(),
            ledger(),
            timers(),
            executor(),
            settings.mac(),
            lab().policies().of(settings.nic()),
            trouble,
            new FromSession());
    marks = new PortMarks(lab().memory(), executor(), ledger(), settings.mac());
    migration =
        new NetvspMigration(
            new PortMigration.Parts(
                nic, settings.mac(), lab(), ledger(), timers(), executor(), port, marks),
            new ForMigration(sender(Addresses.tunnel(nic))),
            settings.joining());
    serve(Addresses.netvsp(nic), this::on);
    serve(VmbusAddresses.hostDevice(nic), this::onBus);
    onFrames(Addresses.netvspFromSwitch(nic), this::fromSwitch);
    onFrames(Addresses.netvspFromTunnel(nic), migration::fromTunnel);
    return switchRequest(
            new SwitchControl.Connect(
                nic.toString(),
                SwitchControl.PortKind.NIC,
                settings.joining().map(MigrationId::markMac).orElse(settings.mac()),
                Addresses.netvspFromSwitch(nic).value()))
        .compose(connected -> setFilter(connected))
        .compose(
            connected ->
                bus()
                    .request(
                        VmbusAddresses.bus(nic.guest()),
                        new VmbusControl.OfferNic(nic),
                        VmbusControl.Offered.class))
        .onSuccess(offered -> channel = Optional.of(offered.channel()));
  }

  /** A guest that is still elsewhere gets its frames there. */
  private Future<?> setFilter(Outcome connected) {
    return connected instanceof Outcome.Done && migration.isWaiting()
        ? switchRequest(filter(0))
        : Future.succeededFuture();
  }

  private SwitchControl filter(int bits) {
    return new SwitchControl.SetFilter(
        nic.toString(),
        (bits & (PacketFilter.BROADCAST | PacketFilter.PROMISCUOUS)) != 0,
        (bits & (PacketFilter.ALL_MULTICAST | PacketFilter.MULTICAST | PacketFilter.PROMISCUOUS))
            != 0,
        (bits & PacketFilter.PROMISCUOUS) != 0);
  }

  private Future<Outcome> switchRequest(SwitchControl request) {
    return bus().request(Addresses.virtualSwitch(settings.virtualSwitch()), request, Outcome.class);
  }

  @Override
  protected Future<?> end() {
    Future<?> disconnected =
        switchRequest(new SwitchControl.Disconnect(nic.toString())).otherwise(Outcome.DONE);
    return disconnected
        .compose(done -> settle())
        .compose(
            done -> {
              migration.close(DropReason.SHUTDOWN);
              port.drain(DropReason.SHUTDOWN);
              marks.close();
              port.close();
              return channel
                  .<Future<?>>map(
                      id ->
                          bus()
                              .request(
                                  VmbusAddresses.bus(nic.guest()),
                                  new VmbusControl.Rescind(id),
                                  Outcome.class)
                              .otherwise(Outcome.DONE))
                  .orElse(DONE);
            });
  }

  @Override
  protected long held() {
    return port.held() + migration.held();
  }

  @Override
  protected void measure(Consumer<Reading> into) {
    into.accept(
        new Reading.Host(nic, settings.virtualSwitch(), port.waiting(), port.receiveCredits()));
  }

  private Future<?> on(NetvspControl message) {
    switch (message) {
      case NetvspControl.Save _ -> {
        return save();
      }
      case NetvspControl.Restore(var state) -> {
        return restore(state);
      }
      case NetvspControl.Migration about -> {
        return migration.on(about);
      }
      case NetvspControl.Describe _ -> {
        return Future.succeededFuture(view());
      }
      case NetvspControl.VfAssigned(var vf, var serial) -> {
        if (!port.step(new VspEvent.VfAssigned(vf, serial))) {
          assignment.assign(vf, serial);
        }
      }
      case NetvspControl.VfRemoved(var vf, var orderly) -> {
        if (assignment.has(vf) && !port.step(new VspEvent.VfRemoved(orderly))) {
          if (!orderly || assignment.mayBeOnVf()) {
            steerBack(vf);
          }
          assignment.remove();
        }
      }
      case NetvspControl.Stall(var on) -> {
        trouble.stall(on);
        port.pump();
      }
      case NetvspControl.LoseControl(var chance, var next) -> trouble.lose(chance, next);
      case NetvspControl.SetLink(var up) -> {
        link = up;
        port.step(new VspEvent.LinkChanged(up));
      }
    }
    return DONE;
  }

  /** Behind the last frame of the guest: it may have asked for a group by it. */
  private Future<NetvspControl.Saved> save() {
    return settle()
        .compose(
            sent ->
                bus()
                    .request(
                        Addresses.virtualSwitch(settings.virtualSwitch()),
                        new SwitchControl.DescribeMemberships(nic.toString()),
                        Memberships.class))
        .map(
            known ->
                new NetvspControl.Saved(
                    StateTree.write(
                        into -> into.truth("link", link).tree("groups", known.write()))));
  }

  private Future<Outcome> restore(StateTree state) {
    try {
      var groups = Memberships.read(state.reader().tree("groups"));
      boolean was = link;
      link = state.reader().truth("link");
      memberships = groups;
      if (link != was) {
        port.step(new VspEvent.LinkChanged(link));
      }
      return DONE;
    } catch (StateException e) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.INVALID_VALUE, nic + ": " + e.getMessage()));
    }
  }

  private Future<?> onBus(VmbusControl.DeviceEvent event) {
    switch (event) {
      case VmbusControl.DeviceEvent.Opening(var id, var end, var memory) -> {
        channel = Optional.of(id);
        port.open(
            end,
            memory,
            new VspSession(settings.mac(), NvsVersion.V6_1, assignment, link, settings.rss()));
        return DONE;
      }
      case VmbusControl.DeviceEvent.Closed _ -> {
        port.closedByGuest();
        assignment.sessionEnded();
        return DONE;
      }
      case VmbusControl.DeviceEvent.Interrupt _ -> {
        port.pump();
        return null;
      }
    }
  }

  private void fromSwitch(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      migration.fromSwitch(burst);
    } else if (fence == null) {
      burst.release();
    }
    if (fence != null) {
      moved(fence);
    }
  }

  /** A fence came back: the data path has moved, behind every frame that was sent to us before. */
  private void moved(Fence fence) {
    switch (fence.course()) {
      case TO_VF_RETURN -> {
        if (assignment.isPending(fence.id())) {
          port.behind(() -> moved(fence.id(), true));
        } else if (!assignment.mayBeOnVf()) {
          // Nobody wants it there any more; not when a newer request is on its way, which this
          // would undo.
          steerBack(fence.vf());
        }
      }
      case STEERED -> port.behind(() -> moved(fence.id(), false));
      case MOVED -> migration.moved();
      case DRAIN, TO_VF, TO_SYNTHETIC -> {}
    }
  }

  private void moved(long fence, boolean vf) {
    if (!port.step(new VspEvent.DatapathMoved(fence, vf)) && assignment.isPending(fence)) {
      assignment.moved(vf);
    }
  }

  private void steerBack(VfId vf) {
    switchRequest(new SwitchControl.Steer(settings.mac(), nic.toString())).onFailure(cause -> {});
    bus().send(Addresses.adapter(vf.adapter()), new AdapterControl.Unsteer(vf, settings.mac()));
  }

  private NetvspView view() {
    var counters = new HashMap<String, Long>();
    port.counters(counters);
    migration.countInto(counters);
    counters.put("control-lost", trouble.lost());
    counters.put("control-to-lose", (long) trouble.next());
    return new NetvspView(
        nic, port.stageName(), assignment.isOnVf() ? Datapath.VF : Datapath.SYNTHETIC, counters);
  }

  /** What a migration asks of the outside. */
  private final class ForMigration implements PortMigration.Owner {

    private final Bus.FrameSender tunnel;

    ForMigration(Bus.FrameSender tunnel) {
      this.tunnel = tunnel;
    }

    @Override
    public Future<Outcome> onSwitch(SwitchControl request) {
      return switchRequest(request);
    }

    @Override
    public void toSwitch(FrameBurst burst) {
      toSwitch.send(burst);
    }

    @Override
    public void toTunnel(FrameBurst burst) {
      tunnel.send(burst);
    }

    @Override
    public Future<Outcome> openFilter() {
      return switchRequest(filter(filter))
          .compose(open -> switchRequest(new SwitchControl.Arrived(nic.toString(), memberships)));
    }

    @Override
    public Future<Void> sent() {
      return settle();
    }

    @Override
    public void missed() {
      migration.missed();
    }

    @Override
    public void copies(int frames) {
      migration.copies(frames);
    }

    @Override
    public void over() {
      migration.over();
    }
  }

  /** What the session and the frames ask of the outside. */
  private final class FromSession implements HostPort.Owner {

    @Override
    public void received(FrameBurst burst) {
      toSwitch.send(burst);
    }

    @Override
    public Future<VmbusControl.Shared> resolve(int gpadl) {
      return bus()
          .request(
              VmbusAddresses.bus(nic.guest()),
              new VmbusControl.Resolve(channel.orElseThrow(), gpadl),
              VmbusControl.Shared.class);
    }

    @Override
    public void perform(VspEffect effect) {
      switch (effect) {
        case VspEffect.MoveDatapath(var id, var vf, var toVf) -> {
          var course = toVf ? Fence.Course.TO_VF : Fence.Course.TO_SYNTHETIC;
          toSwitch.send(FrameBurst.ofFence(new Fence(id, course, nic, vf, settings.mac())));
        }
        case VspEffect.ForceSynthetic(var vf) -> steerBack(vf);
        case VspEffect.OfferNow(var vf) ->
            bus().send(Addresses.adapter(vf.adapter()), new AdapterControl.OfferNow(vf));
        case VspEffect.Filter(var bits) -> {
          filter = bits;
          if (!migration.isWaiting()) {
            switchRequest(filter(bits)).onFailure(cause -> {});
          }
        }
        case VspEffect.Complete _,
            VspEffect.Notify _,
            VspEffect.SendRndis _,
            VspEffect.Resolve _,
            VspEffect.UseReceiveBuffer _,
            VspEffect.UseSendBuffer _,
            VspEffect.ForgetBuffers _,
            VspEffect.Operational _,
            VspEffect.Offloads _,
            VspEffect.Rss _,
            VspEffect.Fatal _ ->
            throw new IllegalStateException("not for the outside: " + effect);
      }
    }
  }
}
