package io.hnswitch.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns counters that only grow, read now and then, into rates. */
final class Rates {

  private static final double NANOS = 1e9;

  private Map<String, Reading> before = Map.of();

  /**
   * Counters of one direction of a NIC.
   *
   * @param vfFrames those of {@code frames} that took the VF
   */
  record Count(long frames, long vfFrames, long bytes) {

    Speed since(Count that, double seconds) {
      double all = each(frames - that.frames, seconds);
      double vf = each(vfFrames - that.vfFrames, seconds);
      return new Speed(all, Math.min(vf, all), 8 * each(bytes - that.bytes, seconds));
    }

    /** A NIC that was made anew counts from 0 again: nothing can be said then. */
    private static double each(long count, double seconds) {
      return count <= 0 || seconds <= 0 ? 0 : count / seconds;
    }
  }

  /** Frames in a second on both paths, those by the VF, and bits in a second. */
  record Speed(double frames, double vfFrames, double bits) {

    static final Speed ZERO = new Speed(0, 0, 0);

    Speed plus(Speed that) {
      return new Speed(frames + that.frames, vfFrames + that.vfFrames, bits + that.bits);
    }

    double syntheticFrames() {
      return frames - vfFrames;
    }
  }

  /**
   * The counters of a NIC at a moment.
   *
   * @param nanos monotonic time
   */
  record Reading(String nic, String path, long nanos, Count sent, Count received) {

    /** What happened in each second between an earlier reading and this one. */
    Rate since(Reading that) {
      double seconds = (nanos - that.nanos) / NANOS;
      return new Rate(
          nic, path, sent.since(that.sent, seconds), received.since(that.received, seconds));
    }
  }

  /** How fast a NIC is. */
  record Rate(String nic, String path, Speed sent, Speed received) {}

  /** Takes the next readings; nothing can be said of a NIC that was not among the last ones. */
  List<Rate> next(List<Reading> readings) {
    var now = new HashMap<String, Reading>();
    readings.forEach(reading -> now.put(reading.nic(), reading));
    var rates =
        readings.stream()
            .filter(reading -> before.containsKey(reading.nic()))
            .map(reading -> reading.since(before.get(reading.nic())))
            .toList();
    before = now;
    return rates;
  }

  /** Forgets the last readings. */
  void reset() {
    before = Map.of();
  }
}
