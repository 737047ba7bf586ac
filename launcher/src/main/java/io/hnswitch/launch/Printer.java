package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes data in the wanted form. */
final class Printer {

  private final PrintWriter out;
  private final OutputFormat format;

  Printer(PrintWriter out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  /** Many objects of a kind. */
  void list(Kind kind, JsonArray list) {
    switch (format) {
      case table -> Table.of(kind.columns(), objects(list)).forEach(out::println);
      case name -> objects(list).forEach(one -> out.println(one.getString(kind.id())));
      case json -> out.println(list.encodePrettily());
      case jsonl -> list.forEach(one -> out.println(line(one)));
      case yaml -> out.print(yaml(list.getList()));
    }
    out.flush();
  }

  /** One object; as a table, its plain members one a line. */
  void object(String name, JsonObject object) {
    switch (format) {
      case table -> members("", object, out);
      case name -> out.println(name);
      case json -> out.println(object.encodePrettily());
      case jsonl -> out.println(object.encode());
      case yaml -> out.print(yaml(object.getMap()));
    }
    out.flush();
  }

  static List<JsonObject> objects(JsonArray list) {
    var objects = new ArrayList<JsonObject>();
    for (var one : list) {
      if (one instanceof JsonObject object) {
        objects.add(object);
      }
    }
    return objects;
  }

  private static String line(Object one) {
    return one instanceof JsonObject object ? object.encode() : String.valueOf(one);
  }

  private static void members(String prefix, JsonObject object, PrintWriter out) {
    for (var member : object) {
      var name = prefix + member.getKey();
      switch (member.getValue()) {
        case JsonObject nested -> members(name + ".", nested, out);
        case JsonArray list when list.stream().anyMatch(JsonObject.class::isInstance) -> {
          int index = 0;
          for (var one : objects(list)) {
            members(name + "[" + index++ + "].", one, out);
          }
        }
        case null, default -> out.println(name + ": " + new Column("", member.getKey()).of(object));
      }
    }
  }

  private static String yaml(Object tree) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(plain(tree));
  }

  /** As the YAML library knows it. */
  private static Object plain(Object value) {
    return switch (value) {
      case JsonObject object -> plain(object.getMap());
      case JsonArray array -> plain(array.getList());
      case Map<?, ?> map -> {
        var plain = new LinkedHashMap<String, Object>();
        map.forEach((key, one) -> plain.put(String.valueOf(key), plain(one)));
        yield plain;
      }
      case List<?> list -> {
        var plain = new ArrayList<>();
        list.forEach(one -> plain.add(plain(one)));
        yield plain;
      }
      case null, default -> value;
    };
  }
}
