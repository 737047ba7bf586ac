package io.hnswitch.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Which devices go from one node to another when a lab becomes another. */
public final class LabMoves {

  private final LabSpec before;
  private final LabSpec after;

  private LabMoves(LabSpec before, LabSpec after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The lab as it is between the two: without the devices that another node is to have, and what
   * hangs on them. Equal to {@code before} when nothing moves.
   */
  public static LabSpec parted(LabSpec before, LabSpec after) {
    return new LabMoves(before, after).parted();
  }

  private LabSpec parted() {
    var adapters =
        only(
            before.adapters(),
            adapter ->
                stays(before.placeOfAdapter(adapter.name()), after.placeOfAdapter(adapter.name()))
                    && staysSwitch(adapter.switchName()));
    var guests =
        only(
            before.guests(),
            guest ->
                stays(before.placeOfGuest(guest.name()), after.placeOfGuest(guest.name()))
                    && guest.nics().values().stream()
                        .allMatch(nic -> staysSwitch(nic.switchName()) && hasVf(nic, adapters)));
    if (guests.size() == before.guests().size()
        && adapters.size() == before.adapters().size()
        && before.switches().keySet().stream().allMatch(this::staysSwitch)) {
      return before;
    }
    var switches = only(before.switches(), one -> staysSwitch(one.name()));
    switches.replaceAll((name, one) -> withoutPins(one, guests, adapters));
    return before
        .withSwitches(switches)
        .withAdapters(adapters)
        .withLinks(
            only(
                before.links(),
                link ->
                    link.nic()
                        .map(nic -> guests.containsKey(nic.guest()))
                        .orElseGet(() -> adapters.keySet().containsAll(link.endpoints()))))
        .withGuests(guests)
        .withFlows(
            only(
                before.flows(),
                flow ->
                    guests.containsKey(flow.from().guest())
                        && guests.containsKey(flow.to().guest())));
  }

  private static boolean hasVf(NicSpec nic, Map<String, AdapterSpec> adapters) {
    return switch (nic.vf()) {
      case VfSpec.From(var adapter, _) -> adapters.containsKey(adapter);
      case VfSpec.None _ -> true;
    };
  }

  private boolean staysSwitch(String name) {
    return stays(before.placeOfSwitch(name), after.placeOfSwitch(name));
  }

  /** What is not in the later lab goes in its turn. */
  private static boolean stays(String from, String to) {
    return to.isEmpty() || from.equals(to);
  }

  private static SwitchSpec withoutPins(
      SwitchSpec one, Map<String, GuestSpec> guests, Map<String, AdapterSpec> adapters) {
    var statics = new LinkedHashMap<>(one.statics());
    statics
        .values()
        .removeIf(
            port ->
                port.indexOf(':') < 0
                    ? !adapters.containsKey(port)
                    : !guests.containsKey(port.substring(0, port.indexOf(':'))));
    var mirrors = new LinkedHashMap<>(one.mirrors());
    mirrors
        .values()
        .removeIf(
            mirror ->
                !guests.containsKey(mirror.to().guest())
                    || mirror.source().stream().anyMatch(nic -> !guests.containsKey(nic.guest())));
    return new SwitchSpec(one.name(), one.aging(), statics, one.multicast(), mirrors, one.place());
  }

  private static <T> Map<String, T> only(Map<String, T> all, Predicate<T> wanted) {
    var some = new LinkedHashMap<>(all);
    some.values().removeIf(wanted.negate());
    return some;
  }
}
