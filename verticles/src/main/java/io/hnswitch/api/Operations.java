package io.hnswitch.api;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
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

  private static final Parameter TOKEN = text("name", true, "name of the token, like ci");
  private static final Parameter CAPTURE = text("id", true, "id of the capture, like c1");
  private static final Parameter GROUP =
      text("group", true, "group address, like 01:00:5e:00:00:fb");

  private static final String A_GROUP = "{\"nic\":\"a:hn0\",\"group\":\"01:00:5e:00:00:fb\"}";
  private static final String A_NIC = "{\"nic\":\"a:hn0\"}";
  private static final String A_LAB =
      "{\"text\":\"apiVersion: hnswitch/v1\\nkind: Lab\\nmetadata: { name: one }\\nspec: {}\\n\"}";

  private static final List<Operation> ALL =
      List.of(
          read("sys.info", "/info", "What this node is: version, lab, revision, uptime."),
          read("sys.describe", "/operations", "Every operation with its address and example."),
          read("sys.ping", "/ping", "Answers when the node's event loop turns."),
          read("sys.whoami", "/whoami", "Who the caller is to this node, and its role."),
          read("config.effective", "/config", "How this node is configured, and who says so."),
          new Operation(
              "token.list",
              Kind.READ,
              Role.ADMIN,
              Method.GET,
              "/tokens",
              "The named tokens, without their secrets.",
              List.of(),
              "{}"),
          new Operation(
              "token.create",
              Kind.CHANGE,
              Role.ADMIN,
              Method.POST,
              "/tokens",
              "Makes a token; its secret is in this answer only.",
              List.of(TOKEN, text("role", false, "viewer, operator or admin; viewer when absent")),
              "{\"name\":\"ci\",\"role\":\"operator\"}"),
          new Operation(
              "token.revoke",
              Kind.CHANGE,
              Role.ADMIN,
              Method.POST,
              "/tokens/{name}/actions/revoke",
              "Makes a token worthless and cuts its connections off.",
              List.of(TOKEN),
              "{\"name\":\"ci\"}"),
          read("lab.get", "/lab", "The lab as it is wanted, with its revision."),
          read("lab.list", "/labs", "The labs of this node."),
          action(
              "lab.validate",
              Kind.READ,
              "/lab/actions/validate",
              "Checks a lab file.",
              A_LAB,
              LAB_TEXT,
              LAB_TREE),
          action(
              "lab.plan",
              Kind.READ,
              "/lab/actions/plan",
              "What applying a lab file would change.",
              A_LAB,
              LAB_TEXT,
              LAB_TREE),
          new Operation(
              "lab.apply",
              Kind.CHANGE,
              Role.OPERATOR,
              Method.PUT,
              "/lab",
              "Makes the lab what a file says, all or nothing.",
              List.of(LAB_TEXT, LAB_TREE, DRY_RUN, IF_REVISION),
              A_LAB),
          read("lab.export", "/lab/export", "The shortest lab file that changes nothing."),
          new Operation(
              "lab.destroy",
              Kind.CHANGE,
              Role.ADMIN,
              Method.POST,
              "/lab/actions/destroy",
              "Takes every device down.",
              List.of(DRY_RUN, IF_REVISION),
              "{}"),
          change(
              "lab.undo",
              "/lab/actions/undo",
              "Goes back to the lab before the last change; again to go further back.",
              "{}",
              DRY_RUN,
              IF_REVISION),
          change(
              "lab.checkpoint",
              "/lab/actions/checkpoint",
              "Names the lab as it is; a name that is there already moves.",
              "{\"name\":\"base\"}",
              text("name", true, "like base: [a-z][a-z0-9-]{0,39}"),
              DRY_RUN,
              IF_REVISION),
          change(
              "lab.restore",
              "/lab/actions/restore",
              "Goes back to the lab of a checkpoint or revision.",
              "{\"name\":\"base\"}",
              text("name", false, "of a checkpoint; either this or revision"),
              new Parameter("revision", Type.NUMBER, false, "number of a revision"),
              DRY_RUN,
              IF_REVISION),
          read(
              "lab.revisions",
              "/lab/revisions",
              "What the lab was, the newest revision first.",
              "{\"limit\":20}",
              new Parameter(
                  "cursor", Type.NUMBER, false, "only older ones: where the last page ended"),
              new Parameter("limit", Type.NUMBER, false, "1 to 100, default 100")),
          read("switch.list", "/switches", "All virtual switches."),
          read(
              "switch.get",
              "/switches/{switch}",
              "A virtual switch with ports and addresses.",
              "{\"switch\":\"sw0\"}",
              text("switch", true, "name of the switch")),
          change(
              "switch.fdb-flush",
              "/switches/{switch}/actions/fdb-flush",
              "Forgets learned addresses.",
              "{\"switch\":\"sw0\"}",
              text("switch", true, "name of the switch")),
          read("nic.list", "/nics", "All guest NICs."),
          read("nic.get", "/nics/{nic}", "A guest NIC.", A_NIC, NIC),
          read("nic.counters", "/nics/{nic}/counters", "The counters of a guest NIC.", A_NIC, NIC),
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
                  new Parameter("queue.limit", Type.NUMBER, false, "frames that wait in each band"),
                  new Parameter("up", Type.BOOLEAN, false, "administratively up"),
                  new Parameter("promisc", Type.BOOLEAN, false, "receive every frame"),
                  new Parameter("allmulti", Type.BOOLEAN, false, "receive every group frame"),
                  text("media", false, "like autoselect; a ready VF's media only"),
                  IF_REVISION),
              "{\"nic\":\"a:hn0\",\"mtu\":1400}"),
          change("nic.up", "/nics/{nic}/actions/up", "Brings a guest NIC up.", A_NIC, NIC),
          change("nic.down", "/nics/{nic}/actions/down", "Takes a guest NIC down.", A_NIC, NIC),
          read("nic.media", "/nics/{nic}/media", "The media of a guest NIC.", A_NIC, NIC),
          change(
              "nic.multicast-join",
              "/nics/{nic}/actions/multicast-join",
              "Joins a group.",
              A_GROUP,
              NIC,
              GROUP),
          change(
              "nic.multicast-leave",
              "/nics/{nic}/actions/multicast-leave",
              "Leaves a group as often as it was joined.",
              A_GROUP,
              NIC,
              GROUP),
          read(
              "nic.sysctl",
              "/sysctls",
              "The tree hw.hn.* and dev.hn.N.*, or a part of it.",
              "{\"prefix\":\"dev.hn.0\"}",
              text("nic", false, "only the names of this NIC, like a:hn0"),
              text("name", false, "only this name, like hw.hn.vf_transparent"),
              text("prefix", false, "only this node and what is below it, like dev.hn.0")),
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
              "{\"name\":\"hw.hn.vf_xpnt_attwait\",\"value\":\"3\"}"),
          read("vf.list", "/vfs", "All VFs that are given to NICs."),
          read(
              "vf.get",
              "/vfs/{vf}",
              "A VF; in a URL its slash is %2F.",
              "{\"vf\":\"pf0/vf0\"}",
              text("vf", true, "id of the VF, like pf0/vf0")),
          read("vf.map", "/vf-map", "Which VF belongs to which NIC."),
          change(
              "vf.attach",
              "/nics/{nic}/actions/attach-vf",
              "Gives a NIC a VF.",
              A_NIC,
              NIC,
              new Parameter("wait", Type.BOOLEAN, false, "answer when its frames take the VF")),
          change(
              "vf.detach",
              "/nics/{nic}/actions/detach-vf",
              "Takes a NIC's VF away.",
              "{\"nic\":\"a:hn0\",\"how\":\"surprise\"}",
              NIC,
              text("how", false, "graceful (nothing is lost) or surprise"),
              new Parameter("wait", Type.BOOLEAN, false, "answer when the VF is gone")),
          read("adapter.list", "/adapters", "All SR-IOV adapters."),
          read(
              "adapter.get",
              "/adapters/{adapter}",
              "An SR-IOV adapter and its VFs.",
              "{\"adapter\":\"pf0\"}",
              text("adapter", true, "name of the adapter")),
          read("pair.list", "/pairs", "All NICs with the state of their pairing."),
          read("pair.get", "/pairs/{nic}", "The pairing of a NIC.", A_NIC, NIC),
          read(
              "pair.history",
              "/pairs/{nic}/history",
              "The last switch-overs of a NIC.",
              A_NIC,
              NIC),
          read("flow.list", "/flows", "All measured flows."),
          read("flow.get", "/flows/{id}", "A measured flow.", "{\"id\":\"f1\"}", FLOW),
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
              new Parameter("echo", Type.BOOLEAN, false, "the receiver sends each one back")),
          change(
              "flow.stop",
              "/flows/{id}/actions/stop",
              "Stops a flow; its result stays readable.",
              "{\"id\":\"f1\"}",
              FLOW),
          read("capture.list", "/captures", "All captures."),
          change(
              "capture.start",
              "/captures",
              "Captures the frames of both paths of a guest NIC.",
              "{\"id\":\"c1\",\"at\":\"a:hn0\",\"snaplen\":256,\"ring\":1048576}",
              text("id", false, "its id; the next free one of c1, c2, ... when absent"),
              text("at", true, "the NIC where it looks on"),
              new Parameter("snaplen", Type.NUMBER, false, "bytes of a frame, 14 to 65550 (all)"),
              new Parameter(
                  "ring", Type.NUMBER, false, "bytes of all, 65536 to 67108864, default 4194304")),
          change(
              "capture.stop",
              "/captures/{id}/actions/stop",
              "Stops a capture; what it kept is gone.",
              "{\"id\":\"c1\"}",
              CAPTURE),
          read(
              "capture.read",
              "/captures/{id}/frames",
              "Frames of a capture, base64, with what was missed.",
              "{\"id\":\"c1\",\"from\":0,\"max\":100}",
              CAPTURE,
              new Parameter("from", Type.NUMBER, false, "number of the first one, default 0"),
              new Parameter("max", Type.NUMBER, false, "1 to 1000, default 100")),
          read("ledger.get", "/ledger", "Every frame accounted for, exact at one moment."),
          read("endpoint.list", "/endpoints", "What is attached above the NICs."),
          read(
              "event.since",
              "/events/since",
              "Events after a cursor.",
              "{\"cursor\":\"0\",\"limit\":100}",
              text("cursor", false, "the sequence of the last event seen"),
              new Parameter("limit", Type.NUMBER, false, "at most this many, default 100")));

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
