package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rss.ReceivedHash;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.Timers;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * An open channel of an hn: its end of the rings, and what moves messages and frames through them.
 * Lives as long as the channel is open, and is {@linkplain #release let go} once.
 */
final class GuestRings implements RingPump.Owner {

  private static final int DRAINS_MAX = 64;
  private static final int PAYLOAD_MAX = 8192;
  private static final Duration HOST_GRACE = Duration.ofSeconds(1);

  /** Transaction id of RNDIS control messages, whose completion says nothing. */
  private static final long RNDIS_CONTROL = 0x7001_0000_0000_0000L;

  /** Who has the session on the channel. */
  interface Owner {

    /** What the host said, in its place among the frames. May let go of the channel. */
    void happened(NvscEvent event);

    /** Frames, in order; they are the owner's. */
    void received(FrameBurst burst);

    /** What the session has agreed on so far. */
    NvsVersion version();

    /** There may be room for what waited. */
    void roomAgain();
  }

  private final Memory memory;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final Timers timers;
  private final Executor executor;
  private final ReceivedHash hash;
  private final SharedMemory shared;
  private final Owner owner;
  private final ChannelMessages messages;
  private final long controlPages;
  private final RingPump pump;
  private final ArrayDeque<NvscEvent> heard = new ArrayDeque<>();
  private ChannelEnd end;
  private GuestTransmit transmit;
  private GuestReceive receive;
  private long receiveBuffer;
  private int receiveBytes;
  private long malformed;

  /**
   * @param end of the channel that was opened
   * @param witness told of what is dropped
   * @param shared knows the guest's memory already
   */
  GuestRings(
      Memory memory,
      DeviceLedger ledger,
      DropWitness witness,
      Timers timers,
      Executor executor,
      ReceivedHash hash,
      SharedMemory shared,
      ChannelEnd end,
      Owner owner) {
    this.memory = memory;
    this.ledger = ledger;
    this.witness = witness;
    this.timers = timers;
    this.executor = executor;
    this.hash = hash;
    this.shared = shared;
    this.end = end;
    this.owner = owner;
    this.pump = new RingPump(executor, this);
    controlPages = memory.allocate(ChannelMessages.controlBytes());
    shared.add(controlPages, ChannelMessages.controlBytes());
    messages = new ChannelMessages(memory, end, controlPages);
  }

  /** Memory that the host will receive into; frames may come before the session is ready. */
  void receiveBuffer(long address, int bytes) {
    receiveBuffer = address;
    receiveBytes = bytes;
  }

  /** Frames can be sent from now on. */
  void ready(NvscEffect.Agreement agreement, long sendBuffer, TransmitLimits limits) {
    if (receive == null) {
      makeReceive(agreement.version());
    }
    transmit = new GuestTransmit(memory, end, agreement, sendBuffer, ledger, witness);
    transmit.limits(limits);
    shared.add(transmit.headersAddress(), GuestTransmit.headersBytes());
  }

  private void makeReceive(NvsVersion of) {
    receive =
        new GuestReceive(
            memory,
            end,
            of.hasRsc() ? 40 : 32,
            receiveBuffer,
            receiveBytes,
            ledger,
            witness,
            hash,
            executor,
            owner::received,
            message -> heard.add(new NvscEvent.RndisReceived(message)),
            this::pump);
  }

  boolean isReady() {
    return transmit != null;
  }

  void limits(TransmitLimits limits) {
    if (transmit != null) {
      transmit.limits(limits);
    }
  }

  // To the host.

  void nvs(byte[] message, long transaction) {
    messages.inBand(transaction, message, transaction != 0);
  }

  void rndis(byte[] message) {
    messages.rndis(RNDIS_CONTROL, message);
  }

  void transmit(FrameBurst burst) {
    transmit.transmit(burst);
  }

  boolean isFlushed() {
    return transmit == null || !transmit.isBlocked();
  }

  boolean isIdle() {
    return transmit == null || transmit.isIdle();
  }

  /** The host has read everything, and every frame of the receive buffer was released. */
  boolean isQuiet() {
    return end == null
        || end.writer().isDrained()
            && !messages.isWaiting()
            && (receive == null || receive.outstanding() == 0)
            && isIdle();
  }

  // From the host.

  /** Looks at the rings: after an interrupt, and whenever something waited. */
  void pump() {
    if (pump.pump() && end != null) {
      owner.roomAgain();
    }
  }

  /** Reads what is left in the ring, as far as bursts reach. */
  void drain() {
    for (int i = 0; i < DRAINS_MAX && end != null; i++) {
      if (end.reader().next() == RingReader.PACKET) {
        pump();
      }
    }
  }

  /** What the host has not read of the ring to it is lost. */
  void dropUnread(DropReason reason) {
    if (transmit != null) {
      transmit.dropUnread(reason);
    }
  }

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
  public void deliver() {
    if (receive != null) {
      receive.deliver();
    }
    while (!heard.isEmpty()) {
      owner.happened(heard.poll());
    }
  }

  @Override
  public void corrupt(String fault) {
    owner.happened(new NvscEvent.ChannelGone(fault));
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

  @Override
  public boolean packet(RingReader ring) {
    switch (ring.type()) {
      case PacketFlyweight.TRANSFER_PAGES -> {
        if (receive == null) {
          if (receiveBuffer == 0) {
            malformed++; // It refers to a buffer that was not shared.
            return true;
          }
          makeReceive(owner.version());
        }
        return receive.accept(ring);
      }
      case PacketFlyweight.COMPLETION -> completion(ring);
      case PacketFlyweight.IN_BAND -> {
        // What the host says stands behind the frames before it.
        deliver();
        owner.happened(new NvscEvent.NvsNotified(payload(ring)));
      }
      default -> malformed++;
    }
    return true;
  }

  private void completion(RingReader ring) {
    long transaction = ring.transactionId();
    if (NvscWire.isRequest(transaction)) {
      deliver();
      owner.happened(new NvscEvent.NvsCompleted(transaction, payload(ring)));
    } else if (transaction != RNDIS_CONTROL
        && (transmit == null || !transmit.completed(transaction))) {
      malformed++;
    }
  }

  private byte[] payload(RingReader ring) {
    var copy = new byte[Math.min(ring.payloadBytes(), PAYLOAD_MAX)];
    MemorySegment.copy(
        memory.segment(), ValueLayout.JAVA_BYTE, ring.payload(), copy, 0, copy.length);
    return copy;
  }

  // The end.

  /**
   * Lets go of the channel.
   *
   * @param counted takes what was counted here
   * @return completes when nobody uses frames in the shared memory any more
   */
  Future<Void> release(DropReason reason, Map<String, Long> counted) {
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
      receive.close(received::complete);
      receive = null;
    }
    shared.withdraw();
    shared.remove(controlPages, ChannelMessages.controlBytes());
    memory.release(controlPages, ChannelMessages.controlBytes());
    end.close();
    end = null;
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

  // What was counted.

  long held() {
    return (transmit == null ? 0 : transmit.held()) + (receive == null ? 0 : receive.held());
  }

  /** Frames that wait for room in the channel. */
  long waiting() {
    return transmit == null ? 0 : transmit.held();
  }

  /** Bursts that could be taken from the channel now. */
  int receiveCredits() {
    return receive == null ? 0 : receive.credits();
  }

  long malformed() {
    return malformed + (receive == null ? 0 : receive.malformed());
  }

  /** Frames received that were none. */
  long receiveErrors() {
    return receive == null ? 0 : receive.errors();
  }

  void addTo(Map<String, Long> counters) {
    if (transmit != null) {
      transmit.addTo(counters);
    }
    if (receive != null) {
      receive.addTo(counters);
    }
  }

  long interrupts() {
    return end == null ? 0 : end.interrupts();
  }
}
