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
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
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
  private ChannelId channel;
  private GuestRings rings;
  private NvscSession session;
  private Timers.Timer timeout = () -> {};
  private long sendBuffer;
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
    this.owner = owner;
  }

  private Bus bus() {
    return lab.bus();
  }

  private <R> Future<R> vmbus(VmbusControl request, Class<R> answer) {
    return bus().request(VmbusAddresses.bus(nic.guest()), request, answer);
  }

  boolean isReady() {
    return session != null && session.isReady() && rings != null && rings.isReady();
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
    shared.opened(offered, opened.memory());
    rings =
        new GuestRings(
            lab.memory(),
            ledger,
            new NicDrops(lab.captures().point(nic), ledger.device(), () -> false),
            timers,
            executor,
            receivedHash,
            shared,
            opened.end(),
            new FromRings());
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
        long address = lab.memory().allocate(bytes);
        rings.receiveBuffer(address, bytes);
        share(address, bytes, NvscEvent.ReceiveBufferShared::new, of);
      }
      case NvscEffect.ShareSendBuffer(var bytes) -> {
        sendBuffer = lab.memory().allocate(bytes);
        share(sendBuffer, bytes, NvscEvent.SendBufferShared::new, of);
      }
      case NvscEffect.SendNvs(var message, var transaction) -> rings.nvs(message, transaction);
      case NvscEffect.SendRndis(var message) -> rings.rndis(message);
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
    rings.ready(agreement, sendBuffer, limits);
    owner.ready(agreement);
    pump();
  }

  /** What the open channel tells. */
  private final class FromRings implements GuestRings.Owner {

    @Override
    public void happened(NvscEvent event) {
      step(event);
    }

    @Override
    public void received(FrameBurst burst) {
      owner.received(burst);
    }

    @Override
    public NvsVersion version() {
      return session.version();
    }

    @Override
    public void roomAgain() {
      owner.roomAgain();
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
    rings.transmit(burst);
  }

  /** True when everything given to {@link #transmit} is in the ring. */
  boolean isFlushed() {
    return rings == null || rings.isFlushed();
  }

  /** True when the host has completed everything given to {@link #transmit}. */
  boolean isIdle() {
    return rings == null || rings.isIdle();
  }

  /** Looks at the rings: after an interrupt, and whenever something waited. */
  void pump() {
    if (rings != null) {
      rings.pump();
    }
  }

  /**
   * Ends the session in order and closes the channel; frames that wait here are dropped with the
   * reason unless the caller has emptied the path before.
   */
  Future<Void> close(DropReason reason) {
    timeout.cancel();
    if (rings == null) {
      if (session != null) {
        step(new NvscEvent.ChannelGone("the device is going away"));
        session = null;
      }
      return Future.succeededFuture();
    }
    if (session.isReady()) {
      step(new NvscEvent.Ask(new NvscRequest.Halt()));
      timeout.cancel();
      var of = rings;
      // It may be rescinded meanwhile, and another one be open.
      return whenQuiet(of, POLLS_MAX)
          .compose(done -> rings == of ? closeChannel(reason) : Future.succeededFuture());
    }
    return closeChannel(reason);
  }

  private Future<Void> whenQuiet(GuestRings of, int polls) {
    of.pump();
    if (of.isQuiet() || polls == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    timers.after(POLL, () -> whenQuiet(of, polls - 1).onComplete(promise));
    return promise.future();
  }

  private Future<Void> closeChannel(DropReason reason) {
    if (rings == null) {
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
    if (rings != null) {
      rings.drain();
    }
    if (rings == null) {
      return;
    }
    rings.dropUnread(reason);
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
    var old = rings;
    malformed += old.malformed();
    receiveErrors += old.receiveErrors();
    rings = null;
    session = null;
    filter = PacketFilter.NONE;
    sendBuffer = 0;
    return old.release(reason, counted);
  }

  /** Frames that wait for room in the channel. */
  long waiting() {
    return rings == null ? 0 : rings.waiting();
  }

  /** Bursts that could be taken from the channel now. */
  int receiveCredits() {
    return rings == null ? 0 : rings.receiveCredits();
  }

  long held() {
    return rings == null ? 0 : rings.held();
  }

  long malformed() {
    return malformed + (rings == null ? 0 : rings.malformed());
  }

  /** Frames received that were none, of all channels so far. */
  long receiveErrors() {
    return receiveErrors + (rings == null ? 0 : rings.receiveErrors());
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
    if (rings != null) {
      rings.limits(next);
    }
  }

  /** Counts of all channels so far, by the names below {@code dev.hn.N}. */
  Map<String, Long> counters() {
    var all = new HashMap<>(counted);
    if (rings != null) {
      rings.addTo(all);
    }
    return all;
  }

  void save(StateTree.Writer into) {
    into.counts("counters", counters())
        .number("malformed", malformed())
        .number("receiveErrors", receiveErrors());
  }

  /** Counts on from where the channels of another one stood. */
  void restore(StateTree.Reader from) {
    from.counts("counters").forEach((name, count) -> counted.merge(name, count, Long::sum));
    malformed += from.count("malformed");
    receiveErrors += from.count("receiveErrors");
  }

  /** The send buffer as long as it is shared, or 0. */
  long sendBuffer() {
    return sendBuffer;
  }

  long interrupts() {
    return rings == null ? 0 : rings.interrupts();
  }
}
