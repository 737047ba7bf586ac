package io.hnswitch.api;

import static io.hnswitch.api.Define.admin;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.NUMBER;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import java.util.List;

/** Operations about the nodes that run a lab together. */
final class ClusterCatalogue {

  static final List<Operation> ALL =
      List.of(
          read(
                  "cluster.members",
                  "/cluster/members",
                  "The nodes that are there, and those of the lab that are not.")
              .replies(
                  list(
                      object(
                          "node",
                          TEXT,
                          "state",
                          TEXT,
                          "self",
                          FLAG,
                          "leader",
                          FLAG,
                          "version?",
                          TEXT,
                          "place?",
                          TEXT,
                          "run?",
                          TEXT,
                          "url?",
                          TEXT,
                          "revision?",
                          WHOLE,
                          "devices?",
                          WHOLE,
                          "uptimeMillis?",
                          WHOLE,
                          "rttMs?",
                          NUMBER,
                          "clockSkewMs?",
                          WHOLE,
                          "loopLagMs?",
                          NUMBER,
                          "problem?",
                          TEXT))),
          read(
                  "cluster.health",
                  "/cluster/health",
                  "Whether enough nodes are there for changes, and all is kept twice.")
              .replies(
                  object(
                      "clustered",
                      FLAG,
                      "node",
                      TEXT,
                      "leader",
                      TEXT,
                      "members",
                      WHOLE,
                      "size",
                      WHOLE,
                      "needed",
                      WHOLE,
                      "majority",
                      FLAG,
                      "safe",
                      FLAG,
                      "splits",
                      WHOLE,
                      "repairs",
                      WHOLE,
                      "revision",
                      WHOLE,
                      "problem?",
                      TEXT)),
          read(
                  "cluster.placement",
                  "/cluster/placement",
                  "Which node each device is to be on, and which has it.")
              .replies(
                  list(
                      object(
                          "device", TEXT, "place", TEXT, "owner?", TEXT, "epoch?", WHOLE, "state",
                          TEXT))),
          read(
                  "cluster.doctor",
                  "/cluster/doctor",
                  "What is wrong between the nodes: nothing, when the list is empty.")
              .replies(
                  list(object("code", TEXT, "severity", TEXT, "subject", TEXT, "detail", TEXT))),
          change(
                  "guest.migrate",
                  "/guests/{guest}/actions/migrate",
                  "Moves a guest to another node while its traffic runs.",
                  "{\"guest\":\"b\",\"to\":\"right\"}",
                  text("guest", true, "name of the guest, like b"),
                  text("to", true, "name of the node, like right"))
              .replies(object("guest", TEXT, "from", TEXT, "to", TEXT, "darkMicros", WHOLE))
              .refuses(NOT_FOUND, NOT_SUPPORTED, STATE_CONFLICT),
          admin(
                  "cluster.drain",
                  "/cluster/actions/drain",
                  "Moves all guests of a node to others, as far as they can go.",
                  "{\"node\":\"left\"}",
                  text("node", true, "name of the node, like left"))
              .replies(
                  object(
                      "node",
                      TEXT,
                      "moved",
                      list(object("guest", TEXT, "from", TEXT, "to", TEXT, "darkMicros", WHOLE)),
                      "stay",
                      list(object("guest", TEXT, "reason", TEXT))))
              .refuses(NOT_FOUND, NOT_SUPPORTED),
          admin(
                  "cluster.leave",
                  "/cluster/actions/leave",
                  "Ends a node in order; its devices go, and come back when it does.",
                  "{\"node\":\"left\"}",
                  text("node", true, "name of the node, like left"))
              .replies(object("node", TEXT, "leaves", FLAG))
              .refuses(NOT_FOUND, NOT_SUPPORTED, STATE_CONFLICT));

  private ClusterCatalogue() {}
}
