package io.hnswitch.api;

import java.util.ArrayList;
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
 * @param reply what {@code data} of the answer looks like
 * @param refusals what it can be refused with, beside what any can be
 */
public record Operation(
    String name,
    Kind kind,
    Role role,
    Method method,
    String path,
    String summary,
    List<Parameter> parameters,
    String example,
    Shape reply,
    List<ProblemCode> refusals) {

  /** What every operation can be refused with. */
  private static final List<ProblemCode> COMMON =
      List.of(
          ProblemCode.INVALID_VALUE,
          ProblemCode.UNAUTHENTICATED,
          ProblemCode.FORBIDDEN,
          ProblemCode.TOO_LARGE,
          ProblemCode.TOO_MANY_REQUESTS,
          ProblemCode.INTERNAL,
          ProblemCode.UNAVAILABLE,
          ProblemCode.PEER_TIMEOUT);

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
      /**
       * A text that nobody may read again: never in a URL, an answer, an event, a log or the
       * record.
       */
      SECRET,
      NUMBER,
      BOOLEAN,
      /** An array of texts; one text with commas is taken for one. */
      TEXTS,
      OBJECT;

      /** The word of JSON Schema. */
      public String jsonType() {
        return switch (this) {
          case TEXT, SECRET -> "string";
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
    refusals = List.copyOf(refusals);
  }

  /** An operation that answers with anything, and is refused only for what any is. */
  public Operation(
      String name,
      Kind kind,
      Role role,
      Method method,
      String path,
      String summary,
      List<Parameter> parameters,
      String example) {
    this(name, kind, role, method, path, summary, parameters, example, Shape.ANY, List.of());
  }

  /** This one, with what it answers. */
  Operation replies(Shape shape) {
    return new Operation(
        name, kind, role, method, path, summary, parameters, example, shape, refusals);
  }

  /** This one, with what it can be refused with. */
  Operation refuses(ProblemCode... codes) {
    return new Operation(
        name, kind, role, method, path, summary, parameters, example, reply, List.of(codes));
  }

  /** Every problem that it can be refused with, the general ones first. */
  public List<ProblemCode> problems() {
    var all = new ArrayList<>(COMMON);
    if (kind == Kind.CHANGE) {
      all.add(ProblemCode.REQUEST_ID_REUSED);
    }
    if (parameter("ifRevision").isPresent()) {
      all.add(ProblemCode.REVISION_CONFLICT);
    }
    if (needsIfMatch()) {
      all.add(ProblemCode.REVISION_REQUIRED);
    }
    all.addAll(refusals);
    return List.copyOf(all);
  }

  /**
   * True when a REST request must say which revision it is for, so that nobody overwrites by
   * accident what another has changed meanwhile.
   */
  public boolean needsIfMatch() {
    return (method == Method.PUT || method == Method.PATCH) && parameter("ifRevision").isPresent();
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

  /** True for a member of a request that must not be recorded. */
  boolean isSecret(String member) {
    return parameter(member).filter(one -> one.type() == Parameter.Type.SECRET).isPresent();
  }

  /** The role's name in outputs. */
  public String roleSlug() {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
