package io.hnswitch.lab;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.lab.LabProblem.Code;
import java.util.Optional;
import java.util.TreeSet;

/** Whether what is plugged into a switch can be where the switch is. */
final class PlaceChecks {

  private final LabDraft draft;

  PlaceChecks(LabDraft draft) {
    this.draft = draft;
  }

  void run() {
    draft.adapters.values().forEach(this::adapter);
    draft.guests.values().forEach(this::guest);
    draft.captures.forEach(this::capture);
    mirrors();
  }

  private void adapter(AdapterSpec adapter) {
    agrees(draft.adapterPlaces.get(adapter.name()), adapter.switchName());
  }

  private void guest(GuestSpec guest) {
    var section = draft.guestPlaces.get(guest.name());
    NicSpec first = null;
    for (var nic : guest.nics().values()) {
      if (!draft.switches.containsKey(nic.switchName())) {
        continue;
      }
      agrees(section, nic.switchName());
      if (first == null) {
        first = nic;
      } else if (!place(nic.switchName()).equals(place(first.switchName()))) {
        draft.report.problem(
            draft.origins.get(nic.id()).of("switch"),
            Code.CONFLICT,
            section.place().path()
                + " would be in two places: "
                + first.id().nic()
                + " is on "
                + where(first.switchName())
                + ", "
                + nic.id().nic()
                + " on "
                + where(nic.switchName()));
      }
    }
  }

  /** Mirrors are of NICs of their switch. */
  void mirrors() {
    draft.mirrored.forEach(this::mirrored);
  }

  private void mirrored(LabValue value, LabDraft.On on) {
    var guest = draft.guests.get(on.nic().guest());
    var nic = guest == null ? null : guest.nics().get(on.nic().nic());
    if (nic != null && !nic.switchName().equals(on.switchName())) {
      value.problem(
          Code.CONFLICT,
          value.place().path()
              + " "
              + on.nic()
              + " is on "
              + nic.switchName()
              + ": a mirror is of NICs of its own switch",
          "");
    }
  }

  /** Its frames are in one memory. */
  private void capture(String capturing, CaptureSpec capture) {
    var places = new TreeSet<String>();
    for (var at : capture.at()) {
      switchOf(at).filter(draft.switches::containsKey).ifPresent(name -> places.add(place(name)));
    }
    if (places.size() > 1) {
      var value = draft.capturePlaces.get(capturing);
      value.problem(
          Code.CONFLICT,
          value.place().path() + " would be in several places: " + String.join(", ", places),
          "");
    }
  }

  private Optional<String> switchOf(CapturePlace at) {
    return switch (at) {
      case CapturePlace.Nic(var id) ->
          Optional.ofNullable(draft.guests.get(id.guest()))
              .map(guest -> guest.nics().get(id.nic()))
              .map(NicSpec::switchName);
      case CapturePlace.Wire(var adapter) ->
          Optional.ofNullable(draft.adapters.get(adapter)).map(AdapterSpec::switchName);
    };
  }

  /** A place that is said for an object must be its switch's. */
  private void agrees(LabSection object, String switchName) {
    var place = DeviceReader.node(object);
    if (place.isEmpty()
        || !draft.switches.containsKey(switchName)
        || place.equals(place(switchName))) {
      return;
    }
    var value = object.values().get("place");
    value.problem(
        Code.CONFLICT,
        value.place().path() + " " + place + " is not that of its switch " + where(switchName),
        place(switchName));
  }

  private String place(String switchName) {
    return draft.switches.get(switchName).place();
  }

  private String where(String switchName) {
    var place = place(switchName);
    return switchName + (place.isEmpty() ? ", which has no place" : " at " + place);
  }
}
