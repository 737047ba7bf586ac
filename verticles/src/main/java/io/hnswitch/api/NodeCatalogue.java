package io.hnswitch.api;

import static io.hnswitch.api.Define.LAB_BRIEF;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import java.util.List;

/** Operations about the node itself, and what happened on it. */
final class NodeCatalogue {

  private static final Parameter WORK = text("id", true, "id of the operation, like op-m1-3");

  private static final Shape WORK_VIEW =
      object(
          "id",
          TEXT,
          "operation",
          TEXT,
          "by",
          TEXT,
          "state",
          TEXT,
          "began",
          TEXT,
          "ended?",
          TEXT,
          "cancellable?",
          FLAG,
          "answer?",
          ANY,
          "problem?",
          ANY);

  static final List<Operation> ALL =
      List.of(
          read("sys.info", "/info", "What this node is: version, lab, revision, uptime.")
              .replies(
                  object(
                      "node",
                      TEXT,
                      "version",
                      TEXT,
                      "java",
                      TEXT,
                      "pid",
                      WHOLE,
                      "uptimeMillis",
                      WHOLE,
                      "lab",
                      LAB_BRIEF,
                      "state?",
                      object("folder", TEXT, "problem?", TEXT))),
          read("sys.describe", "/operations", "Every operation with its address and example.")
              .replies(
                  list(
                      object(
                          "name",
                          TEXT,
                          "address",
                          TEXT,
                          "kind",
                          TEXT,
                          "role",
                          TEXT,
                          "method",
                          TEXT,
                          "path",
                          TEXT,
                          "summary",
                          TEXT,
                          "schema",
                          ANY,
                          "reply",
                          ANY,
                          "problems",
                          list(TEXT),
                          "example",
                          ANY))),
          read("sys.ping", "/ping", "Answers when the node's event loop turns.")
              .replies(object("pong", FLAG, "started", FLAG, "ready", FLAG)),
          read("sys.whoami", "/whoami", "Who the caller is to this node, and its role.")
              .replies(object("name", TEXT, "role", TEXT)),
          read("config.effective", "/config", "How this node is configured, and who says so.")
              .replies(list(object("key", TEXT, "value?", ANY, "origin", TEXT, "applies", TEXT))),
          read(
                  "operation.get",
                  "/operations/{id}",
                  "What became of a change that nobody waited for.",
                  "{\"id\":\"op-1\"}",
                  WORK)
              .replies(WORK_VIEW)
              .refuses(NOT_FOUND),
          change(
                  "operation.cancel",
                  "/operations/{id}/actions/cancel",
                  "Ends a change that waits for something.",
                  "{\"id\":\"op-1\"}",
                  WORK)
              .replies(WORK_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT),
          read(
                  "audit.list",
                  "/audit",
                  "Who changed what, or tried to, the newest first.",
                  "{\"limit\":20}",
                  text("by", false, "only what this token, user or script asked for"),
                  text("operation", false, "only this operation, like vf.attach"),
                  text("result", false, "only with this result: done, or the code of a problem"),
                  new Parameter("cursor", Type.NUMBER, false, "next of the last page"),
                  new Parameter("limit", Type.NUMBER, false, "1 to 1000, default 100"))
              .replies(
                  object(
                      "records",
                      list(
                          object(
                              "number",
                              WHOLE,
                              "time",
                              TEXT,
                              "by",
                              TEXT,
                              "role",
                              TEXT,
                              "from",
                              TEXT,
                              "operation",
                              TEXT,
                              "request",
                              TEXT,
                              "result",
                              TEXT,
                              "requestId",
                              TEXT,
                              "detail?",
                              TEXT,
                              "times?",
                              WHOLE)),
                      "next?",
                      WHOLE,
                      "unwritten?",
                      WHOLE)),
          read(
                  "event.since",
                  "/events/since",
                  "Events after a cursor.",
                  "{\"cursor\":\"0\",\"limit\":100}",
                  text("cursor", false, "the sequence of the last event seen"),
                  new Parameter("limit", Type.NUMBER, false, "at most this many, default 100"))
              .replies(object("events", list(ANY), "cursor", TEXT, "more", FLAG)),
          read(
                  "event.list",
                  "/events/list",
                  "What happened, the newest first, or only what a filter wants.",
                  "{\"filter\":\"type:hnswitch.lab.*\",\"limit\":20}",
                  text("filter", false, "only these, like type:hnswitch.nic.* lost>0"),
                  text("before", false, "only older ones: next of the last page, or an id"),
                  new Parameter("limit", Type.NUMBER, false, "1 to 1000, default 100"))
              .replies(
                  object(
                      "events", list(ANY), "next?", TEXT, "cursor", TEXT, "oldest", TEXT, "scanned",
                      WHOLE)));

  private NodeCatalogue() {}
}
