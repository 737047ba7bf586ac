package io.hnswitch.lab;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a tree of maps, lists and scalars as YAML: one line for an object that fits on it. */
final class YamlText {

  private static final int WIDTH = 100;

  /** Maps above this depth are always written as blocks: the file, and the parts of spec. */
  private static final int BLOCK_DEPTH = 2;

  /** What needs no quotes; all else gets them. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");

  private static final Pattern UNIT =
      Pattern.compile("[0-9]+[A-Za-z]+|([0-9]+\\.){3}[0-9]+/[0-9]+");
  private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    var text = new YamlText();
    text.block(tree, 0);
    return text.out.toString();
  }

  /** On one line, in flow style. */
  static String inline(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.isEmpty() -> "{}";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> scalar(entry.getKey()) + ": " + inline(entry.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
      case List<?> list ->
          list.stream().map(YamlText::inline).collect(Collectors.joining(", ", "[", "]"));
      default -> scalar(value);
    };
  }

  private void block(Map<?, ?> map, int depth) {
    for (var entry : map.entrySet()) {
      var head = "  ".repeat(depth) + scalar(entry.getKey()) + ":";
      var line = head + " " + inline(entry.getValue());
      boolean mustBlock = depth < BLOCK_DEPTH && !entry.getKey().equals("metadata");
      if (entry.getValue() instanceof Map<?, ?> inner
          && !inner.isEmpty()
          && (mustBlock || line.length() > WIDTH)) {
        out.append(head).append('\n');
        block(inner, depth + 1);
      } else {
        out.append(line).append('\n');
      }
    }
  }

  private static String scalar(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    boolean plain = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
    return plain || UNIT.matcher(text).matches() && !isNumber(text) ? text : JsonText.quote(text);
  }

  /** 1e5 is a number, 15e is not; a letter that can be an exponent is quoted in any case. */
  private static boolean isNumber(String text) {
    return text.matches("[0-9]+[eExXoO][0-9a-fA-F]*");
  }
}
