package io.hnswitch.hn;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * hn's side of its channel: opens it, runs the session, moves frames through the rings, closes it.
 * Belongs to an {@link HnVerticle} and runs on its event loop.
 */
final class SyntheticPath {

  private static final int RING_BYTES = 128 * Memory.PAGE;
  private static final Duration POLL = Duration.ofMillis(1);
  private static final int POLLS_MAX = 2000;
  private static final int DRAINS_MAX = 64;
  private static final Duration HOST_GRACE = Duration.ofSeconds(1);

  /** Transaction id of RNDIS control messages, whose completion says nothing. */
  private static final long RNDIS_CONTROL = 0x7001_0000_0000_0000L;

  /** What hn hears from its channel. */
  interface Owner {
    void ready(NvscEffect.Agreement agreement);

    void failed(String reason);

    /** Frames, in order; they are the owner's. */
    void received(FrameBurst burst);

    void association(boolean allocated, int serial);

    void switchedBack();

    void link(boolean connected);

    /** The host says that the media status changed. */
    void linkIndicated();

    /** The host's network changes; the media status means nothing for a while. */
    void networkChanged();

    void answered(NvscRequest request, boolean success, String detail);

    /** There may be room for what waited. */
    void roomAgain();
  }

  private final Lab lab;
  private final NicId nic;
  private final DeviceLedger ledger;
  private final Timers timers;
  private final Executor executor;
  private final Owner owner;
  private final RssSetup rss;
  private final ReceivedHash receivedHash;
  private final SharedMemory shared;
  private final RingPump pump;
  private ChannelId channel;
  private ChannelEnd end;
  private NvscSession session;
  private ChannelMessages messages;
  private GuestTransmit transmit;
  private GuestReceive receive;
  private Timers.Timer timeout = () -> {};
  private long controlPages;
  private long sendBuffer;
  private long receiveBuffer;
  private int receiveBytes;
  private NvsVersion version;
  private NvscEffect.Agreement agreement;
  private int filter = PacketFilter.NONE;
  private TransmitLimits limits = TransmitLimits.AUTOMATIC;
  private final Map<String, Long> counted = new HashMap<>();
  private boolean rescinded;
  private long malformed;
  private long receiveErrors;

  SyntheticPath(
      Lab lab,
      NicId nic,
      DeviceLedger ledger,
      Timers timers,
      Executor executor,
      Owner owner,
      RssSetup rss,
      ReceivedHash receivedHash) {
    this.shared = new SharedMemory(lab, nic.guest());
    this.rss = rss;
    this.receivedHash = receivedHash;
    this.lab = lab;
    this.nic = nic;
    this.ledger = ledger;
    this.timers = timers;
    this.executor = executor;
    this.pump = new RingPump(executor, new GuestEnd());
    this.owner = owner;
  }

  private Bus bus() {
    return lab.bus();
  }

  private <R> Future<R> vmbus(VmbusControl request, Class<R> answer) {
    return bus().request(VmbusAddresses.bus(nic.guest()), request, answer);
  }

  boolean isReady() {
    return session != null && session.isReady() && transmit != null;
  }

  boolean isOpen() {
    return end != null;
  }

  String stageName() {
    return session == null ? "closed" : session.stageName();
  }

  NvsVersion version() {
    return version;
  }

  /** Opens a channel and sets the session up; the owner hears how that ends. */
  void open(ChannelId offered, int mtu, boolean coalescing) {
    channel = offered;
    var of = new NvscSession(mtu, version, coalescing, rss);
    session = of;
    vmbus(new VmbusControl.Open(offered, RING_BYTES, RING_BYTES), VmbusControl.Opened.class)
        .onSuccess(opened -> opened(opened, offered, of))
        .onFailure(
            cause -> {
              if (session == of) {
                // It may be opened yet, when only the answer was late: then for nobody.
                vmbus(new VmbusControl.Close(offered), Outcome.class).onComplete(closed -> {});
                step(new NvscEvent.ChannelGone("channel not opened: " + cause.getMessage()));
                session = null;
              }
            });
  }

  private void opened(VmbusControl.Opened opened, ChannelId offered, NvscSession of) {
    if (session != of) {
      // Given up in the meantime.
      opened.end().close();
      vmbus(new VmbusControl.Close(offered), Outcome.class).onComplete(closed -> {});
      return;
    }
    end = opened.end();
    shared.opened(offered, opened.memory());
    controlPages = lab.memory().allocate(ChannelMessages.controlBytes());
    shared.add(controlPages, ChannelMessages.controlBytes());
    messages = new ChannelMessages(lab.memory(), end, controlPages);
    step(new NvscEvent.ChannelOpen());
  }

  private void step(NvscEvent event) {
    if (session == null) {
      return;
    }
    var of = session;
    for (var effect : of.on(event)) {
      perform(effect, of);
    }
  }

  private void perform(NvscEffect effect, NvscSession of) {
    switch (effect) {
      case NvscEffect.ShareReceiveBuffer(var bytes) -> {
        receiveBytes = bytes;
        receiveBuffer = lab.memory().allocate(bytes);
        share(receiveBuffer, bytes, NvscEvent.ReceiveBufferShared::new, of);
      }
      case NvscEffect.ShareSendBuffer(var bytes) -> {
        sendBuffer = lab.memory().allocate(bytes);
        share(sendBuffer, bytes, NvscEvent.SendBufferShared::new, of);
      }
      case NvscEffect.SendNvs(var message, var transaction) ->
          messages.inBand(transaction, message, transaction != 0);
      case NvscEffect.SendRndis(var message) -> messages.rndis(RNDIS_CONTROL, message);
      case NvscEffect.ArmTimeout(var time, var attempt) -> {
        timeout.cancel();
        timeout = timers.after(time, () -> step(new NvscEvent.TimedOut(attempt)));
      }
      case NvscEffect.DisarmTimeout _ -> timeout.cancel();
      case NvscEffect.Ready(var agreement) -> ready(agreement);
      case NvscEffect.Failed(var reason) -> failed(reason);
      case NvscEffect.Association(var allocated, var serial) ->
          owner.association(allocated, serial);
      case NvscEffect.SwitchedBack _ -> owner.switchedBack();
      case NvscEffect.Link(var connected) -> owner.link(connected);
      case NvscEffect.LinkIndicated _ -> owner.linkIndicated();
      case NvscEffect.NetworkChanged _ -> owner.networkChanged();
      case NvscEffect.Answered(var request, var success, var detail) -> {
        if (success && request instanceof NvscRequest.SetFilter(var set)) {
          filter = set;
        }
        owner.answered(request, success, detail);
      }
      case NvscEffect.Malformed _ -> malformed++;
    }
  }

  /** The session has ended by itself: nothing is left of it but what the host may still read. */
  private void failed(String reason) {
    owner.failed(reason);
    if (!rescinded) {
      closeChannel(DropReason.CHANNEL_FULL).onComplete(closed -> {});
    }
  }

  private void share(long address, int bytes, IntFunction<NvscEvent> then, NvscSession of) {
    shared.share(
        address,
        bytes,
        () -> session == of,
        gpadl -> step(then.apply(gpadl)),
        cause -> step(new NvscEvent.ChannelGone("gpadl: " + cause)));
  }

  private void ready(NvscEffect.Agreement agreement) {
    this.agreement = agreement;
    version = agreement.version();
    if (receive == null) {
      makeReceive(agreement.version());
    }
    transmit = new GuestTransmit(lab.memory(), end, agreement, sendBuffer, ledger);
    transmit.limits(limits);
    shared.add(transmit.headersAddress(), GuestTransmit.headersBytes());
    owner.ready(agreement);
    pump();
  }

  private void makeReceive(NvsVersion of) {
    receive =
        new GuestReceive(
            lab.memory(),
            end,
            of.hasRsc() ? 40 : 32,
            receiveBuffer,
            receiveBytes,
            ledger,
            receivedHash,
            executor,
            owner::received,
            message -> later(new NvscEvent.RndisReceived(message)),
            this::pump);
  }

  private final ArrayDeque<NvscEvent> heard = new ArrayDeque<>();

  private void later(NvscEvent event) {
    heard.add(event);
  }

  private void hear() {
    while (!heard.isEmpty()) {
      step(heard.poll());
    }
  }

  /** Memory that frames to transmit lie in, and other memory of the guest. */
  SharedMemory shared() {
    return shared;
  }

  void ask(NvscRequest request) {
    if (session == null) {
      owner.answered(request, false, "no channel");
    } else {
      step(new NvscEvent.Ask(request));
    }
  }

  void transmit(FrameBurst burst) {
    transmit.transmit(burst);
  }

  /** True when everything given to {@link #transmit} is in the ring. */
  boolean isFlushed() {
    return transmit == null || !transmit.isBlocked();
  }

  /** True when the host has completed everything given to {@link #transmit}. */
  boolean isIdle() {
    return transmit == null || transmit.isIdle();
  }

  /** Looks at the rings: after an interrupt, and whenever something waited. */
  void pump() {
    if (pump.pump() && end != null) {
      owner.roomAgain();
    }
  }

  /** This end of the rings. */
  private final class GuestEnd implements RingPump.Owner {

    @Override
    public ChannelEnd end() {
      return end;
    }

    @Override
    public boolean isReading() {
      return end != null;
    }

    @Override
    public void begin() {
      if (receive != null) {
        receive.clock(timers.nanos());
      }
    }

    @Override
    public boolean packet(RingReader ring) {
      return SyntheticPath.this.packet(ring);
    }

    @Override
    public void deliver() {
      SyntheticPath.this.deliver();
    }

    @Override
    public void corrupt(String fault) {
      step(new NvscEvent.ChannelGone(fault));
    }

    @Override
    public void afterReading() {
      messages.pump();
      if (transmit != null) {
        transmit.pump();
      }
      if (receive != null) {
        receive.acknowledge();
      }
    }
  }

  private void deliver() {
    if (receive != null) {
      receive.deliver();
    }
    hear();
  }

  private boolean packet(RingReader ring) {
    switch (ring.type()) {
      case PacketFlyweight.TRANSFER_PAGES -> {
        if (receive == null) {
          if (receiveBuffer == 0) {
            malformed++; // It refers to a buffer that was not shared.
            return true;
          }
          makeReceive(session.version());
        }
        return receive.accept(ring);
      }
      case PacketFlyweight.COMPLETION -> completion(ring);
      case PacketFlyweight.IN_BAND -> {
        // What the host says stands behind the frames before it.
        deliver();
        step(new NvscEvent.NvsNotified(payload(ring)));
      }
      default -> malformed++;
    }
    return true;
  }

  private void completion(RingReader ring) {
    long transaction = ring.transactionId();
    if (NvscWire.isRequest(transaction)) {
      deliver();
      step(new NvscEvent.NvsCompleted(transaction, payload(ring)));
    } else if (transaction != RNDIS_CONTROL
        && (transmit == null || !transmit.completed(transaction))) {
      malformed++;
    }
  }

  private byte[] payload(RingReader ring) {
    var copy = new byte[Math.min(ring.payloadBytes(), 8192)];
    MemorySegment.copy(
        lab.memory().segment(), ValueLayout.JAVA_BYTE, ring.payload(), copy, 0, copy.length);
    return copy;
  }

  /**
   * Ends the session in order and closes the channel; frames that wait here are dropped with the
   * reason unless the caller has emptied the path before.
   */
  Future<Void> close(DropReason reason) {
    timeout.cancel();
    if (end == null) {
      if (session != null) {
        step(new NvscEvent.ChannelGone("the device is going away"));
        session = null;
      }
      return Future.succeededFuture();
    }
    if (session.isReady()) {
      step(new NvscEvent.Ask(new NvscRequest.Halt()));
      timeout.cancel();
      var of = end;
      // It may be rescinded meanwhile, and another one be open.
      return whenQuiet(of, POLLS_MAX)
          .compose(done -> end == of ? closeChannel(reason) : Future.succeededFuture());
    }
    return closeChannel(reason);
  }

  /** The host has read everything and every frame of the receive buffer was released. */
  private Future<Void> whenQuiet(ChannelEnd of, int polls) {
    pump();
    boolean quiet =
        end != of
            || end.writer().isDrained()
                && !messages.isWaiting()
                && (receive == null || receive.outstanding() == 0)
                && (transmit == null || transmit.isIdle());
    if (quiet || polls == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    timers.after(POLL, () -> whenQuiet(of, polls - 1).onComplete(promise));
    return promise.future();
  }

  private Future<Void> closeChannel(DropReason reason) {
    if (end == null) {
      return Future.succeededFuture();
    }
    var gone = channel;
    var list = shared.shares();
    var unused = release(reason);
    return vmbus(new VmbusControl.Close(gone), Outcome.class)
        .compose(closed -> shared.tearWhenUnused(gone, list, unused))
        .recover(cause -> Future.succeededFuture());
  }

  /** The channel was taken away: everything ends at once, after what is in the ring. */
  void rescinded(DropReason reason) {
    if (end == null) {
      return;
    }
    for (int i = 0; i < DRAINS_MAX && end != null; i++) {
      if (end.reader().next() == RingReader.PACKET) {
        pump();
      }
    }
    if (end == null) {
      return;
    }
    if (transmit != null) {
      transmit.dropUnread(reason);
    }
    rescinded = true;
    step(new NvscEvent.ChannelGone("the channel was rescinded"));
    rescinded = false;
    timeout.cancel();
    var list = shared.shares();
    release(reason).onSuccess(unused -> shared.free(list));
  }

  /**
   * Lets go of the channel.
   *
   * @return completes when nobody uses frames in the shared memory any more
   */
  private Future<Void> release(DropReason reason) {
    Future<Void> sent = Future.succeededFuture();
    Promise<Void> received = Promise.promise();
    if (transmit != null) {
      shared.remove(transmit.headersAddress(), GuestTransmit.headersBytes());
      transmit.drop(reason);
      transmit.addTo(counted);
      sent = closeWhenUnused(transmit);
      transmit = null;
    }
    if (receive == null) {
      received.complete();
    } else {
      receive.addTo(counted);
      receiveErrors += receive.errors();
      receive.close(received::complete);
      receive = null;
    }
    shared.withdraw();
    shared.remove(controlPages, ChannelMessages.controlBytes());
    lab.memory().release(controlPages, ChannelMessages.controlBytes());
    end.close();
    end = null;
    session = null;
    filter = PacketFilter.NONE;
    messages = null;
    sendBuffer = 0;
    receiveBuffer = 0;
    heard.clear();
    return sent.compose(done -> received.future());
  }

  /** A host that was cut off still passes frames on that it has seen: their memory stays. */
  private Future<Void> closeWhenUnused(GuestTransmit old) {
    if (old.isIdle()) {
      old.close();
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    timers.after(
        HOST_GRACE,
        () -> {
          old.close();
          promise.complete();
        });
    return promise.future();
  }

  long held() {
    return (transmit == null ? 0 : transmit.held()) + (receive == null ? 0 : receive.held());
  }

  long malformed() {
    return malformed + (receive == null ? 0 : receive.malformed());
  }

  /** Frames received that were none, of all channels so far. */
  long receiveErrors() {
    return receiveErrors + (receive == null ? 0 : receive.errors());
  }

  /** What was agreed with the host last. */
  Optional<NvscEffect.Agreement> agreement() {
    return Optional.ofNullable(agreement);
  }

  /** The receive filter that the host has. */
  int filter() {
    return filter;
  }

  /** What is copied and sent together, by this channel and those to come. */
  void limits(TransmitLimits next) {
    limits = next;
    if (transmit != null) {
      transmit.limits(next);
    }
  }

  /** Counts of all channels so far, by the names below {@code dev.hn.N}. */
  Map<String, Long> counters() {
    var all = new HashMap<>(counted);
    if (transmit != null) {
      transmit.addTo(all);
    }
    if (receive != null) {
      receive.addTo(all);
    }
    return all;
  }

  GuestTransmit transmitter() {
    return transmit;
  }

  GuestReceive receiver() {
    return receive;
  }

  /** The send buffer as long as it is shared, or 0. */
  long sendBuffer() {
    return sendBuffer;
  }

  long interrupts() {
    return end == null ? 0 : end.interrupts();
  }
}
