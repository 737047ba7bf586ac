package io.hnswitch.console.metrics;

import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.DeviceLedger;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dropped frames by switch. A drop is put to the switch that its device hangs on when it is read
 * for the first time, and stays there: so no sum ever becomes less, whatever becomes of devices.
 */
final class DropBook {

  /** What is put to no switch: it is not there any more, or its device came and went unseen. */
  static final String GONE = "";

  private final Map<String, Map<DropReason, Long>> read = new HashMap<>();
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Map<DropReason, Long>> sums = new TreeMap<>();

  /**
   * Reads the accounts.
   *
   * @param accounts of all devices that ever were
   * @param switchOf by the device's name in the ledger
   */
  void read(List<DeviceLedger.Account> accounts, Map<String, String> switchOf) {
    places.putAll(switchOf);
    for (var account : accounts) {
      var before = read.getOrDefault(account.device(), Map.of());
      var at = sums(places.getOrDefault(account.device(), GONE));
      account
          .dropped()
          .forEach(
              (reason, frames) ->
                  at.merge(reason, frames - before.getOrDefault(reason, 0L), Long::sum));
      read.put(account.device(), account.dropped());
    }
  }

  private Map<DropReason, Long> sums(String virtualSwitch) {
    return sums.computeIfAbsent(virtualSwitch, first -> new EnumMap<>(DropReason.class));
  }

  /** Puts what a switch has that is not there any more to {@link #GONE}. */
  void keep(Collection<String> switches) {
    var left = sums.keySet().stream().filter(name -> !switches.contains(name)).toList();
    for (var name : left) {
      if (!name.equals(GONE)) {
        sums.remove(name).forEach((reason, frames) -> sums(GONE).merge(reason, frames, Long::sum));
      }
    }
    places.values().removeIf(name -> !switches.contains(name));
  }

  /** Every reason at each of the switches, and what else there is. */
  void show(Collection<String> switches, Samples into) {
    for (var name : switches) {
      var dropped = sums(name);
      for (var reason : DropReason.values()) {
        into.add(Metric.FRAMES_DROPPED, dropped.getOrDefault(reason, 0L), name, reason.slug());
      }
    }
    sums.getOrDefault(GONE, Map.of())
        .forEach(
            (reason, frames) -> {
              if (frames > 0) {
                into.add(Metric.FRAMES_DROPPED, frames, GONE, reason.slug());
              }
            });
  }
}
