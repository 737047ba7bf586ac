package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabProblem.Code;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads guests and multiplies those with a {@code count:}. */
final class GuestReader {

  private final LabDraft draft;
  private final NicReader nics;

  GuestReader(LabDraft draft, NicReader nics) {
    this.draft = draft;
    this.nics = nics;
  }

  void guests(LabValue value) {
    value.named().values().forEach(this::guest);
  }

  private void guest(String name, LabValue value) {
    var section = value.object(LabObject.GUEST);
    var read = new LinkedHashMap<String, NicSpec>();
    section
        .require("nics")
        .ifPresent(
            map ->
                map.named()
                    .values()
                    .forEach((nic, body) -> read.put(nic, nic(new NicId(name, nic), body))));
    var guest = new GuestSpec(name, read);
    DeviceReader.node(section);
    var count = section.get("count");
    if (count.isEmpty()) {
      add(List.of(guest), section, value);
    } else {
      add(numbered(guest, count.get()), section, value);
    }
  }

  private NicSpec nic(NicId id, LabValue body) {
    return nics.nic(id, body.object(LabObject.NIC));
  }

  private List<GuestSpec> numbered(GuestSpec guest, LabValue count) {
    int wanted = (int) count.integer(1, GuestSpec.MAX_COUNT, 1);
    if (wanted * guest.nics().size() > LabSpec.MAX_NICS) {
      tooMany(count);
      return List.of(guest);
    }
    var obstacle = GuestNumbering.obstacle(guest, wanted);
    if (!obstacle.isEmpty()) {
      count.bad(wanted + " does not work: " + obstacle, "");
      return List.of(guest);
    }
    var all = GuestNumbering.expand(guest, wanted);
    for (var one : all) {
      for (var nic : one.nics().keySet()) {
        var origin = draft.origins.get(new NicId(guest.name(), nic));
        draft.origins.put(new NicId(one.name(), nic), origin);
      }
    }
    guest.nics().values().forEach(nic -> draft.origins.remove(nic.id()));
    return all;
  }

  private void add(List<GuestSpec> guests, LabSection section, LabValue value) {
    for (var guest : guests) {
      if (draft.origins.size() > LabSpec.MAX_NICS) {
        tooMany(value);
        guest.nics().values().forEach(nic -> draft.origins.remove(nic.id()));
      } else if (draft.guests.putIfAbsent(guest.name(), guest) != null) {
        draft.report.problem(
            value.keyPlace(),
            Code.CONFLICT,
            "guest " + guest.name() + " of " + value.place().path() + " is there already");
      } else {
        draft.guestPlaces.put(guest.name(), section);
      }
    }
  }

  private static void tooMany(LabValue value) {
    value.problem(Code.TOO_LARGE, "the lab has more than " + LabSpec.MAX_NICS + " NICs", "");
  }
}
