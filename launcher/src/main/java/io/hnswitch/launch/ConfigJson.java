package io.hnswitch.launch;

import io.hnswitch.launch.config.Setting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Settings as people and scripts see them, without secrets. */
final class ConfigJson {

  /** A table of keys and values. */
  static final Kind PLAIN = kind(List.of(new Column("KEY", "key"), new Column("VALUE", "value")));

  /** The same, and where they are from. */
  static final Kind WITH_ORIGIN =
      kind(
          List.of(
              new Column("KEY", "key"),
              new Column("VALUE", "value"),
              new Column("ORIGIN", "origin")));

  /** A node reads its configuration when it starts, and then no more. */
  private static final String APPLIES = "restart";

  private ConfigJson() {}

  private static Kind kind(List<Column> columns) {
    return new Kind("config", "config.effective", "", "", "key", columns);
  }

  static JsonArray of(List<Setting> settings) {
    var json = new JsonArray();
    settings.forEach(
        setting ->
            json.add(
                new JsonObject()
                    .put("key", setting.key().name())
                    .put("value", setting.shown())
                    .put("origin", setting.origin())
                    .put("applies", APPLIES)));
    return json;
  }
}
