package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import io.hnswitch.sysctl.Tunable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/** The file's frame: version, metadata, and the order in which the parts are read. */
final class LabReader {

  private static final int TEXT_MAX = 200;

  private final LabReport report;
  private LabPlaces places = LabPlaces.NONE;

  LabReader(LabReport report) {
    this.report = report;
  }

  /** The lab, or nothing when the report has a problem. */
  Optional<LabSpec> read(Node top) {
    var file = new LabValue(top, LabPlace.START, report).object(LabObject.FILE);
    exactly(file, "apiVersion", LabSpec.API_VERSION);
    exactly(file, "kind", LabSpec.KIND);
    var metadata =
        file.require("metadata").map(value -> metadata(value.object(LabObject.METADATA)));
    var spec =
        file.require("spec")
            .map(value -> value.object(LabObject.SPEC))
            .orElse(LabSection.none(file.place().key("spec"), report));

    long seed =
        spec.get("seed")
            .map(value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE, LabSpec.DEFAULT_SEED))
            .orElse(LabSpec.DEFAULT_SEED);
    spec.get("clock").ifPresent(this::clock);
    var tunables = spec.get("tunables").map(this::tunables).orElse(Map.of());

    var draft = new LabDraft(report);
    var devices = new DeviceReader(draft);
    spec.get("switches").ifPresent(devices::switches);
    spec.get("adapters").ifPresent(devices::adapters);
    spec.get("links").ifPresent(new LinkReader(draft, devices)::links);
    var nics = new NicReader(draft, spec);
    spec.get("guests").ifPresent(value -> new GuestReader(draft, nics).guests(value));
    spec.get("flows").ifPresent(new FlowReader(draft)::flows);
    spec.get("captures").ifPresent(new CaptureReader(draft)::captures);
    new LabChecks(draft).run();
    if (report.isClean()) {
      places = LabPlaces.of(draft);
    }

    return metadata
        .filter(_ -> report.isClean())
        .map(
            meta ->
                new LabSpec(
                    meta,
                    seed,
                    LabClock.REAL,
                    tunables,
                    draft.switches,
                    draft.adapters,
                    draft.links,
                    draft.guests,
                    draft.flows,
                    draft.captures));
  }

  /** Where the devices of the lab are that was read. */
  LabPlaces places() {
    return places;
  }

  private static void exactly(LabSection file, String key, String wanted) {
    file.require(key)
        .filter(value -> !value.is(wanted))
        .ifPresent(
            value -> value.problem(Code.BAD_VALUE, key + " must be \"" + wanted + "\"", wanted));
  }

  private LabMetadata metadata(LabSection section) {
    var name = section.require("name").flatMap(value -> value.text("a name"));
    if (name.isPresent() && !LabName.isValid(name.get())) {
      section
          .values()
          .get("name")
          .problem(
              Code.BAD_NAME,
              "bad name " + Words.quote(name.get()) + " in metadata: must match " + LabName.SHAPE,
              LabName.guess(name.get()));
    }
    var title = section.get("title").map(LabReader::line).orElse("");
    var labels = new TreeMap<String, String>();
    section
        .get("labels")
        .map(LabValue::named)
        .ifPresent(named -> named.values().forEach((key, value) -> labels.put(key, line(value))));
    return new LabMetadata(name.filter(LabName::isValid).orElse("lab"), title, labels);
  }

  /** Text that is one printable line. */
  private static String line(LabValue value) {
    var text = value.text("text").orElse("");
    if (text.length() > TEXT_MAX || !Words.line(text).equals(text)) {
      value.bad("must be one line of at most " + TEXT_MAX + " characters", "");
      return "";
    }
    return text;
  }

  private void clock(LabValue value) {
    var words = Arrays.stream(LabClock.values()).map(LabClock::slug).toList();
    var word = value.choice(words).orElse("");
    if (word.equals(LabClock.VIRTUAL.slug())) {
      value.problem(
          Code.NOT_AVAILABLE, "\"virtual\" in spec.clock is not available in this version", "");
    }
  }

  private Map<Tunable, Integer> tunables(LabValue value) {
    var tunables = new EnumMap<Tunable, Integer>(Tunable.class);
    var section = value.free();
    section.values().forEach((key, number) -> tunable(section, key, number, tunables));
    boolean transparent = tunables.getOrDefault(Tunable.VF_TRANSPARENT, 0) != 0;
    for (var entry : tunables.entrySet()) {
      var tunable = entry.getKey();
      int effective = tunable.effective(entry.getValue(), transparent);
      if (effective != entry.getValue()) {
        warnReplaced(section, tunable, entry.getValue(), effective);
        entry.setValue(effective);
      }
    }
    return tunables;
  }

  private void tunable(
      LabSection section, String key, LabValue number, Map<Tunable, Integer> tunables) {
    var tunable = Tunable.ofKey(key);
    if (tunable.isPresent()) {
      var known = tunable.get();
      long set = number.integer(known.min(), known.max(), known.initial());
      tunables.put(known, (int) set);
    } else if (!key.startsWith("x-")) {
      var keys = Arrays.stream(Tunable.values()).map(Tunable::key).toList();
      report.problem(
          number.keyPlace(),
          Code.UNKNOWN_KEY,
          "unknown tunable " + Words.quote(key) + " in " + section.place().subject(),
          nearestTunable(key, keys));
    }
  }

  /** The prefix is long: without it a guess would accept any name. */
  private static String nearestTunable(String key, List<String> keys) {
    var bare = key.startsWith(Tunable.PREFIX) ? key.substring(Tunable.PREFIX.length()) : key;
    var near =
        Words.nearest(bare, keys.stream().map(k -> k.substring(Tunable.PREFIX.length())).toList());
    return near.isEmpty() ? "" : Tunable.PREFIX + near;
  }

  private static void warnReplaced(LabSection section, Tunable tunable, int value, int by) {
    section
        .values()
        .get(tunable.key())
        .warning(
            Code.REPLACED_VALUE,
            tunable.key()
                + " "
                + value
                + " is replaced by "
                + by
                + ": "
                + tunable.replacedBecause());
  }
}
