package io.hnswitch.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text in the OpenMetrics 1.0 format, read by its grammar; {@link OpenMetricsRules} holds what
 * the standard demands beyond that. Stricter in one thing: each family must say its type.
 *
 * @param families in the order of the text
 */
public record OpenMetricsText(List<Family> families) {

  /**
   * A metric family.
   *
   * @param unit empty when it has none
   */
  public record Family(String name, String type, String unit, String help, List<Sample> samples) {}

  /**
   * A line with a value.
   *
   * @param line in the text, from 1
   */
  public record Sample(int line, String name, Map<String, String> labels, double value) {}

  /**
   * Reads a text.
   *
   * @throws AssertionError with the line and what is wrong with it
   */
  public static OpenMetricsText parse(String text) {
    var lines = text.split("\n", -1);
    int last = lines.length - 1;
    if (last > 0 && lines[last].isEmpty()) {
      last--;
    }
    require(lines[last].equals("# EOF"), last + 1, "the text must end with # EOF");
    var reader = new Reader();
    for (int i = 0; i < last; i++) {
      reader.line(i + 1, lines[i]);
    }
    var parsed = new OpenMetricsText(reader.end());
    OpenMetricsRules.check(parsed);
    return parsed;
  }

  /** The family of a name. */
  public Optional<Family> family(String name) {
    return families.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /** The samples of a name, of whatever family. */
  public List<Sample> samples(String name) {
    return families.stream()
        .flatMap(family -> family.samples().stream())
        .filter(sample -> sample.name().equals(name))
        .toList();
  }

  /** The value of the one sample with a name and, among others, these labels. */
  public double value(String name, Map<String, String> labels) {
    var found =
        samples(name).stream()
            .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " samples " + name + labels + ": " + found);
    }
    return found.getFirst().value();
  }

  static void require(boolean condition, int line, String rule) {
    if (!condition) {
      throw new AssertionError("line " + line + ": " + rule);
    }
  }

  /** Collects lines to families. */
  private static final class Reader {

    private final Map<String, Family> families = new LinkedHashMap<>();
    private String name = "";
    private Map<String, String> described = new LinkedHashMap<>();
    private List<Sample> samples = new ArrayList<>();

    void line(int number, String line) {
      if (line.startsWith("#")) {
        describe(number, line);
      } else {
        var sample = new SampleLine(number, line).read();
        require(!name.isEmpty(), number, "a sample without a family");
        require(
            OpenMetricsRules.suffixes(described.getOrDefault("TYPE", "")).stream()
                .anyMatch(suffix -> sample.name().equals(name + suffix)),
            number,
            sample.name() + " is no sample of the family " + name);
        samples.add(sample);
      }
    }

    private void describe(int number, String line) {
      var words = line.split(" ", 4);
      require(
          words.length == 4
              && words[0].equals("#")
              && List.of("TYPE", "HELP", "UNIT").contains(words[1]),
          number,
          "not a descriptor: " + line);
      require(words[2].matches("[a-zA-Z_:][a-zA-Z0-9_:]*"), number, "not a name: " + words[2]);
      if (!words[2].equals(name)) {
        finish();
        require(!families.containsKey(words[2]), number, words[2] + " is not contiguous");
        name = words[2];
      }
      require(samples.isEmpty(), number, "a descriptor after samples of " + name);
      require(
          described.put(words[1], value(number, words[1], words[3])) == null,
          number,
          "a second " + words[1] + " of " + name);
    }

    private static String value(int number, String kind, String text) {
      return switch (kind) {
        case "TYPE" -> {
          require(!OpenMetricsRules.suffixes(text).isEmpty(), number, "not a type: " + text);
          yield text;
        }
        case "UNIT" -> {
          require(text.matches("[a-zA-Z0-9_:]*"), number, "not a unit: " + text);
          yield text;
        }
        default -> {
          var rest = new SampleLine(number, text + "\"");
          var help = rest.escaped();
          require(rest.isAtEnd(), number, "a quote that is not escaped");
          yield help;
        }
      };
    }

    private void finish() {
      if (!name.isEmpty()) {
        families.put(
            name,
            new Family(
                name,
                described.getOrDefault("TYPE", ""),
                described.getOrDefault("UNIT", ""),
                described.getOrDefault("HELP", ""),
                List.copyOf(samples)));
      }
      described = new LinkedHashMap<>();
      samples = new ArrayList<>();
    }

    List<Family> end() {
      finish();
      return List.copyOf(families.values());
    }
  }

  /** One line with a value, character by character. */
  private static final class SampleLine {

    private final int number;
    private final String line;
    private int at;

    SampleLine(int number, String line) {
      this.number = number;
      this.line = line;
    }

    Sample read() {
      var sampleName = match("[a-zA-Z_:][a-zA-Z0-9_:]*", "a name");
      var labels = new LinkedHashMap<String, String>();
      if (take('{')) {
        for (boolean first = true; !take('}'); first = false) {
          require(first || take(','), number, "no comma between labels: " + line);
          var label = match("[a-zA-Z_][a-zA-Z0-9_]*", "a label");
          require(!label.startsWith("__"), number, "a reserved label: " + label);
          require(take('=') && take('"'), number, "no value of label " + label);
          require(labels.put(label, escaped()) == null, number, "twice the label " + label);
        }
      }
      require(take(' '), number, "no space before the value: " + line);
      double value = number(match("[^ ]+", "a value"));
      require(isAtEnd(), number, "neither timestamps nor exemplars are expected: " + line);
      return new Sample(number, sampleName, labels, value);
    }

    private double number(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "nan" -> Double.NaN;
        case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> {
          require(
              text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?"),
              number,
              "not a number: " + text);
          yield Double.parseDouble(text);
        }
      };
    }

    /** Up to the quote that ends it. */
    String escaped() {
      var text = new StringBuilder();
      while (true) {
        require(at < line.length(), number, "a string without its end: " + line);
        char c = line.charAt(at++);
        if (c == '"') {
          return text.toString();
        }
        if (c == '\\') {
          require(at < line.length(), number, "a string without its end: " + line);
          char next = line.charAt(at++);
          text.append(next == 'n' ? '\n' : next);
        } else {
          text.append(c);
        }
      }
    }

    private String match(String pattern, String what) {
      var matcher = Pattern.compile(pattern).matcher(line).region(at, line.length());
      require(matcher.lookingAt(), number, what + " is expected at " + (at + 1) + ": " + line);
      at = matcher.end();
      return matcher.group();
    }

    private boolean take(char c) {
      if (at < line.length() && line.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    boolean isAtEnd() {
      return at == line.length();
    }
  }
}
