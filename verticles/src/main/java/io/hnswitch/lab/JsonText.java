package io.hnswitch.lab;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes a tree of maps, lists and scalars as JSON (RFC 8259), two spaces for each level. */
final class JsonText {

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static String of(Object tree) {
    var text = new JsonText();
    text.value(tree, 0);
    return text.out.append('\n').toString();
  }

  /** A JSON string, which is a YAML string too. */
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f && c < 0xa0 || !Words.isPrintable(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private void value(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map -> map(map.entrySet().iterator(), depth);
      case List<?> list -> list(list);
      case String text -> out.append(quote(text));
      default -> out.append(value);
    }
  }

  private void map(Iterator<? extends Map.Entry<?, ?>> entries, int depth) {
    if (!entries.hasNext()) {
      out.append("{}");
      return;
    }
    var separator = "{\n";
    while (entries.hasNext()) {
      var entry = entries.next();
      out.append(separator).append("  ".repeat(depth + 1));
      out.append(quote(String.valueOf(entry.getKey()))).append(": ");
      value(entry.getValue(), depth + 1);
      separator = ",\n";
    }
    out.append('\n').append("  ".repeat(depth)).append('}');
  }

  private void list(List<?> list) {
    var separator = "[";
    for (var item : list) {
      out.append(separator);
      value(item, 0);
      separator = ", ";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }
}
