package io.hnswitch.api;

import static io.hnswitch.api.Define.BROKEN;
import static io.hnswitch.api.Define.IF_REVISION;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.GroupsView;
import io.hnswitch.control.SwitchView;
import io.hnswitch.ledger.Arrivals;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.Ledger;
import java.util.List;

/** Operations on virtual switches, and what is attached and counted. */
final class SwitchCatalogue {

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

  static final List<Operation> ALL =
      List.of(
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
          read(
                  "switch.groups",
                  "/switches/{switch}/groups",
                  "The multicast groups that a virtual switch knows, and who asks for members.",
                  "{\"switch\":\"sw0\"}",
                  text("switch", true, "name of the switch"))
              .replies(Shape.of(GroupsView.class))
              .refuses(NOT_FOUND),
          new Operation(
                  "switch.explain",
                  Kind.READ,
                  Role.VIEWER,
                  Method.POST,
                  "/switches/actions/explain",
                  "What would become of a frame that a guest sends, and why; nothing is sent.",
                  List.of(
                      text("nic", true, "the guest NIC that sends it, like a:hn0"),
                      text("text", false, "like udp 10.0.0.1:5000 > 10.0.0.2:53 vlan 10 size 200"),
                      text("frame", false, "its bytes in hexadecimal, instead of text")),
                  "{\"nic\":\"a:hn0\",\"text\":\"icmp 10.0.0.1 > 10.0.0.2\"}")
              .replies(
                  object(
                      "steps",
                      list(object("where", TEXT, "check", TEXT, "verdict", TEXT)),
                      "ends",
                      list(object("what", TEXT, "where", TEXT, "detail", TEXT))))
              .refuses(NOT_FOUND),
          change(
                  "switch.set",
                  "/switches/{switch}/actions/set",
                  "Changes what a virtual switch mirrors, and how long it keeps addresses.",
                  "{\"switch\":\"sw0\",\"mirrors\":\"{ ids: { source: a:hn0, to: b:hn0 } }\"}",
                  text("switch", true, "name of the switch"),
                  text("mirrors", false, "all of them, as in a lab file, or none"),
                  text("aging", false, "like 300s"),
                  IF_REVISION)
              .replies(object("switch", TEXT, "aging", TEXT, "mirrors", Shape.map(ANY)))
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          change(
                  "switch.fdb-flush",
                  "/switches/{switch}/actions/fdb-flush",
                  "Forgets learned addresses.",
                  "{\"switch\":\"sw0\"}",
                  text("switch", true, "name of the switch"))
              .replies(object("switch", TEXT, "flushed", FLAG))
              .refuses(NOT_FOUND),
          read("ledger.get", "/ledger", "Every frame accounted for, exact at one moment.")
              .replies(LEDGER),
          read("endpoint.list", "/endpoints", "What is attached above the NICs.")
              .replies(list(Shape.of(EndpointView.class).or(BROKEN))),
          change(
                  "replay.start",
                  "/nics/{nic}/actions/start-replay",
                  "Sends the file of a NIC with a pcap endpoint, from its first frame on.",
                  "{\"nic\":\"p:hn0\"}",
                  text("nic", true, "the NIC, like p:hn0"))
              .replies(Shape.of(EndpointView.class))
              .refuses(NOT_FOUND, STATE_CONFLICT, NOT_SUPPORTED),
          change(
                  "replay.stop",
                  "/nics/{nic}/actions/stop-replay",
                  "Sends no more of the file of a NIC with a pcap endpoint.",
                  "{\"nic\":\"p:hn0\"}",
                  text("nic", true, "the NIC, like p:hn0"))
              .replies(Shape.of(EndpointView.class))
              .refuses(NOT_FOUND, NOT_SUPPORTED));

  private SwitchCatalogue() {}
}
