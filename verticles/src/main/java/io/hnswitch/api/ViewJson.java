package io.hnswitch.api;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns typed views into JSON, by their structure: a record becomes an object with its components'
 * names, ids and MAC addresses become text, enums their lower-case slug, capability sets arrays of
 * slugs, durations text like {@code 300s}; what is absent is left out. Members of maps come in the
 * order of their names.
 */
public final class ViewJson {

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ViewJson() {}

  /**
   * A view as a JSON object.
   *
   * @throws IllegalArgumentException when a value has a type that no view should have
   */
  public static JsonObject object(Record view) {
    var json = new JsonObject();
    for (var component : view.getClass().getRecordComponents()) {
      var value = value(read(view, component));
      if (value != null) {
        json.put(component.getName(), value);
      }
    }
    return json;
  }

  /** Views as a JSON array. */
  public static JsonArray array(Collection<?> views) {
    var json = new JsonArray();
    views.forEach(view -> json.add(value(view)));
    return json;
  }

  /** An enum constant's name in outputs, like {@code vf-active}. */
  public static String slug(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The largest unit of s, ms, us that is exact; a second and more is cut to milliseconds. */
  public static String duration(Duration duration) {
    if (duration.getNano() == 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.getNano() % NANOS_PER_MILLI == 0 || duration.toSeconds() != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toNanos() / NANOS_PER_MICRO + "us";
  }

  private static Object read(Record view, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.trySetAccessible();
      return accessor.invoke(view);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("cannot read " + component + " of " + view, e);
    }
  }

  private static Object value(Object value) {
    return switch (value) {
      case null -> null;
      case Optional<?> optional -> optional.map(ViewJson::value).orElse(null);
      case String text -> text;
      case Boolean flag -> flag;
      case Number number -> number;
      case JsonObject json -> json;
      case JsonArray json -> json;
      case NicId id -> id.toString();
      case VfId id -> id.toString();
      case MacAddress mac -> mac.toString();
      case OffloadCaps caps -> array(caps.slugs());
      case Enum<?> constant -> slug(constant);
      case Duration duration -> duration(duration);
      case Record nested -> object(nested);
      case Collection<?> list -> array(list);
      case Map<?, ?> map -> map(map);
      default ->
          throw new IllegalArgumentException("no JSON for " + value.getClass() + ": " + value);
    };
  }

  private static JsonObject map(Map<?, ?> map) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, one) -> sorted.put(key(key), value(one)));
    return new JsonObject(sorted);
  }

  private static String key(Object key) {
    return key instanceof Enum<?> constant ? slug(constant) : String.valueOf(key);
  }
}
