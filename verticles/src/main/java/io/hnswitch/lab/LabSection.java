package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping of the file, its keys checked once when it is made. */
final class LabSection {

  private final LabPlace place;
  private final LabReport report;
  private final Map<String, LabValue> values;
  private final boolean real;
  private boolean rejected;

  private LabSection(LabPlace place, LabReport report, Map<String, LabValue> values, boolean real) {
    this.place = place;
    this.report = report;
    this.values = values;
    this.real = real;
  }

  /** In place of one that is missing or no mapping: nothing is there and nothing is missed. */
  static LabSection none(LabPlace place, LabReport report) {
    return new LabSection(place, report, new LinkedHashMap<>(), false);
  }

  /** An object: keys of its kind, and free ones that begin with {@code x-}. */
  static LabSection object(MappingNode node, LabObject kind, LabPlace place, LabReport report) {
    var section = free(node, place, report);
    section
        .values
        .entrySet()
        .removeIf(entry -> !section.accepts(kind, entry.getKey(), entry.getValue()));
    return section;
  }

  /** A mapping from names that the file chooses; entries with bad names are left out. */
  static LabSection named(MappingNode node, LabPlace place, LabReport report) {
    var section = free(node, place, report);
    section.values.entrySet().removeIf(entry -> !section.isNamed(entry.getValue(), entry.getKey()));
    return section;
  }

  /** A mapping from any text. */
  static LabSection free(MappingNode node, LabPlace place, LabReport report) {
    var section = new LabSection(place, report, new LinkedHashMap<>(), true);
    for (var tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        section.add(key, new LabValue(tuple.getValueNode(), key, place, report));
      } else {
        report.problem(
            place.at(tuple.getKeyNode()),
            Code.WRONG_TYPE,
            "a key in "
                + place.subject()
                + " must be text, not "
                + LabValue.describe(tuple.getKeyNode()));
      }
    }
    return section;
  }

  LabPlace place() {
    return place;
  }

  Map<String, LabValue> values() {
    return values;
  }

  Optional<LabValue> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** True when the file has nothing here, not even a key that was refused. */
  boolean isEmpty() {
    return real && values.isEmpty() && !rejected;
  }

  /** The value of a key that must be there. */
  Optional<LabValue> require(String key) {
    var value = get(key);
    if (value.isEmpty() && real) {
      report.problem(place, Code.MISSING_KEY, "missing key \"" + key + "\" in " + place.subject());
    }
    return value;
  }

  /** This section, with what it does not have taken from another one. */
  LabSection over(LabSection that) {
    var merged = new LinkedHashMap<>(values);
    that.values.forEach(merged::putIfAbsent);
    return new LabSection(place, report, merged, real);
  }

  private void add(ScalarNode key, LabValue value) {
    var first = values.putIfAbsent(key.getValue(), value);
    if (first != null) {
      report.problem(
          value.keyPlace(),
          Code.DUPLICATE_KEY,
          "key "
              + Words.quote(key.getValue())
              + " in "
              + place.subject()
              + " is already on line "
              + first.keyPlace().line());
    }
  }

  private boolean accepts(LabObject kind, String key, LabValue value) {
    if (kind.keys().contains(key)) {
      return true;
    }
    rejected = true;
    if (kind.later().contains(key)) {
      report.problem(
          value.keyPlace(),
          Code.NOT_AVAILABLE,
          "\"" + key + "\" in " + place.subject() + " is not available in this version");
    } else if (!key.startsWith("x-")) {
      report.problem(
          value.keyPlace(),
          Code.UNKNOWN_KEY,
          "unknown key " + Words.quote(key) + " in " + place.subject(),
          Words.nearest(key, kind.keys()));
    }
    return false;
  }

  private boolean isNamed(LabValue value, String name) {
    if (LabName.isValid(name)) {
      return true;
    }
    report.problem(
        value.keyPlace(),
        Code.BAD_NAME,
        "bad name "
            + Words.quote(name)
            + " in "
            + place.subject()
            + ": must match "
            + LabName.SHAPE,
        LabName.guess(name));
    return false;
  }
}
