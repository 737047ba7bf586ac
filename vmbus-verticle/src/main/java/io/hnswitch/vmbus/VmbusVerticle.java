package io.hnswitch.vmbus;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VpciControl;
import io.hnswitch.id.VfId;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.vpci.VpciBus;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpaRange;
import io.hnswitch.vmbus.wire.GpadlId;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The VMBus of one guest, both ends: the host's, where devices are offered and rescinded, and the
 * guest's, where drivers open channels and share memory. The two exchange encoded control messages
 * and decide each for itself; opened channels are {@link ChannelVerticle}s.
 */
public final class VmbusVerticle extends DeviceVerticle {

  private static final int STATUS_REFUSED = 0xc000_0001;

  private final String guestName;
  private final GuestMemory memory = new GuestMemory();
  private final Map<UUID, BusDevice> devices = new HashMap<>();
  private final Map<ChannelId, BusDevice> channels = new HashMap<>();
  private final OpenChannels opens;
  private final Map<Long, Promise<Object>> shares = new HashMap<>();
  private final Map<GpadlId, Promise<Object>> unshares = new HashMap<>();
  private final Map<Integer, Timers.Timer> running = new HashMap<>();
  private final Map<UUID, Promise<Object>> offers = new HashMap<>();
  private final Map<VfId, VpciBus> functions = new HashMap<>();
  private BusHostState host = BusHostState.initial(BusHostState.Config.DEFAULT);
  private BusGuestState guest = BusGuestState.initial(BusGuestState.Config.DEFAULT);
  private long tokens;
  private long ignored;
  private boolean ended;

  public VmbusVerticle(Lab lab, String guest) {
    super(lab, "vmbus " + guest);
    this.guestName = guest;
    this.opens = new OpenChannels(lab, guest, memory, this::guest);
  }

  @Override
  protected Future<?> begin() {
    serve(VmbusAddresses.bus(guestName), this::on);
    serve(Addresses.vpci(guestName), this::onVpci);
    guest(new BusGuestEvent.Connect());
    return DONE;
  }

  @Override
  protected Future<?> end() {
    ended = true;
    running.values().forEach(Timers.Timer::cancel);
    functions.values().forEach(VpciBus::end);
    shares.values().forEach(this::unanswered);
    unshares.values().forEach(this::unanswered);
    offers.values().forEach(this::unanswered);
    return opens.end();
  }

  private void unanswered(Promise<Object> promise) {
    promise.tryFail("the bus of " + guestName + " is gone");
  }

  // Requests of the devices.

  private Future<?> on(VmbusControl message) {
    return switch (message) {
      case VmbusControl.OfferNic(var nic) -> offer(new NicDevice(bus(), nic));
      case VmbusControl.Rescind(var channel) -> {
        host(new BusHostEvent.RevokeChannel(channel));
        yield DONE;
      }
      case VmbusControl.Resolve(var _, var gpadl) -> resolve(new GpadlId(gpadl));
      case VmbusControl.Open(var channel, var transmit, var receive) ->
          opens.open(channel, transmit, receive);
      case VmbusControl.Close(var channel) -> opens.close(channel);
      case VmbusControl.MakeGpadl(var channel, var address, var bytes) -> {
        long token = ++tokens;
        Promise<Object> promise = Promise.promise();
        shares.put(token, promise);
        guest(new BusGuestEvent.ShareMemory(channel, token, address, bytes));
        yield promise.future();
      }
      case VmbusControl.TearGpadl(var _, var gpadl) -> tear(new GpadlId(gpadl));
    };
  }

  private Future<Object> offer(BusDevice device) {
    var instance = device.offer().instanceId();
    Promise<Object> promise = Promise.promise();
    devices.put(instance, device);
    offers.put(instance, promise);
    host(new BusHostEvent.OfferChannel(device.offer()));
    return promise.future();
  }

  private Future<Object> resolve(GpadlId gpadl) {
    var known = host.gpadls().get(gpadl);
    if (known != null
        && known.state() instanceof HostGpadl.State.Accepted(var ranges)
        && ranges.size() == 1
        && ranges.getFirst().offset() == 0
        && ranges.getFirst().isContiguous()) {
      var range = ranges.getFirst();
      return Future.succeededFuture(
          new VmbusControl.Shared(range.pages().getFirst() * GpaRange.PAGE, range.bytes()));
    }
    return refused("gpadl " + gpadl + " is unknown or not contiguous");
  }

  private static <T> Future<T> refused(String detail) {
    return Future.failedFuture(new RefusedException(Refusal.STATE_CONFLICT, detail));
  }

  private Future<Object> tear(GpadlId id) {
    var gpadl = guest.gpadls().get(id);
    if (gpadl == null) {
      return Future.succeededFuture(Outcome.DONE);
    }
    if (gpadl.purpose() instanceof GuestGpadl.Purpose.Rings
        || gpadl.state() instanceof GuestGpadl.State.Creating) {
      return refused("gpadl " + id + " is not the driver's to tear down");
    }
    var promise = unshares.computeIfAbsent(id, first -> Promise.promise());
    if (gpadl.state() instanceof GuestGpadl.State.Created) {
      guest(new BusGuestEvent.UnshareMemory(id));
    }
    return promise.future();
  }

  // vPCI.

  private Future<?> onVpci(VpciControl message) {
    return switch (message) {
      case VpciControl.Offer(var vf, var nic, var serial, var vendor, var device) -> {
        if (functions.containsKey(vf)) {
          yield refused(vf + " is offered to " + guestName + " already");
        }
        var function =
            new VpciBus(lab(), timers(), executor(), new Functions(), vf, serial, vendor, device);
        functions.put(vf, function);
        yield offer(function)
            .<Object>map(offered -> Outcome.DONE)
            .onFailure(
                cause -> {
                  functions.remove(vf, function);
                  function.end();
                });
      }
      case VpciControl.Eject(var vf) -> function(vf, VpciBus::eject);
      case VpciControl.Rescind(var vf) -> function(vf, VpciBus::lose);
    };
  }

  private Future<Outcome> function(VfId vf, Consumer<VpciBus> action) {
    var function = functions.get(vf);
    if (function == null) {
      return refused(vf + " is not offered to " + guestName);
    }
    action.accept(function);
    return DONE;
  }

  /** What a vPCI bus asks of the VMBus. */
  private final class Functions implements VpciBus.Owner {

    @Override
    public Future<VmbusControl.Opened> open(ChannelId channel, int ringBytes) {
      return opens.open(channel, ringBytes, ringBytes).map(VmbusControl.Opened.class::cast);
    }

    @Override
    public Future<?> close(ChannelId channel) {
      return opens.close(channel);
    }

    @Override
    public void revoke(ChannelId channel) {
      host(new BusHostEvent.RevokeChannel(channel));
    }

    @Override
    public void gone(VfId vf) {
      var function = functions.remove(vf);
      if (function != null) {
        devices.remove(function.offer().instanceId());
        bus().send(Addresses.adapter(vf.adapter()), new AdapterControl.FunctionGone(vf));
      }
    }
  }

  // The host's end.

  private void host(BusHostEvent event) {
    if (ended) {
      return;
    }
    var step = BusHostMachine.on(host, event);
    host = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(BusHostEffect effect) {
    switch (effect) {
      case BusHostEffect.Post(var bytes) ->
          executor().execute(() -> guest(new BusGuestEvent.Message(bytes)));
      case BusHostEffect.Connected _, BusHostEffect.Disconnected _ -> {}
      case BusHostEffect.ChannelNumbered(var channel, var offer) -> {
        var device = devices.get(offer.instanceId());
        if (device != null) {
          channels.put(channel, device);
          device.numbered(channel);
          numbered(channel, offer);
        }
      }
      case BusHostEffect.OfferRefused(var offer) -> offeredAgain(offer);
      case BusHostEffect.OpenChannel(var channel, var attempt, var _, var _) ->
          opening(channel, attempt);
      case BusHostEffect.CloseChannel(var channel) ->
          device(channel)
              .closed(channel)
              .onComplete(
                  done -> executor().execute(() -> host(new BusHostEvent.CloseDone(channel))));
      case BusHostEffect.OfferGpadl(var _, var gpadl, var ranges) ->
          executor()
              .execute(
                  () ->
                      host(
                          owns(ranges)
                              ? new BusHostEvent.GpadlAccepted(gpadl)
                              : new BusHostEvent.GpadlRejected(gpadl)));
      case BusHostEffect.ReleaseGpadl(var _, var gpadl) ->
          executor().execute(() -> host(new BusHostEvent.GpadlReleased(gpadl)));
      case BusHostEffect.ChannelGone(var channel) ->
          Optional.ofNullable(channels.remove(channel)).ifPresent(device -> device.gone(channel));
      case BusHostEffect.Ignored _ -> ignored++;
    }
  }

  /**
   * A device offers what is on the bus. One that did so before and did not live to hear the answer
   * has left its channel to its successor, unless the guest has it open.
   */
  private void offeredAgain(ControlMessage.Offer offer) {
    var channel = waiting(offer);
    if (channel.isPresent()) {
      channels.put(channel.get(), devices.get(offer.instanceId()));
      numbered(channel.get(), offer);
      return;
    }
    Optional.ofNullable(offers.remove(offer.instanceId()))
        .ifPresent(
            promise ->
                promise.fail(
                    new RefusedException(
                        Refusal.STATE_CONFLICT, "the device is on the bus already")));
  }

  /** The channel of an offer, when the guest knows it and has not opened it. */
  private Optional<ChannelId> waiting(ControlMessage.Offer offer) {
    return host.channels().entrySet().stream()
        .filter(
            entry ->
                entry.getValue().offer().instanceId().equals(offer.instanceId())
                    && entry.getValue().state() instanceof HostChannel.State.Closed)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void numbered(ChannelId channel, ControlMessage.Offer offer) {
    var promise = offers.remove(offer.instanceId());
    if (promise != null) {
      promise.complete(new VmbusControl.Offered(channel));
    }
  }

  private boolean owns(List<GpaRange> ranges) {
    for (var range : ranges) {
      for (long page : range.pages()) {
        if (memory.address(page, 0, GpaRange.PAGE) == GuestMemory.NONE) {
          return false;
        }
      }
    }
    return true;
  }

  private void opening(ChannelId channel, int attempt) {
    var device = device(channel);
    opens
        .hostEnd(channel)
        .compose(
            end ->
                isOpening(channel, attempt)
                    ? device.opening(channel, end, memory)
                    : Future.failedFuture(new RefusedException(Refusal.STATE_CONFLICT, "late")))
        .onComplete(done -> answered(device, channel, attempt, done));
  }

  private void answered(BusDevice device, ChannelId channel, int attempt, AsyncResult<?> answer) {
    boolean silent = answer.failed() && !(answer.cause() instanceof RefusedException);
    boolean late = answer.succeeded() && !isOpening(channel, attempt);
    if ((silent || late) && channels.get(channel) == device) {
      // It may believe that it is open. One that took its channel away knows better.
      device.closed(channel);
    }
    host(
        answer.succeeded()
            ? new BusHostEvent.OpenAccepted(channel, attempt)
            : new BusHostEvent.OpenRefused(channel, attempt, STATUS_REFUSED));
  }

  /** Whether the host still waits for its device; the guest may have lost the channel since. */
  private boolean isOpening(ChannelId channel, int attempt) {
    var known = host.channels().get(channel);
    return known != null
        && known.state() instanceof HostChannel.State.Opening(_, var current)
        && current == attempt;
  }

  // The guest's end.

  private void guest(BusGuestEvent event) {
    if (ended) {
      return;
    }
    var step = BusGuestMachine.on(guest, event);
    guest = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(BusGuestEffect effect) {
    switch (effect) {
      case BusGuestEffect.Post(var _, var bytes) ->
          executor().execute(() -> host(new BusHostEvent.Message(bytes)));
      case BusGuestEffect.Connected _,
          BusGuestEffect.ConnectFailed _,
          BusGuestEffect.Disconnected _,
          BusGuestEffect.ScanCompleted _,
          BusGuestEffect.ChannelFreed _ -> {}
      case BusGuestEffect.AttachDevice(var channel, var _) ->
          device(channel)
              .attach(channel)
              .onComplete(done -> guest(new BusGuestEvent.DeviceAttached(channel)));
      case BusGuestEffect.ChannelRescinded(var channel) -> device(channel).rescinded(channel);
      case BusGuestEffect.DetachDevice(var channel) ->
          device(channel)
              .detach(channel)
              .onComplete(
                  done ->
                      executor().execute(() -> guest(new BusGuestEvent.DeviceDetached(channel))));
      case BusGuestEffect.MapChannel(var channel, var rings) ->
          opens.map(channel, rings, device(channel));
      case BusGuestEffect.UnmapChannel(var channel) -> opens.unmap(channel);
      case BusGuestEffect.ChannelOpened(var channel, var _, var _) -> opens.opened(channel);
      case BusGuestEffect.OpenFailed(var channel, var fault, var status, var fate) ->
          opens.failed(channel, fault + ", status " + Integer.toHexString(status), fate);
      case BusGuestEffect.ChannelClosed(var channel, var fate) -> opens.closed(channel, fate);
      case BusGuestEffect.MemoryShared(var _, var token, var gpadl) ->
          Optional.ofNullable(shares.remove(token))
              .ifPresent(promise -> promise.complete(new VmbusControl.GpadlMade(gpadl.value())));
      case BusGuestEffect.ShareFailed(var _, var token, var fault, var _, var _) ->
          Optional.ofNullable(shares.remove(token))
              .ifPresent(
                  promise ->
                      promise.fail(
                          new RefusedException(
                              Refusal.STATE_CONFLICT, "memory not shared: " + fault)));
      case BusGuestEffect.MemoryUnshared(var _, var gpadl, var _, var _) ->
          Optional.ofNullable(unshares.remove(gpadl))
              .ifPresent(promise -> promise.complete(Outcome.DONE));
      case BusGuestEffect.StartTimer(var timer, var after) ->
          running.put(
              timer,
              timers()
                  .after(
                      after,
                      () -> {
                        running.remove(timer);
                        guest(new BusGuestEvent.TimerElapsed(timer));
                      }));
      case BusGuestEffect.CancelTimer(var timer) ->
          Optional.ofNullable(running.remove(timer)).ifPresent(Timers.Timer::cancel);
      case BusGuestEffect.Ignored _ -> ignored++;
    }
  }

  /** The device of a channel; one that is unknown takes part in nothing. */
  private BusDevice device(ChannelId channel) {
    return channels.getOrDefault(channel, NOBODY);
  }

  private static final BusDevice NOBODY = new NobodyDevice();
}
