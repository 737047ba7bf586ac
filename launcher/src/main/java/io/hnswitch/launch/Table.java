package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Lays rows out in columns that are as wide as their widest cell. */
final class Table {

  private static final String GAP = "  ";

  private Table() {}

  /** The lines, headers first; no line ends with blanks. */
  static List<String> of(List<Column> columns, List<JsonObject> rows) {
    var cells = new ArrayList<List<String>>();
    cells.add(columns.stream().map(Column::header).toList());
    for (var row : rows) {
      cells.add(columns.stream().map(column -> column.of(row)).toList());
    }
    var widths = new int[columns.size()];
    for (var line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return cells.stream().map(line -> line(line, widths)).toList();
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
