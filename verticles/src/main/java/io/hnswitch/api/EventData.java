package io.hnswitch.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** What events tell, as JSON. */
public final class EventData {

  private EventData() {}

  /** The data of an event. */
  public static JsonObject json(Map<String, Object> data) {
    var json = new JsonObject();
    data.forEach((name, value) -> json.put(name, plain(value)));
    return json;
  }

  /** Whatever a device puts into an event can be shown, if need be as text. */
  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Double number -> Double.isFinite(number) ? (Object) number : number.toString();
      case Float number -> Float.isFinite(number) ? (Object) number : number.toString();
      case Number number -> number;
      case Boolean flag -> flag;
      case JsonObject json -> json;
      case JsonArray json -> json;
      case Map<?, ?> map -> {
        var json = new JsonObject();
        map.forEach((name, one) -> json.put(String.valueOf(name), plain(one)));
        yield json;
      }
      case Iterable<?> many -> {
        var json = new JsonArray();
        many.forEach(one -> json.add(plain(one)));
        yield json;
      }
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }
}
