package io.hnswitch.hn;

import io.hnswitch.bus.Lab;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.GuestMemory;
import io.hnswitch.vmbus.PacketCheck;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.VmbusControl;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * netvsp's side of a channel: runs the session and moves frames through the rings. Frames for a
 * guest whose session is being set up anew wait, up to a bound. Belongs to a {@link NetvspVerticle}
 * and runs on its event loop.
 */
final class HostPort {

  private static final int DRAINS_MAX = 64;

  /** The guest has not said yet what it wants to receive: its frames wait. */
  private static final int UNSET = -1;

  /** What is not the port's own business. */
  interface Owner {
    /** Frames of the guest, in order; they are the owner's. */
    void received(FrameBurst burst);

    Future<VmbusControl.Shared> resolve(int gpadl);

    /** Effects that concern the switch or the adapter. */
    void perform(VspEffect effect);
  }

  private final Lab lab;
  private final DeviceLedger ledger;
  private final Timers timers;
  private final Executor executor;
  private final RingPump pump;
  private final MacAddress mac;
  private final Owner owner;
  private final EarlyFrames early;
  private final ArrayDeque<byte[]> indications = new ArrayDeque<>();
  private final ArrayDeque<VspEvent> heard = new ArrayDeque<>();
  private final PolicySlot policy;
  private final ChannelTrouble trouble;
  private ChannelEnd end;
  private VspSession session;
  private ChannelMessages messages;
  private HostReceive receive;
  private HostTransmit transmit;
  private ReceiveBuffer buffer;
  private SentFrames sent;
  private boolean operational;
  private boolean dead;
  private int filter;
  private String lastFault = "none";
  private long malformed;

  HostPort(
      Lab lab,
      DeviceLedger ledger,
      Timers timers,
      Executor executor,
      MacAddress mac,
      PolicySlot policy,
      ChannelTrouble trouble,
      Owner owner) {
    this.lab = lab;
    this.ledger = ledger;
    this.timers = timers;
    this.executor = executor;
    this.pump = new RingPump(executor, new HostEnd());
    this.mac = mac;
    this.policy = policy;
    this.trouble = trouble;
    this.early = new EarlyFrames(ledger, policy.point());
    this.owner = owner;
  }

  /** The guest opened the channel. */
  void open(ChannelEnd opened, GuestMemory memory, VspSession fresh) {
    end = opened;
    session = fresh;
    dead = false;
    operational = false;
    filter = UNSET;
    sent = new SentFrames();
    messages = new ChannelMessages(lab.memory(), end, 0);
    receive =
        new HostReceive(
            lab.memory(),
            end,
            memory,
            40,
            ledger,
            policy,
            executor,
            owner::received,
            this::heard,
            this::pump);
  }

  /** The guest closed it, and reads no more. */
  void closedByGuest() {
    if (end != null) {
      forgetBuffers();
      sent.dropUnread(end, DropReason.CHANNEL_FULL, ledger);
      close();
    }
  }

  /** The channel ends: nothing of it may be touched any more. A guest may read what is there. */
  void close() {
    if (end == null) {
      return;
    }
    session = null;
    forgetBuffers();
    receive.close();
    receive = null;
    end.close();
    end = null;
    messages = null;
    heard.clear();
    indications.clear();
  }

  private void forgetBuffers() {
    operational = false;
    receive.shut();
    if (transmit != null) {
      var old = transmit;
      transmit = null;
      old.takeBack(this::early);
    }
    buffer = null;
  }

  /** The guest broke the protocol: it gets nothing more until it opens the channel again. */
  private void die(String fault) {
    dead = true;
    lastFault = fault;
    if (transmit != null) {
      transmit.drop(DropReason.CHANNEL_FULL);
    }
    early.drop(DropReason.CHANNEL_FULL);
  }

  /** Tells the session something; false when there is none. */
  boolean step(VspEvent event) {
    var of = session;
    if (of == null) {
      return false;
    }
    for (var effect : of.on(event)) {
      perform(effect, of);
    }
    return true;
  }

  /** Runs an action when every frame given before is in the ring, or will never be. */
  void behind(Runnable action) {
    if (transmit == null) {
      action.run();
    } else {
      transmit.behind(action);
    }
  }

  private void heard(byte[] message) {
    if (!isLost()) {
      heard.add(new VspEvent.RndisReceived(message));
    }
  }

  /** Whether a control message is lost that is about to be said or was heard. */
  private boolean isLost() {
    return operational && trouble.loses();
  }

  private void perform(VspEffect effect, VspSession of) {
    switch (effect) {
      case VspEffect.Complete _, VspEffect.Notify _, VspEffect.SendRndis _ when isLost() -> {}
      case VspEffect.Complete(var transaction, var payload) ->
          messages.completion(transaction, payload);
      case VspEffect.Notify(var transaction, var payload) ->
          messages.inBand(transaction, payload, true);
      case VspEffect.SendRndis(var message) -> {
        indications.add(message);
        sendIndications();
      }
      case VspEffect.Resolve(var gpadl) -> resolve(gpadl, of);
      case VspEffect.UseReceiveBuffer(var address, var bytes) ->
          buffer = new ReceiveBuffer(address, bytes);
      case VspEffect.UseSendBuffer(var address, var bytes) -> receive.sendBuffer(address, bytes);
      case VspEffect.ForgetBuffers _ -> forgetBuffers();
      case VspEffect.Operational(var mtu) -> {
        operational = true;
        receive.open(mtu);
        makeTransmit(mtu);
      }
      case VspEffect.Filter(var bits) -> {
        filter = bits;
        if (transmit != null) {
          transmit.filter(bits);
        }
        owner.perform(effect);
        sendEarly();
      }
      case VspEffect.Offloads(var parameters) -> offloads(parameters);
      case VspEffect.Rss(var parameters) -> {
        if (transmit != null) {
          transmit.rss(parameters);
        }
      }
      case VspEffect.MoveDatapath _, VspEffect.ForceSynthetic _, VspEffect.OfferNow _ ->
          owner.perform(effect);
      case VspEffect.Fatal(var reason) -> die(reason);
    }
  }

  private void resolve(int gpadl, VspSession of) {
    owner
        .resolve(gpadl)
        .onComplete(
            done -> {
              if (session == of) {
                step(
                    done.succeeded()
                        ? new VspEvent.Resolved(done.result().address(), done.result().bytes())
                        : new VspEvent.Unresolved(String.valueOf(done.cause().getMessage())));
                pump();
              }
            });
  }

  /** Control answers need the receive buffer before the session is operational. */
  private void makeTransmit(int mtu) {
    if (transmit == null && buffer != null) {
      transmit = new HostTransmit(lab.memory(), end, buffer, 40, mac, mtu, policy, sent, ledger);
      transmit.filter(filter == UNSET ? 0 : filter);
    }
  }

  private void offloads(NdisOffloadParameters parameters) {
    if (transmit != null) {
      transmit.offloads(parameters);
    }
  }

  private void sendIndications() {
    if (transmit == null) {
      return;
    }
    while (!indications.isEmpty() && transmit.control(indications.peek())) {
      indications.poll();
    }
  }

  /** Frames of the switch for the guest. */
  void transmit(FrameBurst burst) {
    if (operational && !dead && filter != 0 && filter != UNSET && early.isEmpty()) {
      if (messages.isWaiting()) {
        messages.pump(); // What was said before these frames stands before them in the ring.
      }
      transmit.transmit(burst);
    } else {
      early(burst);
    }
  }

  /** A guest that is not there yet, or not at the moment, gets its frames when it is. */
  private void early(FrameBurst burst) {
    if (!operational && early.isFull() || dead) {
      early.refuse(burst);
      return;
    }
    if (operational && filter == 0) {
      ledger.filtered(burst.size());
      burst.release();
      return;
    }
    early.add(burst);
  }

  private void sendEarly() {
    while (operational && !early.isEmpty()) {
      transmit.transmit(early.poll());
    }
  }

  long held() {
    return early.frames()
        + (receive == null ? 0 : receive.held())
        + (transmit == null ? 0 : transmit.held());
  }

  /** Frames that wait for room in the channel, or for the guest. */
  long waiting() {
    return early.frames() + (transmit == null ? 0 : transmit.held());
  }

  /** Bursts that could be taken from the channel now. */
  int receiveCredits() {
    return receive == null ? 0 : receive.credits();
  }

  /** Looks at the rings: after an interrupt, and whenever something waited. */
  void pump() {
    pump.pump();
  }

  /** This end of the rings. */
  private final class HostEnd implements RingPump.Owner {

    @Override
    public ChannelEnd end() {
      return end;
    }

    @Override
    public boolean isReading() {
      return end != null && !dead && !trouble.isStalled();
    }

    @Override
    public void begin() {
      receive.clock(timers.nanos());
    }

    @Override
    public boolean packet(RingReader ring) {
      return HostPort.this.packet(ring);
    }

    @Override
    public void deliver() {
      HostPort.this.deliver();
    }

    @Override
    public void corrupt(String fault) {
      die(fault);
    }

    @Override
    public void afterReading() {
      messages.pump();
      receive.complete();
      if (!dead) {
        sendIndications();
      }
      if (transmit != null) {
        transmit.pump();
      }
    }
  }

  private void deliver() {
    if (receive == null) {
      return;
    }
    receive.deliver();
    while (!dead && !heard.isEmpty()) {
      step(heard.poll());
    }
  }

  private boolean packet(RingReader ring) {
    if (PacketFlyweight.check(ring) != PacketCheck.OK) {
      malformed++;
      return true;
    }
    boolean isRndis =
        ring.payloadBytes() >= NvsFrames.RNDIS_BYTES
            && NvsFrames.type(lab.memory().segment(), ring.payload()) == 107;
    switch (ring.type()) {
      case PacketFlyweight.IN_BAND, PacketFlyweight.GPA_DIRECT -> {
        if (isRndis) {
          if (!session.isReadyForRndis()) {
            die("RNDIS before the session is ready");
            return true;
          }
          return take(ring);
        }
        // What the guest says stands behind the frames before it.
        deliver();
        boolean wanted = (ring.flags() & PacketFlyweight.COMPLETION_REQUESTED) != 0;
        if (!isLost()) {
          step(new VspEvent.NvsReceived(ring.transactionId(), wanted, payload(ring)));
        }
      }
      case PacketFlyweight.COMPLETION -> acknowledged(ring);
      default -> malformed++;
    }
    return true;
  }

  private boolean take(RingReader ring) {
    return switch (receive.accept(ring)) {
      case YES -> true;
      case NO_CREDIT -> false;
      case FATAL -> {
        die("section outside the send buffer");
        yield true;
      }
    };
  }

  private void acknowledged(RingReader ring) {
    long transaction = ring.transactionId();
    if (transaction == VspSession.ASSOCIATION_TRANSACTION
        || transaction == VspSession.SWITCH_TRANSACTION) {
      return;
    }
    if (buffer != null && !buffer.acknowledged(transaction)) {
      die("completion of an unknown receive slot " + transaction);
    }
  }

  private byte[] payload(RingReader ring) {
    var copy = new byte[Math.min(ring.payloadBytes(), 8192)];
    MemorySegment.copy(
        lab.memory().segment(), ValueLayout.JAVA_BYTE, ring.payload(), copy, 0, copy.length);
    return copy;
  }

  /** Reads what the guest has left in the ring, and gives up what waits for it. */
  void drain(DropReason reason) {
    trouble.stall(false);
    for (int i = 0; i < DRAINS_MAX && hasMore(); i++) {
      pump();
    }
    if (transmit != null) {
      transmit.drop(reason);
    }
    early.drop(reason);
  }

  private boolean hasMore() {
    return end != null && !dead && end.reader().next() == RingReader.PACKET;
  }

  /** True when the guest has let go of everything that was given to it, and may get more. */
  boolean isGuestDone() {
    return operational
        && !dead
        && early.frames() == 0
        && (transmit == null || !transmit.isBlocked())
        && (buffer == null || buffer.isIdle());
  }

  /** True when everything that the guest has sent was handed on. */
  boolean isHostDone() {
    return operational && !dead && receive.held() == 0 && !hasMore();
  }

  String stageName() {
    return dead ? "dead: " + lastFault : session == null ? "closed" : session.describe();
  }

  void counters(Map<String, Long> into) {
    into.put("malformed", malformed + (receive == null ? 0 : receive.malformedCount()));
    into.put("packets-in", receive == null ? 0 : receive.packets());
    into.put("packets-out", transmit == null ? 0 : transmit.packets());
    into.put("sends-out", transmit == null ? 0 : transmit.sends());
    into.put("segments", transmit == null ? 0 : transmit.segments());
  }
}
