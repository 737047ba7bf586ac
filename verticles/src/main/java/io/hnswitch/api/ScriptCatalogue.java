package io.hnswitch.api;

import static io.hnswitch.api.Define.admin;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.SCRIPT_FAILED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Parameter;
import java.util.List;

/** Operations on scripts inside the node. */
final class ScriptCatalogue {

  private static final Parameter SCRIPT = text("name", true, "name of the script, like KeepVf");

  private static final String A_SCRIPT = "{\"name\":\"KeepVf\"}";

  private static final Shape A_SCRIPT_VIEW =
      object(
          "name",
          TEXT,
          "role?",
          TEXT,
          "file?",
          TEXT,
          "state",
          TEXT,
          "error?",
          TEXT,
          "leftovers?",
          WHOLE,
          "since?",
          TEXT,
          "requests?",
          WHOLE,
          "waiting?",
          WHOLE,
          "held?",
          FLAG,
          "starts",
          WHOLE,
          "events",
          WHOLE,
          "failures",
          WHOLE,
          "lastFailure?",
          ANY,
          "errors?",
          list(ANY),
          "log?",
          list(object("time", TEXT, "line", TEXT)));

  static final List<Operation> ALL =
      List.of(
          read("script.list", "/scripts", "The scripts that this node runs.")
              .replies(list(A_SCRIPT_VIEW)),
          read(
                  "script.get",
                  "/scripts/{name}",
                  "A script: its state, failures and last lines.",
                  A_SCRIPT,
                  SCRIPT)
              .replies(A_SCRIPT_VIEW)
              .refuses(NOT_FOUND),
          admin(
                  "script.start",
                  "/scripts/{name}/actions/start",
                  "Compiles a script that does not run, and starts it.",
                  A_SCRIPT,
                  SCRIPT)
              .replies(A_SCRIPT_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, SCRIPT_FAILED),
          admin(
                  "script.stop",
                  "/scripts/{name}/actions/stop",
                  "Stops a script until it is started again.",
                  A_SCRIPT,
                  SCRIPT)
              .replies(A_SCRIPT_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT),
          admin(
                  "script.reload",
                  "/scripts/actions/reload",
                  "Compiles scripts anew and replaces the running ones.",
                  A_SCRIPT,
                  text("name", false, "only this one; all of the folder when absent"))
              .replies(A_SCRIPT_VIEW.or(list(A_SCRIPT_VIEW)))
              .refuses(NOT_FOUND, STATE_CONFLICT, SCRIPT_FAILED));

  private ScriptCatalogue() {}
}
