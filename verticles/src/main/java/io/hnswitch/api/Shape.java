package io.hnswitch.api;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What an answer looks like; becomes a JSON Schema. Immutable. */
public final class Shape {

  public static final Shape TEXT = plain("string");
  public static final Shape WHOLE = plain("integer");
  public static final Shape NUMBER = plain("number");
  public static final Shape FLAG = plain("boolean");

  /** Anything that JSON has. */
  public static final Shape ANY = new Shape(new JsonObject());

  private static final String OPTIONAL = "?";
  private static final String PROPERTIES = "properties";

  private final JsonObject schema;

  private Shape(JsonObject schema) {
    this.schema = schema;
  }

  private static Shape plain(String type) {
    return new Shape(new JsonObject().put("type", type));
  }

  /**
   * An object with these members and no others.
   *
   * @param members names and shapes in turn; a name that ends with ? may be missing
   */
  public static Shape object(Object... members) {
    return new Shape(
            new JsonObject()
                .put("type", "object")
                .put(PROPERTIES, new JsonObject())
                .put("required", new JsonArray())
                .put("additionalProperties", false))
        .with(members);
  }

  /** This object with further members, as {@link #object} has them. */
  public Shape with(Object... members) {
    var more = schema.copy();
    for (int i = 0; i < members.length; i += 2) {
      var name = (String) members[i];
      boolean optional = name.endsWith(OPTIONAL);
      var bare = optional ? name.substring(0, name.length() - 1) : name;
      more.getJsonObject(PROPERTIES).put(bare, ((Shape) members[i + 1]).schema());
      if (!optional) {
        more.getJsonArray("required").add(bare);
      }
    }
    return new Shape(more);
  }

  /** This object without a member. */
  public Shape without(String name) {
    var less = schema.copy();
    less.getJsonObject(PROPERTIES).remove(name);
    less.getJsonArray("required").remove(name);
    return new Shape(less);
  }

  /** An array of these. */
  public static Shape list(Shape item) {
    return new Shape(new JsonObject().put("type", "array").put("items", item.schema()));
  }

  /** What an array of these holds. */
  public Shape item() {
    return new Shape(schema.getJsonObject("items").copy());
  }

  /** An object whose members have names that are not known before. */
  public static Shape map(Shape member) {
    return new Shape(
        new JsonObject().put("type", "object").put("additionalProperties", member.schema()));
  }

  /** This, or that. */
  public Shape or(Shape that) {
    return new Shape(
        new JsonObject().put("anyOf", new JsonArray().add(schema()).add(that.schema())));
  }

  /**
   * A record as {@link ViewJson} writes it.
   *
   * @throws IllegalArgumentException when a component has a type that no view should have
   */
  public static Shape of(Class<? extends Record> view) {
    var shape = object();
    for (var component : view.getRecordComponents()) {
      boolean optional = component.getType() == Optional.class;
      shape =
          shape.with(
              component.getName() + (optional ? OPTIONAL : ""), of(component.getGenericType()));
    }
    return shape;
  }

  private static Shape of(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> known -> named(known);
      default -> throw new IllegalArgumentException("no JSON for " + type);
    };
  }

  private static Shape generic(ParameterizedType type) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return of(arguments[0]);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return list(of(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return map(of(arguments[1]));
    }
    throw new IllegalArgumentException("no JSON for " + type);
  }

  private static Shape named(Class<?> type) {
    if (type == String.class
        || type == NicId.class
        || type == VfId.class
        || type == MacAddress.class
        || type == Duration.class) {
      return TEXT;
    }
    if (type == boolean.class) {
      return FLAG;
    }
    if (type == int.class || type == long.class || type == Long.class || type == Integer.class) {
      return WHOLE;
    }
    if (type == double.class) {
      return NUMBER;
    }
    if (type == OffloadCaps.class) {
      return list(TEXT);
    }
    if (type.isEnum()) {
      var slugs = new JsonArray();
      for (var constant : type.getEnumConstants()) {
        slugs.add(ViewJson.slug((Enum<?>) constant));
      }
      return new Shape(new JsonObject().put("type", "string").put("enum", slugs));
    }
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("no JSON for " + type);
  }

  /** The JSON Schema, 2020-12; the caller's own. */
  public JsonObject schema() {
    return schema.copy();
  }
}
