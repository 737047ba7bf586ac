package io.hnswitch.lab;

import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.id.NicId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been read so far, with the places that later comparisons need. */
final class LabDraft {

  final LabReport report;
  final Map<String, SwitchSpec> switches = new LinkedHashMap<>();
  final Map<String, AdapterSpec> adapters = new LinkedHashMap<>();
  final Map<String, LinkSpec> links = new LinkedHashMap<>();
  final Map<String, GuestSpec> guests = new LinkedHashMap<>();
  final Map<String, FlowSpec> flows = new LinkedHashMap<>();

  final Map<String, CaptureSpec> captures = new LinkedHashMap<>();

  /** Where the NICs of a capture are named. */
  final Map<String, LabValue> capturePlaces = new LinkedHashMap<>();

  final Map<NicId, NicOrigin> origins = new LinkedHashMap<>();
  final Map<String, LabSection> adapterPlaces = new LinkedHashMap<>();
  final Map<String, List<LabValue>> linkEnds = new LinkedHashMap<>();

  /** For a link that is a tunnel, where its local address is. */
  final Map<String, LabValue> tunnelPlaces = new LinkedHashMap<>();

  /** For a link that ends at an interface, where its name is. */
  final Map<String, LabPlace> interfacePlaces = new LinkedHashMap<>();

  final Map<String, LabSection> guestPlaces = new LinkedHashMap<>();
  final Map<String, LabSection> flowPlaces = new LinkedHashMap<>();

  /** References in the order of the file: what each names, and of which kind it must be. */
  final Map<LabValue, Target> references = new LinkedHashMap<>();

  /** NICs that a mirror names, and the switch that it is of. */
  final Map<LabValue, On> mirrored = new LinkedHashMap<>();

  /** A NIC that must be on a switch. */
  record On(NicId nic, String switchName) {}

  /** What a reference may name. */
  enum Target {
    SWITCH,
    ADAPTER,
    NIC,
    /** A NIC or an adapter. */
    PORT
  }

  LabDraft(LabReport report) {
    this.report = report;
  }

  NicSpec nic(NicId id) {
    return guests.get(id.guest()).nics().get(id.nic());
  }
}
