package io.hnswitch.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of the public interface. The verb is in the address, the object in the body, so
 * that every bridge can allow or refuse by address alone.
 *
 * @param name like {@code vf.attach}
 * @param kind whether it changes anything
 * @param role the least role that may use it
 * @param method of the REST face
 * @param path of the REST face below {@code /api/v1}; {@code {nic}} stands for that parameter
 * @param summary one sentence for people
 * @param parameters everything the request's JSON object may hold
 * @param example a request as JSON text
 */
public record Operation(
    String name,
    Kind kind,
    Role role,
    Method method,
    String path,
    String summary,
    List<Parameter> parameters,
    String example) {

  /**
   * Header of a request on the bus: who asks, for the records. Set by whoever lets requests in;
   * what a client says there is not to be believed.
   */
  public static final String CALLER = "hnswitch-principal";

  /** Header of a request on the bus: the name that its client gave it. */
  public static final String REQUEST_ID = "hnswitch-request-id";

  private static final String PREFIX = "hnswitch.v1.";

  /** Whether an operation changes anything. */
  public enum Kind {
    READ,
    CHANGE
  }

  /** Who may; each role may what those before it may. */
  public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN
  }

  /** HTTP methods in use. */
  public enum Method {
    GET,
    POST,
    PATCH,
    PUT
  }

  /**
   * A member of a request.
   *
   * @param required the request is invalid without it
   * @param summary what it means, with unit and range
   */
  public record Parameter(String name, Type type, boolean required, String summary) {

    /** JSON types; text that looks like a number or boolean is taken for one. */
    public enum Type {
      TEXT,
      NUMBER,
      BOOLEAN,
      /** An array of texts; one text with commas is taken for one. */
      TEXTS,
      OBJECT;

      /** The word of JSON Schema. */
      public String jsonType() {
        return switch (this) {
          case TEXT -> "string";
          case NUMBER -> "integer";
          case BOOLEAN -> "boolean";
          case TEXTS -> "array";
          case OBJECT -> "object";
        };
      }
    }
  }

  public Operation {
    parameters = List.copyOf(parameters);
  }

  /** The event-bus address: {@code hnswitch.v1.ctl.vf.attach}, {@code hnswitch.v1.sys.info}. */
  public String address() {
    return name.startsWith("sys.") ? PREFIX + name : PREFIX + "ctl." + name;
  }

  /** The kind of object it is about, like {@code vf}. */
  public String noun() {
    return name.substring(0, name.indexOf('.'));
  }

  /** True when the parameter stands in the {@link #path}. */
  public boolean isInPath(Parameter parameter) {
    return path.contains("{" + parameter.name() + "}");
  }

  /** The parameter with a name. */
  public Optional<Parameter> parameter(String wanted) {
    return parameters.stream().filter(one -> one.name().equals(wanted)).findFirst();
  }

  /** The role's name in outputs. */
  public String roleSlug() {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
