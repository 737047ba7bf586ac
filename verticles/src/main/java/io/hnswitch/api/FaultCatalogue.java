package io.hnswitch.api;

import static io.hnswitch.api.Define.NIC;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.NUMBER;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import java.util.List;

/** Operations on faults: what was done to the lab that its file does not say. */
final class FaultCatalogue {

  private static final Shape FAULT =
      object("operation", TEXT, "object", TEXT, "layer?", TEXT, "leftMillis?", WHOLE);

  static final List<Operation> ALL =
      List.of(
          read("fault.list", "/faults", "Every fault that there is now, and how long it lasts.")
              .replies(list(FAULT)),
          change(
                  "fault.servicing",
                  "/nics/{nic}/actions/service-host",
                  "Services a NIC's host: its VF goes, and comes back when the time is over.",
                  "{\"nic\":\"a:hn0\",\"for\":\"2s\"}",
                  NIC,
                  text("for", false, "how long the VF is away, default 65s"),
                  text(
                      "pause", false, "how long the host reads nothing of the channel, default 0s"),
                  text("how", false, "graceful (the default) or surprise"))
              .replies(object("nic", TEXT, "how", TEXT, "for", TEXT, "pause", TEXT))
              .refuses(NOT_FOUND, STATE_CONFLICT),
          change(
                  "fault.stall",
                  "/nics/{nic}/actions/stall-channel",
                  "Lets the host read nothing of a NIC's channel for a time.",
                  "{\"nic\":\"a:hn0\",\"for\":\"1m\"}",
                  NIC,
                  text("for", false, "how long, default 5s"))
              .replies(object("nic", TEXT, "for", TEXT))
              .refuses(NOT_FOUND, STATE_CONFLICT),
          change(
                  "fault.lose-control",
                  "/nics/{nic}/actions/lose-control",
                  "Loses NVS and RNDIS control messages of a NIC's channel, in both directions.",
                  "{\"nic\":\"a:hn0\",\"chance\":\"1%\",\"for\":\"1m\"}",
                  NIC,
                  text("chance", false, "of each message, like 10%"),
                  new Parameter("next", Type.NUMBER, false, "messages that are lost for certain"),
                  text("for", false, "how long, default 60s"))
              .replies(object("nic", TEXT, "for", TEXT, "next", WHOLE, "chance", NUMBER))
              .refuses(NOT_FOUND, STATE_CONFLICT),
          change(
                  "fault.clear-all",
                  "/faults/actions/clear-all",
                  "Ends every fault; all is as the lab file says. Always succeeds.",
                  "{}")
              .replies(list(FAULT)));

  private FaultCatalogue() {}
}
