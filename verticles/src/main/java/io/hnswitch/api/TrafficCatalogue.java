package io.hnswitch.api;

import static io.hnswitch.api.Define.BROKEN;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.NOT_SUPPORTED;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.NUMBER;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.control.CaptureView;
import java.util.List;

/** Operations on measured flows and captures. */
final class TrafficCatalogue {

  private static final Parameter FLOW = text("id", true, "id of the flow, like f1");

  private static final Parameter CAPTURE = text("id", true, "id of the capture, like c1");

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

  static final List<Operation> ALL =
      List.of(
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
                  "Captures the frames of guest NICs, of both paths, and of adapters' wires, and"
                      + " why some are dropped.",
                  "{\"id\":\"c1\",\"at\":[\"a:hn0\",\"b:hn0\"],\"filter\":\"udp port 53\","
                      + "\"snaplen\":256,\"ring\":1048576,\"for\":\"30s\"}",
                  text("id", false, "its id; the next free one of c1, c2, ... when absent"),
                  new Parameter(
                      "at",
                      Type.TEXTS,
                      true,
                      "the NICs, and the adapters whose wires, 1 to 64 of one node"),
                  text(
                      "where",
                      false,
                      "nic (default), or port: what its switch port lets in and out, as a mirror"),
                  text("direction", false, "source, destination or both (default)"),
                  text("filter", false, "which frames, in libpcap's syntax; all when absent"),
                  new Parameter(
                      "snaplen", Type.NUMBER, false, "bytes of a frame, 14 to 65550 (all)"),
                  new Parameter(
                      "ring",
                      Type.NUMBER,
                      false,
                      "bytes of all, 65536 to 67108864, default 4194304"),
                  new Parameter(
                      "frames",
                      Type.NUMBER,
                      false,
                      "how many, 0 to "
                          + CaptureSpec.FRAMES_MAX
                          + "; then it ends; 0 (default) for no end"),
                  text(
                      "for",
                      false,
                      "how long, 1ms to 1440m; default 10m, or 2s after a switch-over"),
                  text(
                      "auto",
                      false,
                      "start (default), or on-switchover: to end so long after the next one"),
                  new Parameter(
                      "transient", Type.BOOLEAN, false, "it stops when who follows it goes away"))
              .replies(Shape.of(CaptureView.class))
              .refuses(NOT_FOUND, STATE_CONFLICT, NOT_SUPPORTED),
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
                      "transient",
                      FLAG,
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
                              "nic?",
                              TEXT,
                              "adapter?",
                              TEXT,
                              "device",
                              TEXT,
                              "direction",
                              TEXT,
                              "path",
                              TEXT,
                              "dropped?",
                              TEXT,
                              "length",
                              WHOLE,
                              "bytes",
                              TEXT))))
              .refuses(NOT_FOUND));

  private TrafficCatalogue() {}
}
