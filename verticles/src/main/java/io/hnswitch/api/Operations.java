package io.hnswitch.api;

import static io.hnswitch.api.ProblemCode.CANCELLED;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.INVALID_LAB;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_PERMITTED;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.NO_VF_FREE;
import static io.hnswitch.api.ProblemCode.SCRIPT_FAILED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.ProblemCode.VF_MANAGED_BY_NIC;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.NUMBER;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.CaptureView;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Media;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.NicView;
import io.hnswitch.control.PairView;
import io.hnswitch.control.SwitchView;
import io.hnswitch.control.VfView;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.offload.TsoLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The closed catalogue of operations: whatever a face offers is in it, and nothing else is served.
 */
public final class Operations {

  private static final Parameter NIC = text("nic", true, "id of the NIC, like a:hn0");
  private static final Parameter DRY_RUN =
      new Parameter("dryRun", Type.BOOLEAN, false, "only say what would happen");
  private static final Parameter IF_REVISION =
      new Parameter("ifRevision", Type.NUMBER, false, "refuse unless the lab has this revision");
  private static final Parameter LAB_TEXT =
      text("text", false, "the lab file, YAML 1.2 or JSON; either this or lab");
  private static final Parameter LAB_TREE =
      new Parameter("lab", Type.OBJECT, false, "the lab as a JSON object; either this or text");
  private static final Parameter FLOW = text("id", true, "id of the flow, like f1");

  private static final Parameter WORK = text("id", true, "id of the operation, like op-m1-3");

  private static final Parameter TOKEN = text("name", true, "name of the token, like ci");
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
  private static final Parameter USER = text("name", true, "name of the user, like ann");
  private static final Parameter CAPTURE = text("id", true, "id of the capture, like c1");
  private static final Parameter GROUP =
      text("group", true, "group address, like 01:00:5e:00:00:fb");

  private static final Shape A_TOKEN = object("name", TEXT, "role", TEXT, "made", TEXT);
  private static final Shape A_USER = object("name", TEXT, "role", TEXT, "made", TEXT);
  private static final Shape LAB_BRIEF =
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

  /** What did not answer. */
  private static final Shape BROKEN = object("id?", TEXT, "nic?", TEXT, "problem", ANY);

  private static final Shape A_NIC_VIEW =
      Shape.of(NicView.class)
          .with(
              "pair?",
              Shape.of(PairView.class).without("nic").without("history"),
              "switch?",
              TEXT,
              "host?",
              Shape.of(NetvspView.class));
  private static final Shape A_GUEST = object("name", TEXT, "nics", list(TEXT));
  private static final Shape A_VF =
      Shape.of(VfView.class)
          .with("adapter", TEXT, "offer", TEXT, "steered", FLAG)
          .or(
              object(
                  "id", TEXT, "adapter", TEXT, "nic", TEXT, "mac", TEXT, "serial", WHOLE, "offer",
                  TEXT, "steered", FLAG, "state", TEXT));
  private static final Shape A_FLOW =
      object(
          "id",
          TEXT,
          "from",
          TEXT,
          "to",
          TEXT,
          "state",
          TEXT,
          "udp",
          WHOLE,
          "rate",
          TEXT,
          "size",
          WHOLE,
          "count",
          WHOLE,
          "echo",
          FLAG,
          "sent",
          WHOLE,
          "received",
          WHOLE,
          "lost",
          WHOLE,
          "duplicated",
          WHOLE,
          "reordered",
          WHOLE,
          "largestGapMs",
          NUMBER,
          "latencyUs",
          Shape.map(NUMBER));
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
  private static final Shape LEDGER =
      Shape.of(Ledger.Total.class)
          .with(
              "droppedTotal",
              WHOLE,
              "inFlight",
              WHOLE,
              "arrivals",
              Shape.of(Arrivals.Sums.class),
              "devices",
              list(Shape.of(DeviceLedger.Account.class).with("unaccounted", WHOLE)));

  private static final String A_GROUP = "{\"nic\":\"a:hn0\",\"group\":\"01:00:5e:00:00:fb\"}";
  private static final String A_NIC = "{\"nic\":\"a:hn0\"}";
  private static final String A_LAB =
      "{\"text\":\"apiVersion: hnswitch/v1\\nkind: Lab\\nmetadata: { name: one }\\nspec: {}\\n\"}";

  private static final List<Operation> ALL =
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
          new Operation(
                  "token.list",
                  Kind.READ,
                  Role.ADMIN,
                  Method.GET,
                  "/tokens",
                  "The named tokens, without their secrets.",
                  List.of(),
                  "{}")
              .replies(list(A_TOKEN)),
          new Operation(
                  "token.create",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/tokens",
                  "Makes a token; its secret is in this answer only.",
                  List.of(
                      TOKEN, text("role", false, "viewer, operator or admin; viewer when absent")),
                  "{\"name\":\"ci\",\"role\":\"operator\"}")
              .replies(A_TOKEN.with("token", TEXT))
              .refuses(STATE_CONFLICT),
          new Operation(
                  "token.revoke",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/tokens/{name}/actions/revoke",
                  "Makes a token worthless and cuts its connections off.",
                  List.of(TOKEN),
                  "{\"name\":\"ci\"}")
              .replies(A_TOKEN.with("revoked", FLAG, "cut", WHOLE))
              .refuses(NOT_FOUND),
          new Operation(
                  "user.list",
                  Kind.READ,
                  Role.ADMIN,
                  Method.GET,
                  "/users",
                  "The users, without their passwords.",
                  List.of(),
                  "{}")
              .replies(list(A_USER)),
          new Operation(
                  "user.create",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/users",
                  "Makes a user, who can sign in at the page.",
                  List.of(
                      USER,
                      text("role", false, "viewer, operator or admin; viewer when absent"),
                      secret("password", true)),
                  "{\"name\":\"ann\",\"role\":\"operator\",\"password\":\"four words are enough\"}")
              .replies(A_USER)
              .refuses(STATE_CONFLICT),
          new Operation(
                  "user.set",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.PATCH,
                  "/users/{name}",
                  "Changes role or password of a user and ends the user's sessions.",
                  List.of(
                      USER,
                      text("role", false, "viewer, operator or admin; as before when absent"),
                      secret("password", false)),
                  "{\"name\":\"ann\",\"role\":\"admin\"}")
              .replies(A_USER.with("ended", WHOLE))
              .refuses(NOT_FOUND),
          new Operation(
                  "user.delete",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/users/{name}/actions/delete",
                  "Takes a user away and ends the user's sessions.",
                  List.of(USER),
                  "{\"name\":\"ann\"}")
              .replies(A_USER.with("deleted", FLAG, "ended", WHOLE))
              .refuses(NOT_FOUND),
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
                              list(TEXT))))),
          read("switch.list", "/switches", "All virtual switches.")
              .replies(list(Shape.of(SwitchView.class))),
          read(
                  "switch.get",
                  "/switches/{switch}",
                  "A virtual switch with ports and addresses.",
                  "{\"switch\":\"sw0\"}",
                  text("switch", true, "name of the switch"))
              .replies(Shape.of(SwitchView.class))
              .refuses(NOT_FOUND),
          read(
                  "switch.fdb",
                  "/switches/{switch}/fdb",
                  "The addresses that a virtual switch knows.",
                  "{\"switch\":\"sw0\"}",
                  text("switch", true, "name of the switch"))
              .replies(list(Shape.of(SwitchView.Entry.class)))
              .refuses(NOT_FOUND),
          change(
                  "switch.fdb-flush",
                  "/switches/{switch}/actions/fdb-flush",
                  "Forgets learned addresses.",
                  "{\"switch\":\"sw0\"}",
                  text("switch", true, "name of the switch"))
              .replies(object("switch", TEXT, "flushed", FLAG))
              .refuses(NOT_FOUND),
          read("guest.list", "/guests", "All guests with their NICs.").replies(list(A_GUEST)),
          read(
                  "guest.get",
                  "/guests/{guest}",
                  "A guest with its NICs.",
                  "{\"guest\":\"a\"}",
                  text("guest", true, "name of the guest, like a"))
              .replies(A_GUEST)
              .refuses(NOT_FOUND),
          read(
                  "nic.capabilities",
                  "/nics/{nic}/capabilities",
                  "What a guest NIC and its VF can, and what is switched on.",
                  A_NIC,
                  NIC)
              .replies(
                  object(
                      "id",
                      TEXT,
                      "supported",
                      list(TEXT),
                      "enabled",
                      list(TEXT),
                      "wanted",
                      list(TEXT),
                      "tso",
                      Shape.of(TsoLimits.class)))
              .refuses(NOT_FOUND),
          read("nic.list", "/nics", "All guest NICs.").replies(list(A_NIC_VIEW.or(BROKEN))),
          read("nic.get", "/nics/{nic}", "A guest NIC.", A_NIC, NIC)
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND),
          read("nic.counters", "/nics/{nic}/counters", "The counters of a guest NIC.", A_NIC, NIC)
              .replies(object("id", TEXT, "counters", Shape.map(WHOLE)))
              .refuses(NOT_FOUND),
          new Operation(
                  "nic.set",
                  Kind.CHANGE,
                  Role.OPERATOR,
                  Method.PATCH,
                  "/nics/{nic}",
                  "Changes MTU, offloads, the queue, flags or media of a guest NIC.",
                  List.of(
                      NIC,
                      new Parameter("mtu", Type.NUMBER, false, "bytes, 576 to 9216"),
                      new Parameter(
                          "offloads",
                          Type.TEXTS,
                          false,
                          "the enabled set, or changes to it like +tso4 and -lro"),
                      text("queue", false, "none takes the queue away"),
                      text("queue.rate", false, "bits per second like 50Mbit"),
                      text("queue.burst", false, "bytes that may go at once, like 64KiB"),
                      new Parameter(
                          "queue.limit", Type.NUMBER, false, "frames that wait in each band"),
                      new Parameter("up", Type.BOOLEAN, false, "administratively up"),
                      new Parameter("promisc", Type.BOOLEAN, false, "receive every frame"),
                      new Parameter("allmulti", Type.BOOLEAN, false, "receive every group frame"),
                      text("media", false, "like autoselect; a ready VF's media only"),
                      IF_REVISION),
                  "{\"nic\":\"a:hn0\",\"mtu\":1400}")
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, NOT_SUPPORTED, NOT_PERMITTED, DEVICE_FAILED),
          change("nic.up", "/nics/{nic}/actions/up", "Brings a guest NIC up.", A_NIC, NIC)
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          change("nic.down", "/nics/{nic}/actions/down", "Takes a guest NIC down.", A_NIC, NIC)
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          read("nic.media", "/nics/{nic}/media", "The media of a guest NIC.", A_NIC, NIC)
              .replies(Shape.of(Media.class).with("nic", TEXT))
              .refuses(NOT_FOUND),
          change(
                  "nic.multicast-join",
                  "/nics/{nic}/actions/multicast-join",
                  "Joins a group.",
                  A_GROUP,
                  NIC,
                  GROUP)
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT),
          change(
                  "nic.multicast-leave",
                  "/nics/{nic}/actions/multicast-leave",
                  "Leaves a group as often as it was joined.",
                  A_GROUP,
                  NIC,
                  GROUP)
              .replies(A_NIC_VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT),
          read(
                  "nic.sysctl",
                  "/sysctls",
                  "The tree hw.hn.* and dev.hn.N.*, or a part of it.",
                  "{\"prefix\":\"dev.hn.0\"}",
                  text("nic", false, "only the names of this NIC, like a:hn0"),
                  text("name", false, "only this name, like hw.hn.vf_transparent"),
                  text("prefix", false, "only this node and what is below it, like dev.hn.0"))
              .replies(
                  list(
                      object(
                          "name",
                          TEXT,
                          "nic?",
                          TEXT,
                          "value?",
                          ANY,
                          "type?",
                          TEXT,
                          "access?",
                          TEXT,
                          "description?",
                          TEXT,
                          "default?",
                          ANY,
                          "allowed?",
                          TEXT,
                          "effect?",
                          TEXT,
                          "problem?",
                          ANY)))
              .refuses(NOT_FOUND),
          new Operation(
                  "nic.sysctl-set",
                  Kind.CHANGE,
                  Role.OPERATOR,
                  Method.PUT,
                  "/sysctls/{name}",
                  "Sets a name of hw.hn.* or dev.hn.N.*; a counter is zeroed.",
                  List.of(
                      text("name", true, "the full name, like hw.hn.vf_xpnt_attwait"),
                      text("value", true, "the value, a number or a text")),
                  "{\"name\":\"hw.hn.vf_xpnt_attwait\",\"value\":\"3\"}")
              .replies(object("name", TEXT, "old", ANY, "value", ANY, "nic?", TEXT, "note?", TEXT))
              .refuses(NOT_FOUND, NOT_PERMITTED, NOT_SUPPORTED, STATE_CONFLICT, DEVICE_FAILED),
          read("vf.list", "/vfs", "All VFs that are given to NICs.").replies(list(A_VF)),
          read(
                  "vf.get",
                  "/vfs/{vf}",
                  "A VF; in a URL its slash is %2F.",
                  "{\"vf\":\"pf0/vf0\"}",
                  text("vf", true, "id of the VF, like pf0/vf0"))
              .replies(A_VF)
              .refuses(NOT_FOUND),
          read("vf.map", "/vf-map", "Which VF belongs to which NIC.")
              .replies(list(object("vf", TEXT, "nic", TEXT, "serial", WHOLE))),
          change(
                  "vf.attach",
                  "/nics/{nic}/actions/attach-vf",
                  "Gives a NIC a VF.",
                  A_NIC,
                  NIC,
                  new Parameter("wait", Type.BOOLEAN, false, "answer when its frames take the VF"))
              .replies(object("nic", TEXT, "vf", TEXT, "serial", WHOLE, "state", TEXT))
              .refuses(
                  NOT_FOUND,
                  STATE_CONFLICT,
                  VF_MANAGED_BY_NIC,
                  NO_VF_FREE,
                  NOT_SUPPORTED,
                  DEVICE_FAILED,
                  CANCELLED),
          change(
                  "vf.detach",
                  "/nics/{nic}/actions/detach-vf",
                  "Takes a NIC's VF away.",
                  "{\"nic\":\"a:hn0\",\"how\":\"surprise\"}",
                  NIC,
                  text("how", false, "graceful (nothing is lost) or surprise"),
                  new Parameter("wait", Type.BOOLEAN, false, "answer when the VF is gone"))
              .replies(object("nic", TEXT, "how", TEXT, "state", TEXT))
              .refuses(
                  NOT_FOUND,
                  STATE_CONFLICT,
                  VF_MANAGED_BY_NIC,
                  NOT_SUPPORTED,
                  DEVICE_FAILED,
                  CANCELLED),
          read("adapter.list", "/adapters", "All SR-IOV adapters.")
              .replies(list(Shape.of(AdapterView.class))),
          read(
                  "adapter.get",
                  "/adapters/{adapter}",
                  "An SR-IOV adapter and its VFs.",
                  "{\"adapter\":\"pf0\"}",
                  text("adapter", true, "name of the adapter"))
              .replies(Shape.of(AdapterView.class))
              .refuses(NOT_FOUND),
          read("pair.list", "/pairs", "All NICs with the state of their pairing.")
              .replies(list(Shape.of(PairView.class))),
          read("pair.get", "/pairs/{nic}", "The pairing of a NIC.", A_NIC, NIC)
              .replies(Shape.of(PairView.class))
              .refuses(NOT_FOUND),
          read(
                  "pair.history",
                  "/pairs/{nic}/history",
                  "The last switch-overs of a NIC.",
                  A_NIC,
                  NIC)
              .replies(list(Shape.of(PairView.SwitchOver.class)))
              .refuses(NOT_FOUND),
          read("flow.list", "/flows", "All measured flows.").replies(list(A_FLOW.or(BROKEN))),
          read("flow.get", "/flows/{id}", "A measured flow.", "{\"id\":\"f1\"}", FLOW)
              .replies(A_FLOW)
              .refuses(NOT_FOUND),
          change(
                  "flow.start",
                  "/flows",
                  "Starts a measured UDP flow between two in-process hosts.",
                  "{\"id\":\"f1\",\"from\":\"a:hn0\",\"to\":\"b:hn0\",\"rate\":\"2000pps\",\"size\":512}",
                  text("id", false, "its id; the next free one of f1, f2, ... when absent"),
                  text("from", true, "the NIC whose host sends"),
                  text("to", true, "the NIC whose host receives"),
                  new Parameter("udp", Type.NUMBER, false, "destination port, default 7"),
                  text("rate", false, "like 2000pps, or max; default 1000pps"),
                  new Parameter("size", Type.NUMBER, false, "bytes of UDP payload, default 512"),
                  new Parameter("count", Type.NUMBER, false, "datagrams to send; 0 for no end"),
                  new Parameter("echo", Type.BOOLEAN, false, "the receiver sends each one back"))
              .replies(A_FLOW)
              .refuses(NOT_FOUND, STATE_CONFLICT, NOT_SUPPORTED, DEVICE_FAILED),
          change(
                  "flow.stop",
                  "/flows/{id}/actions/stop",
                  "Stops a flow; its result stays readable.",
                  "{\"id\":\"f1\"}",
                  FLOW)
              .replies(A_FLOW)
              .refuses(NOT_FOUND, STATE_CONFLICT),
          read("capture.list", "/captures", "All captures.")
              .replies(list(Shape.of(CaptureView.class))),
          change(
                  "capture.start",
                  "/captures",
                  "Captures the frames of both paths of a guest NIC.",
                  "{\"id\":\"c1\",\"at\":\"a:hn0\",\"snaplen\":256,\"ring\":1048576}",
                  text("id", false, "its id; the next free one of c1, c2, ... when absent"),
                  text("at", true, "the NIC where it looks on"),
                  new Parameter(
                      "snaplen", Type.NUMBER, false, "bytes of a frame, 14 to 65550 (all)"),
                  new Parameter(
                      "ring",
                      Type.NUMBER,
                      false,
                      "bytes of all, 65536 to 67108864, default 4194304"))
              .replies(Shape.of(CaptureView.class))
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          change(
                  "capture.stop",
                  "/captures/{id}/actions/stop",
                  "Stops a capture; what it kept is gone.",
                  "{\"id\":\"c1\"}",
                  CAPTURE)
              .replies(Shape.of(CaptureView.class))
              .refuses(NOT_FOUND),
          read(
                  "capture.read",
                  "/captures/{id}/frames",
                  "Frames of a capture, base64, with what was missed.",
                  "{\"id\":\"c1\",\"from\":0,\"max\":100}",
                  CAPTURE,
                  new Parameter("from", Type.NUMBER, false, "number of the first one, default 0"),
                  new Parameter("max", Type.NUMBER, false, "1 to 1000, default 100"))
              .replies(
                  object(
                      "capture",
                      Shape.of(CaptureView.class),
                      "missed",
                      WHOLE,
                      "next",
                      WHOLE,
                      "frames",
                      list(
                          object(
                              "number",
                              WHOLE,
                              "micros",
                              WHOLE,
                              "direction",
                              TEXT,
                              "path",
                              TEXT,
                              "length",
                              WHOLE,
                              "bytes",
                              TEXT))))
              .refuses(NOT_FOUND),
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
              .refuses(NOT_FOUND, STATE_CONFLICT, SCRIPT_FAILED),
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
          read("ledger.get", "/ledger", "Every frame accounted for, exact at one moment.")
              .replies(LEDGER),
          read("endpoint.list", "/endpoints", "What is attached above the NICs.")
              .replies(list(Shape.of(EndpointView.class).or(BROKEN))),
          read(
                  "event.since",
                  "/events/since",
                  "Events after a cursor.",
                  "{\"cursor\":\"0\",\"limit\":100}",
                  text("cursor", false, "the sequence of the last event seen"),
                  new Parameter("limit", Type.NUMBER, false, "at most this many, default 100"))
              .replies(object("events", list(ANY), "cursor", TEXT, "more", FLAG)));

  private static final Map<String, Operation> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));

  private Operations() {}

  /** All there are, kind by kind. */
  public static List<Operation> all() {
    return ALL;
  }

  /** The operation with a name like {@code vf.attach}. */
  public static Optional<Operation> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The operation with a name that is in the catalogue.
   *
   * @throws IllegalArgumentException when it is not
   */
  public static Operation get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no operation \"" + name + "\""));
  }

  private static Parameter text(String name, boolean required, String summary) {
    return new Parameter(name, Type.TEXT, required, summary);
  }

  private static Parameter secret(String name, boolean required) {
    return new Parameter(name, Type.SECRET, required, "8 to 128 characters, in the body only");
  }

  private static Operation read(String name, String path, String summary) {
    return read(name, path, summary, "{}");
  }

  private static Operation read(
      String name, String path, String summary, String example, Parameter... parameters) {
    return new Operation(
        name, Kind.READ, Role.VIEWER, Method.GET, path, summary, List.of(parameters), example);
  }

  private static Operation change(
      String name, String path, String summary, String example, Parameter... parameters) {
    return action(name, Kind.CHANGE, path, summary, example, parameters);
  }

  private static Operation admin(
      String name, String path, String summary, String example, Parameter... parameters) {
    return new Operation(
        name, Kind.CHANGE, Role.ADMIN, Method.POST, path, summary, List.of(parameters), example);
  }

  private static Operation action(
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
