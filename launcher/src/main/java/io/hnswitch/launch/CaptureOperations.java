package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.api.ViewJson;
import io.hnswitch.capture.Capture;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.CaptureSpec.Auto;
import io.hnswitch.capture.CapturedFrame;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FilterException;
import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code capture.*}. */
final class CaptureOperations {

  private static final String ID = "[a-z0-9][a-z0-9-]{0,39}";
  private static final int READ_DEFAULT = 100;
  private static final int READ_MAX = 1000;
  private static final int READ_BYTES_MAX = 1 << 20;

  private final RunningCaptures captures;
  private final LabState state;

  CaptureOperations(RunningCaptures captures, LabState state) {
    this.captures = captures;
    this.state = state;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put(
        "capture.list",
        request ->
            Future.succeededFuture(
                ViewJson.array(captures.all().all().stream().map(Capture::view).toList())));
    handlers.put("capture.start", request -> Future.succeededFuture(start(request)));
    handlers.put("capture.stop", request -> Future.succeededFuture(stop(request)));
    handlers.put("capture.read", request -> Future.succeededFuture(read(request)));
  }

  private JsonObject start(Request request) {
    var id = request.findText("id").orElseGet(this::freeId);
    if (!id.matches(ID)) {
      throw Names.invalid("/id", "an id has a-z, 0-9 and -, at most 40, not: " + id);
    }
    var capture = captures.start(id, spec(request), request.flag("transient"));
    return ViewJson.object(capture.view());
  }

  private CaptureSpec spec(Request request) {
    var at = request.findTexts("at").orElse(List.of()).stream().map(this::place).toList();
    int snaplen =
        (int) request.number("snaplen", FrameRing.SNAP_MIN, FrameRing.SNAP_MAX, FrameRing.SNAP_MAX);
    int ring =
        (int)
            request.number(
                "ring", FrameRing.BYTES_MIN, FrameRing.BYTES_MAX, CaptureSpec.DEFAULT_RING);
    long frames = request.number("frames", 0, CaptureSpec.FRAMES_MAX, 0);
    var where =
        choice(request, "where", CaptureSpec.Where::ofSlug, CaptureSpec.Where.slugs())
            .orElse(CaptureSpec.Where.NIC);
    var direction =
        choice(request, "direction", TapDirection::ofSlug, TapDirection.slugs())
            .orElse(TapDirection.BOTH);
    var auto = choice(request, "auto", Auto::ofSlug, Auto.slugs()).orElse(Auto.START);
    var limit =
        request.findText("for").map(text -> DurationWord.of("/for", text)).orElse(auto.usual());
    var filter = filter(request.findText("filter").orElse(""));
    try {
      return new CaptureSpec(at, where, direction, filter, snaplen, ring, frames, limit, auto);
    } catch (IllegalArgumentException e) {
      throw Names.invalid("", e.getMessage());
    }
  }

  private CapturePlace place(String text) {
    CapturePlace at;
    boolean here;
    if (state.spec().adapters().containsKey(text)) {
      at = new CapturePlace.Wire(text);
      here = state.here().adapters().containsKey(text);
    } else {
      var nic = nic(text);
      at = new CapturePlace.Nic(nic);
      here = state.here().nic(nic).isPresent();
    }
    if (!here) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED,
              at + " is at another node: what one capture looks at is all at one")
          .exception();
    }
    return at;
  }

  private NicId nic(String text) {
    if (text.indexOf(':') < 0) {
      throw Names.notFound("adapter", text, state.spec().adapters().keySet());
    }
    return NicOperations.nic(state, text).id();
  }

  private static <T> Optional<T> choice(
      Request request, String key, Function<String, Optional<T>> known, List<String> words) {
    return request
        .findText(key)
        .map(
            word ->
                known
                    .apply(word)
                    .orElseThrow(
                        () ->
                            Names.invalid(
                                "/" + key,
                                key + " is " + String.join(" or ", words) + ", not " + word)));
  }

  private static FrameFilter filter(String text) {
    try {
      return FrameFilter.of(text);
    } catch (FilterException e) {
      throw Names.invalid("/filter", e.getMessage());
    }
  }

  private String freeId() {
    int number = 1;
    while (captures.find("c" + number).isPresent()) {
      number++;
    }
    return "c" + number;
  }

  private Capture capture(Request request) {
    var id = request.text("id");
    return captures
        .find(id)
        .orElseThrow(
            () ->
                Names.notFound(
                    "capture", id, captures.all().all().stream().map(Capture::id).toList()));
  }

  private JsonObject stop(Request request) {
    var capture = capture(request);
    captures.stop(capture);
    return ViewJson.object(capture.view());
  }

  private JsonObject read(Request request) {
    var capture = capture(request);
    long from = request.number("from", 0, Long.MAX_VALUE, 0);
    int max = (int) request.number("max", 1, READ_MAX, READ_DEFAULT);
    var view = capture.view();
    var frames = capture.read(from, max, READ_BYTES_MAX);
    var json = new JsonArray();
    frames.forEach(frame -> json.add(json(frame)));
    return new JsonObject()
        .put("capture", ViewJson.object(view))
        .put("transient", captures.isPassing(capture.id()))
        .put("missed", Math.max(0, view.oldest() - from))
        .put(
            "next",
            frames.isEmpty() ? Math.max(from, view.oldest()) : frames.getLast().number() + 1)
        .put("frames", json);
  }

  private static JsonObject json(CapturedFrame frame) {
    boolean ofNic = frame.place() instanceof CapturePlace.Nic;
    var json =
        new JsonObject()
            .put("number", frame.number())
            .put("micros", frame.micros())
            .put(ofNic ? "nic" : "adapter", frame.place().toString())
            .put("device", frame.device())
            .put("direction", frame.transmitted() ? "tx" : "rx")
            .put("path", frame.way());
    frame.dropped().ifPresent(reason -> json.put("dropped", reason.slug()));
    return json.put("length", frame.length())
        .put("bytes", Base64.getEncoder().encodeToString(frame.bytes()));
  }
}
