package io.hnswitch.hn;

import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.vmbus.GuestMemory;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The memory of an hn that its host may use by the channel: what is the guest's, and what of it is
 * shared as a GPADL.
 */
final class SharedMemory {

  private final Lab lab;
  private final String guest;
  private final List<Share> shares = new ArrayList<>();
  private final Map<String, Region> owned = new HashMap<>();
  private ChannelId channel;
  private GuestMemory memory;

  /** Memory that the host has under a GPADL. */
  record Share(int gpadl, long address, long bytes) {}

  /** Memory of others that is the guest's. */
  private record Region(long address, long bytes) {}

  SharedMemory(Lab lab, String guest) {
    this.lab = lab;
    this.guest = guest;
  }

  private <R> Future<R> vmbus(VmbusControl request, Class<R> answer) {
    return lab.bus().request(VmbusAddresses.bus(guest), request, answer);
  }

  /** From now on memory is shared through this channel. */
  void opened(ChannelId offered, GuestMemory ofGuest) {
    channel = offered;
    memory = ofGuest;
  }

  /** Memory of hn's own is the guest's. */
  void add(long address, long bytes) {
    memory.add(address, bytes);
  }

  void remove(long address, long bytes) {
    memory.remove(address, bytes);
  }

  /**
   * Makes a GPADL of memory, which is given back to the lab when that fails, or when nobody wants
   * it any more.
   *
   * @param wanted whether who asked is still there
   * @param then takes the GPADL
   * @param failed hears why there is none
   */
  void share(
      long address, int bytes, BooleanSupplier wanted, IntConsumer then, Consumer<String> failed) {
    memory.add(address, bytes);
    var on = channel;
    vmbus(new VmbusControl.MakeGpadl(on, address, bytes), VmbusControl.GpadlMade.class)
        .onSuccess(
            made -> {
              var one = new Share(made.gpadl(), address, bytes);
              if (wanted.getAsBoolean()) {
                shares.add(one);
                then.accept(made.gpadl());
              } else {
                memory.remove(address, bytes);
                tear(on, one);
              }
            })
        .onFailure(
            cause -> {
              memory.remove(address, bytes);
              lab.memory().release(address, bytes);
              if (wanted.getAsBoolean()) {
                failed.accept(cause.getMessage());
              }
            });
  }

  List<Share> shares() {
    return List.copyOf(shares);
  }

  /** Nothing that was shared is the guest's any more. */
  void withdraw() {
    for (var one : shares) {
      memory.remove(one.address(), one.bytes());
    }
    shares.clear();
  }

  /** Ends shares of a channel that was closed, and gives their memory back. */
  Future<Void> tearWhenUnused(ChannelId gone, List<Share> list, Future<Void> unused) {
    var torn = unused.compose(done -> tearAll(gone, list));
    // Whoever keeps our frames for long keeps the memory, but not us.
    return unused.isComplete() ? torn : Future.succeededFuture();
  }

  private Future<Void> tearAll(ChannelId gone, List<Share> list) {
    Future<Void> all = Future.succeededFuture();
    for (var one : list) {
      all = all.compose(done -> tear(gone, one));
    }
    return all;
  }

  private Future<Void> tear(ChannelId gone, Share one) {
    return vmbus(new VmbusControl.TearGpadl(gone, one.gpadl()), Outcome.class)
        .transform(
            torn -> {
              lab.memory().release(one.address, one.bytes);
              return Future.succeededFuture();
            });
  }

  /** Gives the memory of shares back whose channel is gone. */
  void free(List<Share> list) {
    list.forEach(one -> lab.memory().release(one.address, one.bytes));
  }

  /** Registers memory that frames to transmit lie in, in place of what had the name before. */
  void own(String name, long address, long bytes) {
    if (memory == null) {
      return;
    }
    var region = new Region(address, bytes);
    var before = owned.get(name);
    if (!region.equals(before)) {
      if (before != null) {
        memory.remove(before.address, before.bytes);
      }
      memory.add(address, bytes);
      owned.put(name, region);
    }
  }

  /** Takes back every {@link #own}: whoever made the memory may free it. */
  void disown() {
    owned.values().forEach(region -> memory.remove(region.address, region.bytes));
    owned.clear();
  }
}
