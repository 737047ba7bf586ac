package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.capture.CapturedFrame;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.control.CaptureView;
import io.hnswitch.control.CapturedFrames;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code capture.*}. The captures are the NICs'; here is only known which id is at which NIC, and
 * an id whose NIC does not know it any more is forgotten.
 */
final class CaptureOperations {

  private static final String ID = "[a-z0-9][a-z0-9-]{0,31}";
  private static final int RING_DEFAULT = 4 << 20;
  private static final int READ_DEFAULT = 100;
  private static final int READ_MAX = 1000;

  private final Bus bus;
  private final LabState state;
  private final Map<String, NicId> places = new TreeMap<>();

  CaptureOperations(Bus bus, LabState state) {
    this.bus = bus;
    this.state = state;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("capture.list", request -> list().map(ViewJson::array));
    handlers.put("capture.start", this::start);
    handlers.put("capture.stop", this::stop);
    handlers.put("capture.read", this::read);
  }

  private Future<List<CaptureView>> list() {
    var views =
        List.copyOf(places.entrySet()).stream()
            .map(place -> describe(place.getKey(), place.getValue()))
            .toList();
    return Future.all(views)
        .map(done -> done.<CaptureView>list().stream().filter(Objects::nonNull).toList());
  }

  /** Null when it is gone: with its NIC, or with one that was made anew. */
  private Future<CaptureView> describe(String id, NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.DescribeCapture(id), CaptureView.class)
        .otherwise(
            gone -> {
              places.remove(id, nic);
              return null;
            });
  }

  private Future<JsonObject> start(Request request) {
    var nic = NicOperations.nic(state, request.text("at")).id();
    int snaplen =
        (int) request.number("snaplen", FrameRing.SNAP_MIN, FrameRing.SNAP_MAX, FrameRing.SNAP_MAX);
    long ring = request.number("ring", FrameRing.BYTES_MIN, FrameRing.BYTES_MAX, RING_DEFAULT);
    var wanted = request.findText("id");
    wanted
        .filter(id -> !id.matches(ID))
        .ifPresent(
            id -> {
              throw Names.invalid("/id", "an id has a-z, 0-9 and -, at most 32, not: " + id);
            });
    return list()
        .compose(
            there -> {
              var id = wanted.orElseGet(this::freeId);
              if (places.containsKey(id)) {
                throw Problem.of(ProblemCode.STATE_CONFLICT, "there is a capture " + id)
                    .exception();
              }
              places.put(id, nic);
              return bus.request(
                      Addresses.nic(nic),
                      new NicControl.StartCapture(id, snaplen, ring),
                      Outcome.Done.class)
                  .onFailure(cause -> places.remove(id, nic))
                  .compose(done -> view(id, nic));
            });
  }

  private String freeId() {
    int number = 1;
    while (places.containsKey("c" + number)) {
      number++;
    }
    return "c" + number;
  }

  private Future<JsonObject> view(String id, NicId nic) {
    return bus.request(Addresses.nic(nic), new NicControl.DescribeCapture(id), CaptureView.class)
        .map(ViewJson::object);
  }

  private NicId place(String id) {
    var nic = places.get(id);
    if (nic == null) {
      throw Names.notFound("capture", id, places.keySet());
    }
    return nic;
  }

  private Future<JsonObject> stop(Request request) {
    var id = request.text("id");
    var nic = place(id);
    return view(id, nic)
        .compose(
            last ->
                bus.request(Addresses.nic(nic), new NicControl.StopCapture(id), Outcome.Done.class)
                    .map(done -> last))
        .onComplete(done -> places.remove(id, nic));
  }

  private Future<JsonObject> read(Request request) {
    var id = request.text("id");
    long from = request.number("from", 0, Long.MAX_VALUE, 0);
    int max = (int) request.number("max", 1, READ_MAX, READ_DEFAULT);
    return bus.request(
            Addresses.nic(place(id)),
            new NicControl.ReadCapture(id, from, max),
            CapturedFrames.class)
        .map(CaptureOperations::json);
  }

  private static JsonObject json(CapturedFrames read) {
    var frames = new JsonArray();
    read.frames().forEach(frame -> frames.add(json(frame)));
    return new JsonObject()
        .put("capture", ViewJson.object(read.of()))
        .put("missed", read.missed())
        .put("next", read.next())
        .put("frames", frames);
  }

  private static JsonObject json(CapturedFrame frame) {
    return new JsonObject()
        .put("number", frame.number())
        .put("micros", frame.micros())
        .put("direction", frame.transmitted() ? "tx" : "rx")
        .put("path", ViewJson.slug(frame.path()))
        .put("length", frame.length())
        .put("bytes", Base64.getEncoder().encodeToString(frame.bytes()));
  }
}
