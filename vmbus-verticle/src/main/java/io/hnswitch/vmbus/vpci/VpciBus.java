package io.hnswitch.vmbus.vpci;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.VfId;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.BusDevice;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GuestMemory;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.RingWriter;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.UserData;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A vPCI bus with one VF as its function, both ends: the host's device and the guest's driver
 * (vmbus_pcib). They talk through the rings of a channel of their own; what the guest does with the
 * function, it asks of the {@linkplain VfControl VF}.
 */
public final class VpciBus implements BusDevice {

  private static final UUID CLASS = UUID.fromString("44c4f61d-4444-4400-9d52-802e27ede19f");
  private static final int RING_BYTES = 4 * Memory.PAGE;
  private static final int WINDOW_BYTES = 2 * Memory.PAGE;
  private static final int NETWORK_CLASS = 0x02_00_00;
  private static final int SLOT = 0;
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
  private static final Duration DETACH_WAIT = Duration.ofSeconds(140);
  private static final Duration ATTACH_FIRST = Duration.ofSeconds(1);
  private static final Duration ATTACH_MOST = Duration.ofSeconds(30);
  private static final int BAR_MASK = 0xffff_0004;

  /** What the bus does for it. */
  public interface Owner {
    Future<VmbusControl.Opened> open(ChannelId channel, int ringBytes);

    Future<?> close(ChannelId channel);

    void revoke(ChannelId channel);

    /** Nothing is left of the function. */
    void gone(VfId vf);
  }

  private final Lab lab;
  private final Timers timers;
  private final Executor executor;
  private final Owner owner;
  private final VfId vf;
  private final ControlMessage.Offer offer;
  private final Map<Long, Timers.Timer> guestTimers = new HashMap<>();
  private final Map<Integer, Timers.Timer> hostTimers = new HashMap<>();
  private final Retry attaching;
  private final Promise<Void> attached = Promise.promise();
  private final Promise<Void> detached = Promise.promise();
  private VpciHostState host;
  private VpciGuestState guest;
  private ChannelId channel;
  private ChannelEnd hostEnd;
  private ChannelEnd guestEnd;
  private Timers.Timer detaching = () -> {};
  private long window;
  private boolean leaving;
  private boolean probed;
  private boolean ended;

  public VpciBus(
      Lab lab,
      Timers timers,
      Executor executor,
      Owner owner,
      VfId vf,
      int serial,
      int vendor,
      int device) {
    this.lab = lab;
    this.timers = timers;
    this.executor = executor;
    this.owner = owner;
    this.vf = vf;
    this.attaching = new Retry(timers, ATTACH_FIRST, ATTACH_MOST, this::attach);
    var instance = UUID.nameUUIDFromBytes(("vpci " + vf).getBytes(StandardCharsets.UTF_8));
    this.offer =
        new ControlMessage.Offer(
            CLASS, instance, 0, 0, UserData.NONE, 0, new ChannelId(0), -1, true, 0);
    var function = new FunctionDescriptor(vendor, device, 0, NETWORK_CLASS, 0, SLOT, serial);
    this.host =
        VpciHostState.initial(
            new VpciHostState.Config(
                List.of(VpciVersion.values()),
                function,
                List.of(BAR_MASK, 0xffff_ffff, 0, 0, 0, 0),
                VpciHostState.Config.EJECT_WAIT));
    this.guest = newGuest();
  }

  private VpciGuestState newGuest() {
    window = lab.memory().allocateZeroed(WINDOW_BYTES);
    return VpciGuestState.initial(
        new VpciGuestState.Config(VpciVersion.FREEBSD, window, ANSWER_WAIT));
  }

  /** The host wants the function back in order. */
  public void eject() {
    host(new VpciHostEvent.EjectWanted());
  }

  /** The function is gone. */
  public void lose() {
    host(new VpciHostEvent.FunctionLost());
  }

  @Override
  public ControlMessage.Offer offer() {
    return offer;
  }

  /** The guest's whole bus goes away, and this one with it; says nothing to anybody. */
  public void end() {
    ended = true;
    hostEnd = null;
    guestEnd = null;
    hostTimers.values().forEach(Timers.Timer::cancel);
    guestTimers.values().forEach(Timers.Timer::cancel);
    detaching.cancel();
    attaching.cancel();
    releaseWindow();
  }

  @Override
  public void numbered(ChannelId number) {
    channel = number;
  }

  @Override
  public Future<?> attach(ChannelId number) {
    attach();
    return attached.future();
  }

  /** Also again, with a driver that knows nothing of the try before. */
  private void attach() {
    if (!(guest.phase() instanceof VpciGuestState.Phase.New)) {
      guest = newGuest();
    }
    var of = guest;
    owner
        .open(channel, RING_BYTES)
        .onSuccess(
            opened -> {
              if (guest == of) {
                guestEnd = opened.end();
                guest(new VpciGuestEvent.Attach());
              }
            })
        .onFailure(cause -> attachFailed(cause.getMessage()));
  }

  /** The host did not answer in time, for example; it may yet. */
  private void attachFailed(String reason) {
    attached.tryComplete();
    if (!ended && !leaving) {
      failed(reason);
      attaching.failed();
    }
  }

  @Override
  public void rescinded(ChannelId number) {
    leave();
    guest(new VpciGuestEvent.Revoked());
  }

  @Override
  public Future<?> detach(ChannelId number) {
    leave();
    guest(new VpciGuestEvent.Detach());
    endIfEnded();
    return detached.future();
  }

  private void leave() {
    leaving = true;
    attaching.cancel();
  }

  private void endIfEnded() {
    if (guest.phase() instanceof VpciGuestState.Phase.Ended
        || guest.phase() instanceof VpciGuestState.Phase.New) {
      attached.tryComplete();
      detached.tryComplete();
    }
  }

  @Override
  public Future<?> opening(ChannelId number, ChannelEnd end, GuestMemory memory) {
    hostEnd = end;
    host(new VpciHostEvent.ChannelOpened());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> closed(ChannelId number) {
    hostEnd = null;
    host(new VpciHostEvent.ChannelClosed());
    return Future.succeededFuture();
  }

  @Override
  public void gone(ChannelId number) {
    end();
    owner.gone(vf);
  }

  @Override
  public void interruptHost() {
    readHost();
  }

  @Override
  public void interruptGuest() {
    readGuest();
  }

  private void readHost() {
    while (hostEnd != null && hostEnd.reader().next() == RingReader.PACKET) {
      var ring = hostEnd.reader();
      var payload = payload(ring);
      boolean answered = (ring.flags() & PacketFlyweight.COMPLETION_REQUESTED) != 0;
      VpciHostEvent event =
          ring.type() == PacketFlyweight.IN_BAND
              ? new VpciHostEvent.Packet(ring.transactionId(), answered, payload)
              : new VpciHostEvent.Violation("packet type " + ring.type());
      ring.consume();
      hostEnd.finish();
      host(event);
    }
  }

  private void readGuest() {
    while (guestEnd != null && guestEnd.reader().next() == RingReader.PACKET) {
      var ring = guestEnd.reader();
      var payload = payload(ring);
      VpciGuestEvent event =
          ring.type() == PacketFlyweight.COMPLETION
              ? new VpciGuestEvent.Completion(ring.transactionId(), payload)
              : new VpciGuestEvent.Message(payload);
      ring.consume();
      guestEnd.finish();
      guest(event);
    }
  }

  private byte[] payload(RingReader ring) {
    var copy = new byte[ring.payloadBytes()];
    MemorySegment.copy(
        lab.memory().segment(), ValueLayout.JAVA_BYTE, ring.payload(), copy, 0, copy.length);
    return copy;
  }

  private void write(ChannelEnd end, boolean completion, long transaction, byte[] payload) {
    if (end == null) {
      return;
    }
    long at = end.writer().claim(PacketFlyweight.BYTES + payload.length);
    if (at == RingWriter.NONE) {
      return; // The peer does not read: the wait for its answer ends by time.
    }
    var bytes = lab.memory().segment();
    int flags = transaction == 0 ? 0 : PacketFlyweight.COMPLETION_REQUESTED;
    long to =
        completion
            ? PacketFlyweight.completion(bytes, at, payload.length, transaction)
            : PacketFlyweight.inBand(bytes, at, payload.length, flags, transaction);
    MemorySegment.copy(payload, 0, bytes, ValueLayout.JAVA_BYTE, to, payload.length);
    end.writer().commit();
    end.publish();
  }

  private void host(VpciHostEvent event) {
    if (ended) {
      return;
    }
    var step = VpciHostMachine.on(host, event);
    host = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(VpciHostEffect effect) {
    switch (effect) {
      case VpciHostEffect.Send(var payload) -> write(hostEnd, false, 0, payload);
      case VpciHostEffect.Complete(var transaction, var payload) ->
          write(hostEnd, true, transaction, payload);
      case VpciHostEffect.RescindChannel _ -> {
        // The guest may free the rings without another word to this end.
        hostEnd = null;
        owner.revoke(channel);
      }
      case VpciHostEffect.StartTimer(var timer, var after) ->
          hostTimers.put(
              timer,
              timers.after(
                  after,
                  () -> {
                    hostTimers.remove(timer);
                    host(new VpciHostEvent.TimerElapsed(timer));
                  }));
      case VpciHostEffect.CancelTimer(var timer) -> cancel(hostTimers.remove(timer));
      case VpciHostEffect.KillChannel(var fault, var detail) ->
          lab.bus()
              .publish(
                  new LabEvent(
                      "hnswitch.vf.vpci-failed",
                      vf.toString(),
                      Map.of("reason", fault + ": " + detail)));
      case VpciHostEffect.MapWindow _,
          VpciHostEffect.UnmapWindow _,
          VpciHostEffect.FunctionAssigned _,
          VpciHostEffect.FunctionReleased _,
          VpciHostEffect.MapInterrupt _,
          VpciHostEffect.UnmapInterrupt _,
          VpciHostEffect.Ignored _ -> {
        // Registers and interrupts of the VF are not modelled; its frames travel as bursts.
      }
    }
  }

  private static void cancel(Timers.Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private void guest(VpciGuestEvent event) {
    if (ended) {
      return;
    }
    var step = VpciGuestMachine.on(guest, event);
    guest = step.next();
    step.effects().forEach(this::perform);
  }

  private void perform(VpciGuestEffect effect) {
    switch (effect) {
      case VpciGuestEffect.Send(var transaction, var payload) ->
          write(guestEnd, false, transaction, payload);
      case VpciGuestEffect.ScheduleRelations _ ->
          executor.execute(() -> guest(new VpciGuestEvent.RelationsDue()));
      case VpciGuestEffect.BusInstalled _ -> {
        attached.tryComplete();
        attaching.succeeded();
      }
      case VpciGuestEffect.AttachFailed(var fault, var status) ->
          attachFailed(fault + ", status " + Integer.toHexString(status));
      case VpciGuestEffect.InstallFunction _ -> {
        probed = true;
        lab.bus()
            .request(Addresses.vf(vf), new VfControl.Probe(), Outcome.Done.class, ANSWER_WAIT)
            .onFailure(cause -> failed(cause.getMessage()));
      }
      case VpciGuestEffect.DetachFunction(var slot, var gone) -> detachFunction(slot, gone);
      case VpciGuestEffect.FunctionFailed(var _, var status) ->
          failed("the function could not be set up, status " + Integer.toHexString(status));
      case VpciGuestEffect.ReleaseWindow _ -> releaseWindow();
      case VpciGuestEffect.CloseChannel _ -> {
        guestEnd = null;
        owner.close(channel).onComplete(done -> endIfEnded());
      }
      case VpciGuestEffect.StartTimer(var timer, var after) ->
          guestTimers.put(timer, timers.after(after, () -> elapsed(timer)));
      case VpciGuestEffect.CancelTimer(var timer) -> cancel(guestTimers.remove(timer));
      case VpciGuestEffect.FunctionRemoved _,
          VpciGuestEffect.InterruptCreated _,
          VpciGuestEffect.InterruptFailed _,
          VpciGuestEffect.InvalidateConfig _,
          VpciGuestEffect.Ignored _ -> {
        // Nothing outside of the machine depends on these.
      }
    }
  }

  /**
   * The answer may be there all the same, when this loop was away for longer than its peer: what is
   * in the rings, and what follows from it, has its turn before the time counts as over.
   */
  private void elapsed(long timer) {
    readHost();
    readGuest();
    executor.execute(
        () -> {
          if (guestTimers.remove(timer) != null) {
            guest(new VpciGuestEvent.TimerElapsed(timer));
          }
        });
  }

  private void detachFunction(int slot, boolean gone) {
    if (!probed) {
      functionDetached(slot);
      return;
    }
    probed = false;
    Promise<Void> over = Promise.promise();
    detaching = timers.after(DETACH_WAIT, over::tryComplete);
    over.future().onComplete(done -> functionDetached(slot));
    lab.bus()
        .request(Addresses.vf(vf), new VfControl.DriverDetach(!gone), Outcome.class, DETACH_WAIT)
        .onComplete(answered -> over.tryComplete());
  }

  private void functionDetached(int slot) {
    detaching.cancel();
    guest(new VpciGuestEvent.FunctionDetached(slot));
    endIfEnded();
  }

  private void failed(String reason) {
    lab.bus()
        .publish(
            new LabEvent("hnswitch.vf.probe-failed", vf.toString(), Map.of("reason", "" + reason)));
  }

  private void releaseWindow() {
    if (window != 0) {
      lab.memory().release(window, WINDOW_BYTES);
      window = 0;
    }
  }
}
