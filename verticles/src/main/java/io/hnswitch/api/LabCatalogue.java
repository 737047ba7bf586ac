package io.hnswitch.api;

import static io.hnswitch.api.Define.IF_REVISION;
import static io.hnswitch.api.Define.LAB_BRIEF;
import static io.hnswitch.api.Define.action;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.INVALID_LAB;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_PERMITTED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
import java.util.List;

/** Operations on the lab as a whole. */
final class LabCatalogue {

  private static final Parameter DRY_RUN =
      new Parameter("dryRun", Type.BOOLEAN, false, "only say what would happen");

  private static final Parameter LAB_TEXT =
      text("text", false, "the lab file, YAML 1.2 or JSON; either this or lab");

  private static final Parameter LAB_TREE =
      new Parameter("lab", Type.OBJECT, false, "the lab as a JSON object; either this or text");

  private static final Shape PLAN =
      object(
          "lab",
          TEXT,
          "empty",
          FLAG,
          "changes",
          list(
              object(
                  "action",
                  TEXT,
                  "kind",
                  TEXT,
                  "id",
                  TEXT,
                  "properties",
                  list(object("name", TEXT, "from", TEXT, "to", TEXT, "effect", TEXT)),
                  "affects",
                  list(TEXT),
                  "effect",
                  TEXT)));

  private static final Shape BACK = PLAN.with("applied", FLAG, "revision?", WHOLE, "of?", WHOLE);

  private static final String A_LAB =
      "{\"text\":\"apiVersion: hnswitch/v1\\nkind: Lab\\nmetadata: { name: one }\\nspec: {}\\n\"}";

  static final List<Operation> ALL =
      List.of(
          read("lab.get", "/lab", "The lab as it is wanted, with its revision.").replies(ANY),
          read("lab.list", "/labs", "The labs of this node.").replies(list(LAB_BRIEF)),
          action(
                  "lab.validate",
                  Kind.READ,
                  "/lab/actions/validate",
                  "Checks a lab file.",
                  A_LAB,
                  LAB_TEXT,
                  LAB_TREE)
              .replies(object("valid", FLAG, "name", TEXT, "warnings", list(ANY)))
              .refuses(INVALID_LAB),
          action(
                  "lab.plan",
                  Kind.READ,
                  "/lab/actions/plan",
                  "What applying a lab file would change.",
                  A_LAB,
                  LAB_TEXT,
                  LAB_TREE)
              .replies(PLAN)
              .refuses(INVALID_LAB),
          new Operation(
                  "lab.apply",
                  Kind.CHANGE,
                  Role.OPERATOR,
                  Method.PUT,
                  "/lab",
                  "Makes the lab what a file says, all or nothing.",
                  List.of(LAB_TEXT, LAB_TREE, DRY_RUN, IF_REVISION),
                  A_LAB)
              .replies(PLAN.with("applied", FLAG, "warnings", list(ANY)))
              .refuses(INVALID_LAB, STATE_CONFLICT, NOT_PERMITTED, DEVICE_FAILED),
          read("lab.export", "/lab/export", "The shortest lab file that changes nothing.")
              .replies(object("name", TEXT, "text", TEXT)),
          new Operation(
                  "lab.destroy",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/lab/actions/destroy",
                  "Takes every device down.",
                  List.of(DRY_RUN, IF_REVISION),
                  "{}")
              .replies(PLAN.with("applied", FLAG, "left?", list(TEXT))),
          change(
                  "lab.undo",
                  "/lab/actions/undo",
                  "Goes back to the lab before the last change; again to go further back.",
                  "{}",
                  DRY_RUN,
                  IF_REVISION)
              .replies(BACK)
              .refuses(STATE_CONFLICT, NOT_PERMITTED, DEVICE_FAILED),
          change(
                  "lab.checkpoint",
                  "/lab/actions/checkpoint",
                  "Names the lab as it is; a name that is there already moves.",
                  "{\"name\":\"base\"}",
                  text("name", true, "like base: [a-z][a-z0-9-]{0,39}"),
                  DRY_RUN,
                  IF_REVISION)
              .replies(object("name", TEXT, "revision", WHOLE, "applied", FLAG))
              .refuses(STATE_CONFLICT),
          change(
                  "lab.restore",
                  "/lab/actions/restore",
                  "Goes back to the lab of a checkpoint or revision.",
                  "{\"name\":\"base\"}",
                  text("name", false, "of a checkpoint; either this or revision"),
                  new Parameter("revision", Type.NUMBER, false, "number of a revision"),
                  DRY_RUN,
                  IF_REVISION)
              .replies(BACK)
              .refuses(NOT_FOUND, STATE_CONFLICT, NOT_PERMITTED, DEVICE_FAILED),
          read(
                  "lab.revisions",
                  "/lab/revisions",
                  "What the lab was, the newest revision first.",
                  "{\"limit\":20}",
                  new Parameter(
                      "cursor", Type.NUMBER, false, "only older ones: where the last page ended"),
                  new Parameter("limit", Type.NUMBER, false, "1 to 100, default 100"))
              .replies(
                  object(
                      "current",
                      WHOLE,
                      "kept",
                      FLAG,
                      "more",
                      FLAG,
                      "cursor?",
                      WHOLE,
                      "revisions",
                      list(
                          object(
                              "revision",
                              WHOLE,
                              "time",
                              TEXT,
                              "operation",
                              TEXT,
                              "lab",
                              TEXT,
                              "digest",
                              TEXT,
                              "summary",
                              TEXT,
                              "by?",
                              TEXT,
                              "before?",
                              WHOLE,
                              "of?",
                              WHOLE,
                              "checkpoints",
                              list(TEXT))))));

  private LabCatalogue() {}
}
