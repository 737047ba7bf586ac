package io.hnswitch.api;

import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
import java.util.List;

/** The words in which the catalogue of operations is written. */
final class Define {

  static final Parameter NIC = text("nic", true, "id of the NIC, like a:hn0");

  static final Parameter IF_REVISION =
      new Parameter("ifRevision", Type.NUMBER, false, "refuse unless the lab has this revision");

  static final Shape LAB_BRIEF =
      object(
          "name",
          TEXT,
          "title",
          TEXT,
          "revision",
          WHOLE,
          "switches",
          WHOLE,
          "adapters",
          WHOLE,
          "nics",
          WHOLE,
          "flows",
          WHOLE);

  /** What did not answer. */
  static final Shape BROKEN = object("id?", TEXT, "nic?", TEXT, "problem", ANY);

  static final String A_NIC = "{\"nic\":\"a:hn0\"}";

  private Define() {}

  /** A member that is a text. */
  static Parameter text(String name, boolean required, String summary) {
    return new Parameter(name, Type.TEXT, required, summary);
  }

  /** A member that is not recorded. */
  static Parameter secret(String name, boolean required) {
    return new Parameter(name, Type.SECRET, required, "8 to 128 characters, in the body only");
  }

  /** An operation that only reads; every role may. */
  static Operation read(String name, String path, String summary) {
    return read(name, path, summary, "{}");
  }

  static Operation read(
      String name, String path, String summary, String example, Parameter... parameters) {
    return new Operation(
        name, Kind.READ, Role.VIEWER, Method.GET, path, summary, List.of(parameters), example);
  }

  /** An operation that changes something, for operators. */
  static Operation change(
      String name, String path, String summary, String example, Parameter... parameters) {
    return action(name, Kind.CHANGE, path, summary, example, parameters);
  }

  /** One for admins. */
  static Operation admin(
      String name, String path, String summary, String example, Parameter... parameters) {
    return new Operation(
        name, Kind.CHANGE, Role.ADMIN, Method.POST, path, summary, List.of(parameters), example);
  }

  /** One that is asked for by POST. */
  static Operation action(
      String name,
      Kind kind,
      String path,
      String summary,
      String example,
      Parameter... parameters) {
    var role = kind == Kind.READ ? Role.VIEWER : Role.OPERATOR;
    return new Operation(
        name, kind, role, Method.POST, path, summary, List.of(parameters), example);
  }
}
