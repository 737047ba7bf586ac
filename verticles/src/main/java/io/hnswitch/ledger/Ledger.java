package io.hnswitch.ledger;

import io.hnswitch.frame.DropReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The frame account of a whole lab on this node: the sum over its devices. A device that is removed
 * leaves its totals behind, so a VF that comes and goes loses nothing from the books.
 *
 * <p>Taken on the lab's event loop, {@link #total} is exact: then no device is in the middle of a
 * burst, and what is on the bus shows as {@link Total#inTransit()}.
 */
public final class Ledger {

  private final Map<String, DeviceLedger> devices = new ConcurrentHashMap<>();
  private final Map<String, DeviceLedger> gone = new ConcurrentHashMap<>();
  private final List<Arrivals> arrivals = new CopyOnWriteArrayList<>();

  /**
   * Opens a device's account, or goes on with the one it left.
   *
   * @throws IllegalStateException when a device of that name has one open
   */
  public DeviceLedger open(String device, LongSupplier held) {
    var ledger = new DeviceLedger(device, held);
    if (devices.putIfAbsent(device, ledger) != null) {
      throw new IllegalStateException("device has an open account: " + device);
    }
    return ledger;
  }

  /** Closes a device's account; its totals stay in the books. */
  public void close(DeviceLedger ledger) {
    if (devices.remove(ledger.device(), ledger)) {
      var last = ledger.account();
      gone.merge(ledger.device(), frozen(last, null), (old, ignored) -> frozen(last, old));
    }
  }

  private static DeviceLedger frozen(DeviceLedger.Account last, DeviceLedger before) {
    long held = last.held() + (before == null ? 0 : before.account().held());
    var sum = new DeviceLedger(last.device(), () -> held);
    sum.add(last);
    if (before != null) {
      sum.add(before.account());
    }
    return sum;
  }

  /** Makes what arrives at a destination part of {@link #arrivals()}, for good. */
  public Arrivals newArrivals() {
    var fresh = new Arrivals();
    arrivals.add(fresh);
    return fresh;
  }

  /** The destination goes on at another node, and with it what has arrived there. */
  public void handOver(Arrivals gone) {
    arrivals.remove(gone);
  }

  /** Numbered frames at all destinations of the lab. */
  public Arrivals.Sums arrivals() {
    var sums = new Arrivals.Sums(0, 0, 0, 0);
    for (var one : arrivals) {
      sums = sums.plus(one.sums());
    }
    return sums;
  }

  /** One account per device, in the order of names; what removed devices left is added in. */
  public List<DeviceLedger.Account> accounts() {
    var byName = new TreeMap<String, DeviceLedger.Account>();
    gone.forEach((name, ledger) -> byName.put(name, ledger.account()));
    devices.forEach(
        (name, ledger) -> byName.merge(name, ledger.account(), DeviceLedger.Account::plus));
    return List.copyOf(byName.values());
  }

  /** Whether every open account balances now; cheaper than {@link #total}, for frequent checks. */
  public boolean balances() {
    for (var ledger : devices.values()) {
      if (ledger.unaccounted() != 0) {
        return false;
      }
    }
    return true;
  }

  /** The whole lab. */
  public Total total() {
    long entered = 0;
    long created = 0;
    long delivered = 0;
    long filtered = 0;
    long wiredIn = 0;
    long wiredOut = 0;
    long held = 0;
    long out = 0;
    long in = 0;
    long unaccounted = 0;
    var dropped = new EnumMap<DropReason, Long>(DropReason.class);
    for (var account : accounts()) {
      entered += account.entered();
      created += account.created();
      delivered += account.delivered();
      filtered += account.filtered();
      wiredIn += account.wiredIn();
      wiredOut += account.wiredOut();
      held += account.held();
      out += account.out();
      in += account.in();
      unaccounted += account.unaccounted();
      account.dropped().forEach((reason, frames) -> dropped.merge(reason, frames, Long::sum));
    }
    return new Total(
        entered,
        created,
        wiredIn,
        delivered,
        filtered,
        wiredOut,
        Collections.unmodifiableMap(dropped),
        held,
        out - in,
        unaccounted);
  }

  /**
   * The books of this node's part of the lab, in frames: {@code sent + created + wiredIn =
   * delivered + filtered + wiredOut + dropped + held + inTransit + unaccounted}. Summed over the
   * nodes, and when nothing is held, {@code wiredIn} and {@code wiredOut} are equal.
   *
   * @param sent frames that entered at endpoints
   * @param created copies for further receivers and segments beyond the first
   * @param wiredIn that came from other nodes
   * @param wiredOut that other nodes have said they have
   * @param held inside devices, and sent to another node that has not said yet whether it has them
   * @param inTransit on the bus between devices
   * @param unaccounted always 0
   */
  public record Total(
      long sent,
      long created,
      long wiredIn,
      long delivered,
      long filtered,
      long wiredOut,
      Map<DropReason, Long> dropped,
      long held,
      long inTransit,
      long unaccounted) {

    public long droppedTotal() {
      long total = 0;
      for (long frames : dropped.values()) {
        total += frames;
      }
      return total;
    }

    public long inFlight() {
      return held + inTransit;
    }
  }
}
