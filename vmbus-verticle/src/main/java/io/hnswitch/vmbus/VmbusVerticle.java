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
  private final Map<ChannelId, Open> opens = new HashMap<>();
  private final Map<ChannelId, Promise<Object>> closes = new HashMap<>();
  private final Map<Long, Promise<Object>> shares = new HashMap<>();
  private final Map<GpadlId, Promise<Object>> unshares = new HashMap<>();
  private final Map<Integer, Timers.Timer> running = new HashMap<>();
  private final Map<UUID, Promise<Object>> offers = new HashMap<>();
  private final Map<VfId, VpciBus> functions = new HashMap<>();
  private BusHostState host = BusHostState.initial(BusHostState.Config.DEFAULT);
  private BusGuestState guest = BusGuestState.initial(BusGuestState.Config.DEFAULT);
  private long tokens;
  private long ignored;

  /** A channel that is open or opening. */
  private static final class Open {
    private final Promise<Object> promise = Promise.promise();
    private final long address;
    private final long bytes;
    private ChannelVerticle verticle;
    private Future<String> deployed = Future.succeededFuture("");

    Open(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }
  }

  public VmbusVerticle(Lab lab, String guest) {
    super(lab, "vmbus " + guest);
    this.guestName = guest;
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
    running.values().forEach(Timers.Timer::cancel);
    var all = opens.values().stream().map(this::undeploy).toList();
    return Future.join(all).transform(done -> Future.succeededFuture());
  }

  private Future<?> undeploy(Open open) {
    return open.deployed
        .compose(id -> id.isEmpty() ? Future.succeededFuture() : lab().vertx().undeploy(id))
        .transform(
            done -> {
              memory.remove(open.address, open.bytes);
              lab().memory().release(open.address, open.bytes);
              return Future.succeededFuture();
            });
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
          open(channel, transmit, receive);
      case VmbusControl.Close(var channel) -> close(channel);
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

  Future<Object> open(ChannelId channel, int transmitBytes, int receiveBytes) {
    if (opens.containsKey(channel)) {
      return refused("channel " + guestName + "." + channel + " is open");
    }
    long bytes = (long) transmitBytes + receiveBytes;
    var open = new Open(lab().memory().allocateZeroed(bytes), bytes);
    memory.add(open.address, bytes);
    opens.put(channel, open);
    guest(
        new BusGuestEvent.OpenChannel(
            channel, open.address, transmitBytes, receiveBytes, 0, new byte[0]));
    return open.promise.future();
  }

  Future<Object> close(ChannelId channel) {
    if (!opens.containsKey(channel)) {
      return Future.succeededFuture(Outcome.DONE);
    }
    var promise = closes.computeIfAbsent(channel, ignoredChannel -> Promise.promise());
    guest(new BusGuestEvent.CloseChannel(channel));
    return promise.future();
  }

  private Future<Object> tear(GpadlId gpadl) {
    if (!guest.gpadls().containsKey(gpadl)) {
      return Future.succeededFuture(Outcome.DONE);
    }
    Promise<Object> promise = Promise.promise();
    unshares.put(gpadl, promise);
    guest(new BusGuestEvent.UnshareMemory(gpadl));
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
        yield offer(function).map(offered -> Outcome.DONE);
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
      return VmbusVerticle.this
          .open(channel, ringBytes, ringBytes)
          .map(VmbusControl.Opened.class::cast);
    }

    @Override
    public Future<?> close(ChannelId channel) {
      return VmbusVerticle.this.close(channel);
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
          numbered(channel, offer);
        }
      }
      case BusHostEffect.OfferRefused(var offer) ->
          Optional.ofNullable(offers.remove(offer.instanceId()))
              .ifPresent(
                  promise ->
                      promise.fail(
                          new RefusedException(
                              Refusal.STATE_CONFLICT, "the device is on the bus already")));
      case BusHostEffect.OpenChannel(var channel, var attempt, var rings, var _) ->
          opening(channel, attempt, rings);
      case BusHostEffect.CloseChannel(var channel) -> {
        Optional.ofNullable(channels.get(channel)).ifPresent(device -> device.closed(channel));
        executor().execute(() -> host(new BusHostEvent.CloseDone(channel)));
      }
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

  private void opening(ChannelId channel, int attempt, RingPair rings) {
    var device = channels.get(channel);
    var open = opens.get(channel);
    if (device == null || open == null || open.verticle == null) {
      host(new BusHostEvent.OpenRefused(channel, attempt, STATUS_REFUSED));
      return;
    }
    open.deployed
        .compose(id -> device.opening(channel, open.verticle.hostEnd(), memory))
        .onComplete(
            done ->
                host(
                    done.succeeded()
                        ? new BusHostEvent.OpenAccepted(channel, attempt)
                        : new BusHostEvent.OpenRefused(channel, attempt, STATUS_REFUSED)));
  }

  // The guest's end.

  private void guest(BusGuestEvent event) {
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
      case BusGuestEffect.MapChannel(var channel, var rings) -> map(channel, rings);
      case BusGuestEffect.UnmapChannel(var channel) -> unmap(channel);
      case BusGuestEffect.ChannelOpened(var channel, var _, var _) -> opened(channel);
      case BusGuestEffect.OpenFailed(var channel, var fault, var status, var fate) ->
          openFailed(channel, fault + ", status " + Integer.toHexString(status), fate);
      case BusGuestEffect.ChannelClosed(var channel, var fate) -> closed(channel, fate);
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

  private void map(ChannelId channel, RingPair rings) {
    var open = opens.get(channel);
    var device = device(channel);
    open.verticle =
        new ChannelVerticle(
            lab(), guestName, channel, rings, device::interruptHost, device::interruptGuest);
    open.deployed = lab().vertx().deployVerticle(open.verticle);
  }

  private void unmap(ChannelId channel) {
    var open = opens.get(channel);
    if (open != null && open.verticle != null) {
      var verticle = open.deployed;
      open.deployed = Future.succeededFuture("");
      verticle.compose(id -> lab().vertx().undeploy(id)).otherwise((Void) null);
    }
  }

  private void opened(ChannelId channel) {
    var open = opens.get(channel);
    if (open != null) {
      open.promise.tryComplete(new VmbusControl.Opened(open.verticle.guestEnd(), memory));
    }
  }

  private void openFailed(ChannelId channel, String detail, MemoryFate fate) {
    var open = opens.remove(channel);
    if (open != null) {
      free(open, fate);
      open.promise.tryFail(
          new RefusedException(
              Refusal.DEVICE_FAILED,
              "channel " + guestName + "." + channel + " not opened: " + detail));
    }
  }

  private void closed(ChannelId channel, MemoryFate fate) {
    var open = opens.remove(channel);
    if (open != null) {
      free(open, fate);
    }
    Optional.ofNullable(closes.remove(channel))
        .ifPresent(promise -> promise.complete(Outcome.DONE));
  }

  private void free(Open open, MemoryFate fate) {
    if (fate == MemoryFate.FREE) {
      memory.remove(open.address, open.bytes);
      lab().memory().release(open.address, open.bytes);
    }
  }
}
