package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import java.util.Optional;

/** Reads the flows that run from the start. */
final class FlowReader {

  private final LabDraft draft;

  FlowReader(LabDraft draft) {
    this.draft = draft;
  }

  void flows(LabValue value) {
    value.named().values().forEach(this::flow);
  }

  private void flow(String name, LabValue value) {
    var section = value.object(LabObject.FLOW);
    var from = section.require("from").flatMap(this::end);
    var to = section.require("to").flatMap(this::end);
    int udp = DeviceReader.number(section, "udp", 1, 65_535, FlowSpec.DEFAULT_UDP);
    var rate = section.get("rate").map(FlowReader::rate).orElse(FlowSpec.DEFAULT_RATE);
    long size =
        section
            .get("size")
            .map(
                text ->
                    text.unit(
                        Units.SIZE,
                        (long) FlowSpec.MIN_SIZE,
                        (long) FlowSpec.MAX_SIZE,
                        (long) FlowSpec.DEFAULT_SIZE))
            .orElse((long) FlowSpec.DEFAULT_SIZE);
    long count =
        section.get("count").map(number -> number.integer(0, Long.MAX_VALUE, 0)).orElse(0L);
    boolean echo = section.get("echo").map(flag -> flag.bool(true)).orElse(true);
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    if (from.equals(to)) {
      section.values().get("to").bad("must be another NIC than from", "");
      return;
    }
    draft.flowPlaces.put(name, section);
    draft.flows.put(
        name, new FlowSpec(name, from.get(), to.get(), udp, rate, (int) size, count, echo));
  }

  private Optional<NicId> end(LabValue value) {
    var id = value.parsed("the id of a NIC like \"a:hn0\"", NicId::parse);
    id.ifPresent(_ -> draft.references.put(value, LabDraft.Target.NIC));
    return id;
  }

  private static Rate rate(LabValue value) {
    return value.is("max")
        ? Rate.MAX
        : new Rate(value.unit(Units.RATE, 1L, Rate.LIMIT, FlowSpec.DEFAULT_RATE.pps()));
  }
}
