package io.hnswitch.lab;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.CaptureSpec.Auto;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FilterException;
import io.hnswitch.capture.filter.FrameFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the captures that run from the start, or around the first switch-over. */
final class CaptureReader {

  private static final Duration LIMIT_MIN = Duration.ofMillis(1);

  private final LabDraft draft;

  CaptureReader(LabDraft draft) {
    this.draft = draft;
  }

  void captures(LabValue value) {
    value.named().values().forEach(this::capture);
  }

  private void capture(String name, LabValue value) {
    var section = value.object(LabObject.CAPTURE);
    var place = section.require("at");
    var at = place.map(this::points).orElse(List.of());
    var filter = section.get("filter").flatMap(CaptureReader::filter).orElse(FrameFilter.all());
    long snaplen =
        size(section, "snaplen", FrameRing.SNAP_MIN, FrameRing.SNAP_MAX, FrameRing.SNAP_MAX);
    long ring =
        size(section, "ring", FrameRing.BYTES_MIN, FrameRing.BYTES_MAX, CaptureSpec.DEFAULT_RING);
    long frames =
        section.get("frames").map(count -> count.integer(0, CaptureSpec.FRAMES_MAX, 0)).orElse(0L);
    var auto =
        section
            .get("auto")
            .flatMap(word -> word.choice(Auto.slugs()))
            .flatMap(Auto::ofSlug)
            .orElse(Auto.START);
    var limit =
        section
            .get("for")
            .map(time -> time.unit(Units.DURATION, LIMIT_MIN, CaptureSpec.LIMIT_MAX, auto.usual()))
            .orElse(auto.usual());
    var where =
        section
            .get("where")
            .flatMap(word -> word.choice(CaptureSpec.Where.slugs()))
            .flatMap(CaptureSpec.Where::ofSlug)
            .orElse(CaptureSpec.Where.NIC);
    var direction = direction(section);
    if (at.isEmpty() || !agree(section, at, where, auto)) {
      return;
    }
    draft.capturePlaces.put(name, place.orElseThrow());
    draft.captures.put(
        name,
        new CaptureSpec(
            at, where, direction, filter, (int) snaplen, (int) ring, frames, limit, auto));
  }

  /** Whether there is something to look at, and an end. */
  private static boolean agree(
      LabSection section, List<CapturePlace> at, CaptureSpec.Where where, Auto auto) {
    var noPort = CaptureSpec.whereTrouble(at, where);
    noPort.ifPresent(why -> conflict(section.values().get("where"), why));
    var noEnd = CaptureSpec.autoTrouble(at, auto);
    noEnd.ifPresent(why -> conflict(section.values().get("auto"), why));
    return noPort.isEmpty() && noEnd.isEmpty();
  }

  private static void conflict(LabValue value, String why) {
    value.problem(LabProblem.Code.CONFLICT, value.place().path() + ": " + why, "");
  }

  private List<CapturePlace> points(LabValue value) {
    var at = new ArrayList<CapturePlace>();
    var items = value.items(true);
    for (var item : items) {
      var id =
          item.parsed(
              "the id of a NIC like \"a:hn0\", or an adapter's like \"pf0\"", CapturePlace::parse);
      id.ifPresent(_ -> draft.references.put(item, LabDraft.Target.PORT));
      if (id.filter(at::contains).isPresent()) {
        item.bad("must not be named twice", "");
        return List.of();
      }
      id.ifPresent(at::add);
    }
    if (at.size() > CaptureSpec.POINTS_MAX || items.isEmpty()) {
      value.bad("must be 1 to " + CaptureSpec.POINTS_MAX + " NICs and adapters", "");
      return List.of();
    }
    return at;
  }

  static TapDirection direction(LabSection section) {
    return section
        .get("direction")
        .flatMap(word -> word.choice(TapDirection.slugs()))
        .flatMap(TapDirection::ofSlug)
        .orElse(TapDirection.BOTH);
  }

  static Optional<FrameFilter> filter(LabValue value) {
    var text = value.text("a filter like \"udp port 53\"");
    try {
      return text.map(FrameFilter::of);
    } catch (FilterException e) {
      value.bad("is no filter: " + e.getMessage(), "");
      return Optional.empty();
    }
  }

  static long size(LabSection section, String key, long min, long max, long otherwise) {
    return section
        .get(key)
        .map(value -> value.unit(Units.SIZE, min, max, otherwise))
        .orElse(otherwise);
  }
}
