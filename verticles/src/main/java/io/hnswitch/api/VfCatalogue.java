package io.hnswitch.api;

import static io.hnswitch.api.Define.A_NIC;
import static io.hnswitch.api.Define.NIC;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.CANCELLED;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.NO_VF_FREE;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.ProblemCode.VF_MANAGED_BY_NIC;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.control.AdapterView;
import io.hnswitch.control.PairView;
import io.hnswitch.control.VfView;
import java.util.List;

/** Operations on VFs, adapters and pairs. */
final class VfCatalogue {

  private static final Shape A_VF =
      Shape.of(VfView.class)
          .with("adapter", TEXT, "offer", TEXT, "steered", FLAG)
          .or(
              object(
                  "id", TEXT, "adapter", TEXT, "nic", TEXT, "mac", TEXT, "serial", WHOLE, "offer",
                  TEXT, "steered", FLAG, "state", TEXT));

  static final List<Operation> ALL =
      List.of(
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
          change(
                  "vf.revoke-storm",
                  "/nics/{nic}/actions/revoke-storm",
                  "Takes a NIC's VF away and gives it back, over and over.",
                  "{\"nic\":\"a:hn0\",\"count\":2,\"interval\":\"1s\"}",
                  NIC,
                  new Parameter("count", Type.NUMBER, false, "how often, default 10"),
                  text("interval", false, "from one to the next, default 10s; half of it away"),
                  text("how", false, "surprise (the default) or graceful"))
              .replies(object("nic", TEXT, "how", TEXT, "count", WHOLE, "interval", TEXT))
              .refuses(NOT_FOUND, STATE_CONFLICT),
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
              .refuses(NOT_FOUND));

  private VfCatalogue() {}
}
