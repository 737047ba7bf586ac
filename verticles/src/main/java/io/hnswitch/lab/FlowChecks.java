package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabProblem.Code;

/** Whether a flow's two ends can have it. */
final class FlowChecks {

  private static final int V4_HEADERS = 28;
  private static final int V6_HEADERS = 48;

  private final LabDraft draft;

  FlowChecks(LabDraft draft) {
    this.draft = draft;
  }

  void check(FlowSpec flow) {
    var place = draft.flowPlaces.get(flow.name());
    if (isHost(flow.from(), place, "from") & isHost(flow.to(), place, "to")) {
      var from = draft.nic(flow.from());
      var to = draft.nic(flow.to());
      check(
          flow,
          place,
          from,
          to,
          (EndpointSpec.Host) from.endpoint(),
          (EndpointSpec.Host) to.endpoint());
    }
  }

  private boolean isHost(NicId id, LabSection place, String key) {
    var guest = draft.guests.get(id.guest());
    var nic = guest == null ? null : guest.nics().get(id.nic());
    if (nic == null) {
      return false;
    }
    if (nic.endpoint() instanceof EndpointSpec.Host) {
      return true;
    }
    place
        .values()
        .get(key)
        .problem(
            Code.CONFLICT,
            place.place().path()
                + "."
                + key
                + " must be a NIC with an in-process host, "
                + id
                + " has none",
            "");
    return false;
  }

  private void check(
      FlowSpec flow,
      LabSection place,
      NicSpec from,
      NicSpec to,
      EndpointSpec.Host sender,
      EndpointSpec.Host receiver) {
    boolean v4 = has(sender, true) && has(receiver, true);
    if (!v4 && !(has(sender, false) && has(receiver, false))) {
      conflict(
          place, "to", flow.from() + " and " + flow.to() + " have no addresses of the same family");
      return;
    }
    int room = Math.min(from.mtu(), to.mtu()) - (v4 ? V4_HEADERS : V6_HEADERS);
    if (flow.size() > room) {
      conflict(place, "size", flow.size() + " bytes do not fit the MTU, at most " + room + " do");
    }
    if (flow.echo() && !receiver.answers().contains(HostAnswer.UDP_ECHO)) {
      conflict(place, "echo", flow.to() + " does not answer " + HostAnswer.UDP_ECHO.slug());
    }
  }

  private static boolean has(EndpointSpec.Host host, boolean v4) {
    return host.ips().stream().anyMatch(ip -> ip.address().isV4() == v4);
  }

  private void conflict(LabSection flow, String key, String what) {
    var place = flow.get(key).map(LabValue::place).orElse(flow.place());
    draft.report.problem(place, Code.CONFLICT, flow.place().path() + ": " + what);
  }
}
