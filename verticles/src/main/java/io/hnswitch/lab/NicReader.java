package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabProblem.Code;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.policy.PortPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads NICs over what they inherit: a key that the NIC does not have comes from its profile, else
 * from {@code defaults.nic}, else it is the built-in default. A key is inherited whole or not at
 * all.
 */
final class NicReader {

  private final LabDraft draft;
  private final DeviceReader devices;
  private final LabSection defaults;
  private final Map<String, LabSection> profiles = new LinkedHashMap<>();

  /** Also reads the defaults and profiles that nobody uses: they must be right all the same. */
  NicReader(LabDraft draft, LabSection spec) {
    this.draft = draft;
    this.devices = new DeviceReader(draft);
    this.defaults =
        spec.get("defaults")
            .flatMap(value -> value.object(LabObject.DEFAULTS).get("nic"))
            .map(value -> value.object(LabObject.LAYER))
            .orElse(LabSection.none(spec.place().key("defaults").key("nic"), draft.report));
    spec.get("profiles")
        .ifPresent(
            value ->
                value
                    .named()
                    .values()
                    .forEach((name, body) -> profiles.put(name, body.object(LabObject.LAYER))));
    checkLayer(defaults);
    profiles.values().forEach(this::checkLayer);
  }

  NicSpec nic(NicId id, LabSection own) {
    var section = own.over(profile(own)).over(defaults);
    var mac = section.get("mac").flatMap(DeviceReader::mac).orElse(NicSpec.DERIVED_MAC);
    var switchName = devices.switchName(section);
    var endpoint = new EndpointReader(draft.report).read(section);
    draft.origins.put(id, new NicOrigin(section, endpoint.ips(), endpoint.place()));
    return new NicSpec(
        id,
        mac,
        switchName,
        DeviceReader.mtu(section, NicSpec.DEFAULT_MTU),
        channels(section),
        offloads(section),
        up(section),
        DeviceReader.queue(section),
        PolicyReader.read(section, PortPolicy.NONE),
        endpoint.spec(),
        vf(section));
  }

  private LabSection profile(LabSection own) {
    var none = LabSection.none(own.place(), draft.report);
    return own.get("profile").map(value -> profile(value, none)).orElse(none);
  }

  private LabSection profile(LabValue value, LabSection none) {
    var name = value.text("the name of a profile");
    if (name.isPresent() && !profiles.containsKey(name.get())) {
      value.problem(
          Code.UNKNOWN_REFERENCE,
          "no profile " + Words.quote(name.get()) + " for " + value.place().path(),
          Words.nearest(name.get(), profiles.keySet()));
    }
    return name.map(profiles::get).orElse(none);
  }

  private void checkLayer(LabSection layer) {
    layer.get("switch").ifPresent(value -> devices.reference(value, LabDraft.Target.SWITCH));
    DeviceReader.mtu(layer, NicSpec.DEFAULT_MTU);
    channels(layer);
    offloads(layer);
    up(layer);
    DeviceReader.queue(layer);
    PolicyReader.read(layer, PortPolicy.NONE);
    vf(layer);
  }

  private static int channels(LabSection section) {
    return DeviceReader.number(
        section, "channels", 1, NicSpec.MAX_CHANNELS, NicSpec.DEFAULT_CHANNELS);
  }

  private static OffloadCaps offloads(LabSection section) {
    return section
        .get("offloads")
        .map(list -> DeviceReader.offloads(list, NicSpec.POSSIBLE_OFFLOADS.list()))
        .orElse(NicSpec.DEFAULT_OFFLOADS);
  }

  private static boolean up(LabSection section) {
    return section.get("up").map(value -> value.bool(true)).orElse(true);
  }

  private VfSpec vf(LabSection section) {
    var value = section.get("vf");
    if (value.isEmpty() || value.get().is("none")) {
      return VfSpec.NONE;
    }
    var vf = value.get().object(LabObject.VF);
    var attach = vf.get("attach").map(flag -> flag.bool(false)).orElse(false);
    return vf.require("adapter")
        .map(adapter -> devices.reference(adapter, LabDraft.Target.ADAPTER))
        .<VfSpec>map(adapter -> new VfSpec.From(adapter, attach))
        .orElse(VfSpec.NONE);
  }
}
