package io.hnswitch.ledger;

import io.hnswitch.frame.DropReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The frame account of one device. Always true, at every message boundary of the device:
 *
 * <pre>entered + in + created + wiredIn = out + delivered + filtered + wiredOut + dropped + held
 * </pre>
 *
 * <p>Written by the device's event loop only. Reading it elsewhere gives values that may be of
 * slightly different moments.
 */
public final class DeviceLedger {

  private final String device;
  private final long[] dropped = new long[DropReason.count()];
  private final LongSupplier held;
  private long entered;
  private long in;
  private long created;
  private long out;
  private long delivered;
  private long filtered;
  private long wiredIn;
  private long wiredOut;

  /**
   * @param device id that people see, like {@code hn a:hn0}
   * @param held counts the frames inside the device at this moment, from its own structures
   */
  public DeviceLedger(String device, LongSupplier held) {
    this.device = device;
    this.held = held;
  }

  public String device() {
    return device;
  }

  /** Frames that came into the lab here. */
  public void entered(int frames) {
    entered += frames;
  }

  /** Frames received from another device. */
  public void in(int frames) {
    in += frames;
  }

  /** Frames made here: copies for a further receiver, segments beyond the first. */
  public void created(int frames) {
    created += frames;
  }

  /** Frames handed to another device. */
  public void out(int frames) {
    out += frames;
  }

  /** Frames that left the lab at their destination. */
  public void delivered(int frames) {
    delivered += frames;
  }

  /** Frames passed over because they are for somebody else (receive filter). */
  public void filtered(int frames) {
    filtered += frames;
  }

  /** Frames that came from another node. */
  public void wiredIn(int frames) {
    wiredIn += frames;
  }

  /** Frames that another node has said it has; until then they are held here. */
  public void wiredOut(int frames) {
    wiredOut += frames;
  }

  /** Frames that ended here without being delivered. */
  public void dropped(DropReason reason, int frames) {
    dropped[reason.ordinal()] += frames;
  }

  public long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  void add(Account that) {
    entered += that.entered;
    in += that.in;
    created += that.created;
    out += that.out;
    delivered += that.delivered;
    filtered += that.filtered;
    wiredIn += that.wiredIn;
    wiredOut += that.wiredOut;
    that.dropped.forEach((reason, frames) -> dropped[reason.ordinal()] += frames);
  }

  /** What the equation leaves over now. */
  long unaccounted() {
    long sum =
        entered + in + created + wiredIn - out - delivered - filtered - wiredOut - held.getAsLong();
    for (long frames : dropped) {
      sum -= frames;
    }
    return sum;
  }

  /** The account at this moment. */
  public Account account() {
    var reasons = new EnumMap<DropReason, Long>(DropReason.class);
    for (int i = 0; i < dropped.length; i++) {
      if (dropped[i] != 0) {
        reasons.put(DropReason.of(i), dropped[i]);
      }
    }
    return new Account(
        device,
        entered,
        in,
        created,
        wiredIn,
        out,
        delivered,
        filtered,
        wiredOut,
        reasons,
        held.getAsLong());
  }

  /**
   * A device's account at one moment, all in frames.
   *
   * @param wiredIn frames that came from another node
   * @param wiredOut frames that another node has taken
   * @param held frames inside the device
   */
  public record Account(
      String device,
      long entered,
      long in,
      long created,
      long wiredIn,
      long out,
      long delivered,
      long filtered,
      long wiredOut,
      Map<DropReason, Long> dropped,
      long held) {

    public Account {
      dropped = dropped.isEmpty() ? Map.of() : Collections.unmodifiableMap(dropped);
    }

    Account plus(Account that) {
      var reasons = new EnumMap<DropReason, Long>(DropReason.class);
      reasons.putAll(dropped);
      that.dropped.forEach((reason, frames) -> reasons.merge(reason, frames, Long::sum));
      return new Account(
          device,
          entered + that.entered,
          in + that.in,
          created + that.created,
          wiredIn + that.wiredIn,
          out + that.out,
          delivered + that.delivered,
          filtered + that.filtered,
          wiredOut + that.wiredOut,
          reasons,
          held + that.held);
    }

    public long droppedTotal() {
      long total = 0;
      for (long frames : dropped.values()) {
        total += frames;
      }
      return total;
    }

    /** What the equation leaves over: always 0. */
    public long unaccounted() {
      return entered
          + in
          + created
          + wiredIn
          - out
          - delivered
          - filtered
          - wiredOut
          - droppedTotal()
          - held;
    }
  }
}
