package io.hnswitch.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * The difference of two JSON objects as RFC 7386 writes it: what is said replaces what was there,
 * null takes it away, objects are merged and arrays replaced whole. So null is no value: a member
 * that is null is the same as none. What is given back shares nothing with what came in.
 */
final class MergePatch {

  private MergePatch() {}

  /** What has to be applied to one object so that it becomes another. */
  static JsonObject diff(JsonObject from, JsonObject to) {
    var patch = new JsonObject();
    for (var name : from.fieldNames()) {
      if (from.getValue(name) != null && to.getValue(name) == null) {
        patch.putNull(name);
      }
    }
    for (var member : to) {
      var before = from.getValue(member.getKey());
      var after = member.getValue();
      if (after == null || same(before, after)) {
        continue;
      }
      if (before instanceof JsonObject old && after instanceof JsonObject young) {
        var inner = diff(old, young);
        if (!inner.isEmpty()) {
          patch.put(member.getKey(), inner);
        }
      } else {
        patch.put(member.getKey(), copy(after));
      }
    }
    return patch;
  }

  /** A patched copy of an object. */
  static JsonObject apply(JsonObject patch, JsonObject target) {
    var patched = without(target);
    for (var member : patch) {
      var before = patched.getValue(member.getKey());
      switch (member.getValue()) {
        case null -> patched.remove(member.getKey());
        case JsonObject inner ->
            patched.put(
                member.getKey(),
                apply(inner, before instanceof JsonObject old ? old : new JsonObject()));
        case Object value -> patched.put(member.getKey(), copy(value));
      }
    }
    return patched;
  }

  /** A copy without the members that are null, at any depth. */
  static JsonObject without(JsonObject object) {
    var copy = new JsonObject();
    for (Map.Entry<String, Object> member : object) {
      if (member.getValue() != null) {
        copy.put(member.getKey(), copy(member.getValue()));
      }
    }
    return copy;
  }

  private static Object copy(Object value) {
    return switch (value) {
      case JsonObject object -> without(object);
      case JsonArray array -> {
        var copy = new JsonArray();
        array.forEach(one -> copy.add(one == null ? null : copy(one)));
        yield copy;
      }
      default -> value;
    };
  }

  /** Numbers are what they say, whichever type holds them. */
  private static boolean same(Object one, Object other) {
    return one instanceof Number && other instanceof Number
        ? new JsonArray().add(one).equals(new JsonArray().add(other))
        : other.equals(one);
  }
}
