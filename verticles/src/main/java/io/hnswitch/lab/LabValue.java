package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the file with its place. Reading it as what it is not notes a problem and gives the
 * default or nothing, so that reading goes on.
 */
final class LabValue {

  private final Node node;
  private final LabPlace keyPlace;
  private final LabPlace place;
  private final LabReport report;

  /** The value of a key. */
  LabValue(Node node, ScalarNode key, LabPlace parent, LabReport report) {
    this.node = node;
    this.keyPlace = parent.key(key.getValue()).at(key);
    this.place = keyPlace.at(node);
    this.report = report;
  }

  /** A value without a key: the whole file, or an item of a list. */
  LabValue(Node node, LabPlace place, LabReport report) {
    this.node = node;
    this.keyPlace = place;
    this.place = place.at(node);
    this.report = report;
  }

  LabPlace place() {
    return place;
  }

  /** Where the key is; for an item of a list, where its list is. */
  LabPlace keyPlace() {
    return keyPlace;
  }

  /** True for exactly this plain or quoted word. */
  boolean is(String word) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Whether it is a word that holds a character. */
  boolean has(char character) {
    return node instanceof ScalarNode scalar && scalar.getValue().indexOf(character) >= 0;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  LabSection object(LabObject kind) {
    return mapping((mapping, at) -> LabSection.object(mapping, kind, at, report));
  }

  LabSection named() {
    return mapping((mapping, at) -> LabSection.named(mapping, at, report));
  }

  LabSection free() {
    return mapping((mapping, at) -> LabSection.free(mapping, at, report));
  }

  /** A list's items; a single scalar counts as a list of one where {@code orOne} says so. */
  List<LabValue> items(boolean orOne) {
    if (node instanceof SequenceNode sequence) {
      var items = new ArrayList<LabValue>();
      for (int i = 0; i < sequence.getValue().size(); i++) {
        items.add(new LabValue(sequence.getValue().get(i), place.item(i), report));
      }
      return items;
    }
    if (orOne && node instanceof ScalarNode && !node.getTag().equals(Tag.NULL)) {
      return List.of(this);
    }
    wrongType("a list");
    return List.of();
  }

  boolean isScalar() {
    return node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
  }

  /** Text or a number, as it is written. */
  Optional<String> scalar(String wanted) {
    if (isScalar() && node instanceof ScalarNode scalar && !node.getTag().equals(Tag.BOOL)) {
      return Optional.of(scalar.getValue());
    }
    wrongType(wanted);
    return Optional.empty();
  }

  /** Text; a number or a boolean needs quotes to be one. */
  Optional<String> text(String wanted) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.STR)) {
      return Optional.of(scalar.getValue());
    }
    wrongType(wanted);
    return Optional.empty();
  }

  boolean bool(boolean otherwise) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equals("true");
    }
    var guess = "";
    if (node instanceof ScalarNode scalar) {
      guess =
          switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
            case "yes", "on", "true", "1", "y" -> "true";
            case "no", "off", "false", "0", "n" -> "false";
            default -> "";
          };
    }
    wrongType("true or false", guess);
    return otherwise;
  }

  long integer(long min, long max, long otherwise) {
    if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.INT)) {
      wrongType("a whole number");
      return otherwise;
    }
    if (!scalar.getValue().matches("-?[0-9]{1,19}")) {
      outOfRange(Long.toString(min), Long.toString(max));
      return otherwise;
    }
    var number = new BigInteger(scalar.getValue());
    if (number.compareTo(BigInteger.valueOf(min)) < 0
        || number.compareTo(BigInteger.valueOf(max)) > 0) {
      outOfRange(Long.toString(min), Long.toString(max));
      return otherwise;
    }
    return number.longValueExact();
  }

  /** A scalar in one of the notations of {@link Units}. */
  <T extends Comparable<T>> T unit(Units<T> units, T min, T max, T otherwise) {
    if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
      wrongType(units.wanted());
      return otherwise;
    }
    var value = units.parse(scalar.getValue());
    if (value.isEmpty()) {
      report.problem(
          place,
          Code.BAD_VALUE,
          place.subject() + " must be " + units.wanted() + ", not " + describe(node),
          units.guess(scalar.getValue()));
      return otherwise;
    }
    if (value.get().compareTo(min) < 0 || value.get().compareTo(max) > 0) {
      outOfRange(units.format(min), units.format(max));
      return otherwise;
    }
    return value.get();
  }

  /** Text that a constructor takes or throws IllegalArgumentException for. */
  <T> Optional<T> parsed(String wanted, Function<String, T> parser) {
    var text = text(wanted);
    try {
      return text.map(parser);
    } catch (IllegalArgumentException _) {
      bad("must be " + wanted + ", not " + describe(node), "");
      return Optional.empty();
    }
  }

  /** One word of a list of words. */
  Optional<String> choice(List<String> words) {
    var text = text("one of " + String.join(", ", words));
    if (text.isPresent() && !words.contains(text.get())) {
      bad(
          "must be one of " + String.join(", ", words) + ", not " + describe(node),
          Words.nearest(text.get(), words));
      return Optional.empty();
    }
    return text;
  }

  /** Notes that the value is not good, beginning with its path. */
  void bad(String what, String suggestion) {
    report.problem(place, Code.BAD_VALUE, place.subject() + " " + what, suggestion);
  }

  void problem(Code code, String message, String suggestion) {
    report.problem(place, code, message, suggestion);
  }

  void warning(Code code, String message) {
    report.warning(place, code, message);
  }

  /** A node in the words of a message. */
  static String describe(Node node) {
    return switch (node) {
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a mapping";
      case ScalarNode scalar when node.getTag().equals(Tag.NULL) -> "empty";
      case ScalarNode scalar when node.getTag().equals(Tag.STR) -> Words.quote(scalar.getValue());
      case ScalarNode scalar -> Words.shorten(scalar.getValue());
      default -> "something else";
    };
  }

  private LabSection mapping(BiFunction<MappingNode, LabPlace, LabSection> reader) {
    if (node instanceof MappingNode mapping) {
      return reader.apply(mapping, place);
    }
    wrongType("a mapping", node.getTag().equals(Tag.NULL) ? "{}" : "");
    return LabSection.none(place, report);
  }

  private void wrongType(String wanted) {
    wrongType(wanted, "");
  }

  private void wrongType(String wanted, String suggestion) {
    report.problem(
        place,
        Code.WRONG_TYPE,
        place.subject() + " must be " + wanted + ", not " + describe(node),
        suggestion);
  }

  private void outOfRange(String min, String max) {
    report.problem(
        place,
        Code.OUT_OF_RANGE,
        place.subject() + " must be " + min + " to " + max + ", not " + describe(node));
  }
}
