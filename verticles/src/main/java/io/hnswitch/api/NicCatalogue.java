package io.hnswitch.api;

import static io.hnswitch.api.Define.A_NIC;
import static io.hnswitch.api.Define.BROKEN;
import static io.hnswitch.api.Define.IF_REVISION;
import static io.hnswitch.api.Define.NIC;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_PERMITTED;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.control.Media;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.NicView;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PolicyView;
import io.hnswitch.offload.TsoLimits;
import java.util.List;

/** Operations on guests and their NICs. */
final class NicCatalogue {

  private static final Parameter GROUP =
      text("group", true, "group address, like 01:00:5e:00:00:fb");

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

  private static final String A_GROUP = "{\"nic\":\"a:hn0\",\"group\":\"01:00:5e:00:00:fb\"}";

  static final List<Operation> ALL =
      List.of(
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
                      "own",
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
          read(
                  "nic.policy",
                  "/nics/{nic}/policy",
                  "What the port of a guest NIC does, and what it has done on either path.",
                  A_NIC,
                  NIC)
              .replies(Shape.of(PolicyView.class).with("policy", ANY))
              .refuses(NOT_FOUND),
          new Operation(
                  "nic.set",
                  Kind.CHANGE,
                  Role.OPERATOR,
                  Method.PATCH,
                  "/nics/{nic}",
                  "Changes MTU, offloads, the queue, the port's policy, flags or media of a guest"
                      + " NIC.",
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
                      text("vlan", false, "as in a lab file, like {mode: access, id: 10}, or none"),
                      text("guards", false, "as in a lab file, like [mac-spoof, dhcp], or none"),
                      text("storm", false, "as in a lab file, like 1000pps, or none"),
                      text("acl", false, "the whole list, as in a lab file, or none"),
                      text("bandwidth", false, "as in a lab file, like {max: 1Gbit}, or none"),
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
              .refuses(NOT_FOUND, NOT_PERMITTED, NOT_SUPPORTED, STATE_CONFLICT, DEVICE_FAILED));

  private NicCatalogue() {}
}
