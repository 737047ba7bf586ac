package io.hnswitch.lab;

import org.snakeyaml.engine.v2.nodes.Node;

/** Where something is in a file: line and column from 1, JSON Pointer, and the path in dots. */
record LabPlace(int line, int column, String pointer, String path) {

  static final LabPlace START = new LabPlace(1, 1, "", "");

  static LabPlace root(Node node) {
    return START.at(node);
  }

  LabPlace at(Node node) {
    var mark = node.getStartMark();
    return mark.isEmpty()
        ? this
        : new LabPlace(mark.get().getLine() + 1, mark.get().getColumn() + 1, pointer, path);
  }

  LabPlace key(String key) {
    var text = Words.shorten(key);
    var escaped = key.replace("~", "~0").replace("/", "~1");
    return new LabPlace(
        line, column, pointer + "/" + escaped, path.isEmpty() ? text : path + "." + text);
  }

  LabPlace item(int index) {
    return new LabPlace(line, column, pointer + "/" + index, path + "[" + index + "]");
  }

  /** For messages: the path, or words for the whole file. */
  String subject() {
    return path.isEmpty() ? "the file" : path;
  }
}
