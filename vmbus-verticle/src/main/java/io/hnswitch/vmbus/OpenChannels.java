package io.hnswitch.vmbus;

import io.hnswitch.bus.Lab;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The channels of a guest that are opening, open or closing: the memory of their rings, their
 * {@link ChannelVerticle}s, and who waits for them.
 */
final class OpenChannels {

  private final Lab lab;
  private final String guest;
  private final GuestMemory memory;
  private final Consumer<BusGuestEvent> machine;
  private final Map<ChannelId, Open> opens = new HashMap<>();
  private final Map<ChannelId, Promise<Object>> closes = new HashMap<>();

  /** Verticles on their way out; the next one of the same channel waits for them. */
  private final Map<ChannelId, Future<?>> leaving = new HashMap<>();

  private static final class Open {
    private final Promise<Object> promise = Promise.promise();
    private final long address;
    private final long bytes;
    private Optional<ChannelVerticle> verticle = Optional.empty();
    private Future<String> deployed = Future.failedFuture("not mapped");
    private boolean mapped;

    Open(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }
  }

  /**
   * @param machine decides about opening and closing
   */
  OpenChannels(Lab lab, String guest, GuestMemory memory, Consumer<BusGuestEvent> machine) {
    this.lab = lab;
    this.guest = guest;
    this.memory = memory;
    this.machine = machine;
  }

  Future<Object> open(ChannelId channel, int transmitBytes, int receiveBytes) {
    if (opens.containsKey(channel)) {
      return Future.failedFuture(
          new RefusedException(Refusal.STATE_CONFLICT, name(channel) + " is open"));
    }
    if (!Ring.isSize(transmitBytes) || !Ring.isSize(receiveBytes)) {
      return Future.failedFuture(
          new RefusedException(
              Refusal.INVALID_VALUE,
              name(channel) + ": not sizes of rings: " + transmitBytes + ", " + receiveBytes));
    }
    long bytes = (long) transmitBytes + receiveBytes;
    var open = new Open(lab.memory().allocateZeroed(bytes), bytes);
    memory.add(open.address, bytes);
    opens.put(channel, open);
    machine.accept(
        new BusGuestEvent.OpenChannel(
            channel, open.address, transmitBytes, receiveBytes, 0, new byte[0]));
    return open.promise.future();
  }

  Future<Object> close(ChannelId channel) {
    var open = opens.get(channel);
    if (open == null) {
      return Future.succeededFuture(Outcome.DONE);
    }
    if (!open.promise.future().isComplete()) {
      return open.promise.future().transform(done -> close(channel));
    }
    var closing = closes.get(channel);
    if (closing != null) {
      return closing.future();
    }
    Promise<Object> promise = Promise.promise();
    closes.put(channel, promise);
    machine.accept(new BusGuestEvent.CloseChannel(channel));
    return promise.future();
  }

  /** The rings are shared with the host: both ends may be made. */
  void map(ChannelId channel, RingPair rings, BusDevice device) {
    var open = opens.get(channel);
    var verticle =
        new ChannelVerticle(
            lab, guest, channel, rings, device::interruptHost, device::interruptGuest);
    open.verticle = Optional.of(verticle);
    open.mapped = true;
    var before = leaving.getOrDefault(channel, Future.succeededFuture());
    open.deployed = before.transform(done -> lab.deploy(verticle));
  }

  /** The host's end of a channel, when its verticle is there; fails when it is not mapped. */
  Future<ChannelEnd> hostEnd(ChannelId channel) {
    var open = opens.get(channel);
    if (open == null || !open.mapped) {
      return Future.failedFuture(name(channel) + " is not mapped");
    }
    return open.deployed.compose(
        id ->
            open.mapped
                ? Future.succeededFuture(open.verticle.orElseThrow().hostEnd())
                : Future.failedFuture(name(channel) + " is gone"));
  }

  void unmap(ChannelId channel) {
    var open = opens.get(channel);
    if (open != null && open.mapped) {
      var left = open.deployed.compose(id -> lab.undeploy(id)).otherwise((Void) null);
      open.mapped = false;
      leaving.put(channel, left);
      left.onComplete(done -> leaving.remove(channel, left));
    }
  }

  void opened(ChannelId channel) {
    var open = opens.get(channel);
    if (open != null) {
      open.promise.tryComplete(
          new VmbusControl.Opened(open.verticle.orElseThrow().guestEnd(), memory));
    }
  }

  void failed(ChannelId channel, String detail, MemoryFate fate) {
    var open = opens.remove(channel);
    if (open != null) {
      free(open, fate);
      open.promise.tryFail(
          new RefusedException(Refusal.DEVICE_FAILED, name(channel) + " not opened: " + detail));
    }
  }

  void closed(ChannelId channel, MemoryFate fate) {
    var open = opens.remove(channel);
    if (open != null) {
      free(open, fate);
    }
    var promise = closes.remove(channel);
    if (promise != null) {
      promise.complete(Outcome.DONE);
    }
  }

  private void free(Open open, MemoryFate fate) {
    if (fate == MemoryFate.FREE) {
      open.verticle.ifPresent(ChannelVerticle::closeEnds);
      memory.remove(open.address, open.bytes);
      lab.memory().release(open.address, open.bytes);
    }
  }

  /** The bus goes away with whatever is open. */
  Future<?> end() {
    List.copyOf(opens.keySet()).forEach(this::unmap);
    var rest = List.copyOf(opens.values());
    opens.clear();
    rest.forEach(open -> open.promise.tryFail("the bus of " + guest + " is gone"));
    closes.values().forEach(promise -> promise.tryComplete(Outcome.DONE));
    closes.clear();
    return Future.join(List.copyOf(leaving.values()))
        .transform(
            left -> {
              rest.forEach(open -> free(open, MemoryFate.FREE));
              return Future.succeededFuture();
            });
  }

  private String name(ChannelId channel) {
    return "channel " + guest + "." + channel;
  }
}
