package io.hnswitch.capture;

import io.hnswitch.control.CaptureView;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.metrics.Reading;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One capture: its ring, and what stage it is in. All its points write into the one ring, so frames
 * stand in it in the order in which they were seen. For the lab's event loop.
 */
public final class Capture {

  /** What a capture does. */
  public enum Stage {
    /** Fills its ring until a NIC changes its path. */
    ARMED,
    /** Fills its ring until its time is up, or it has all the frames that it was to capture. */
    RUNNING,
    /** Keeps what it has. */
    ENDED
  }

  private final String id;
  private final CaptureSpec spec;
  private final long beginMicros;
  private final long address;
  private final FrameRing ring;
  private final MemorySegment memory;
  private final Captures all;
  private Stage stage;
  private long seen;
  private long countedFrom;

  Capture(Captures all, String id, CaptureSpec spec, Memory memory, long address, long micros) {
    this.all = all;
    this.id = id;
    this.spec = spec;
    this.memory = memory.segment();
    this.address = address;
    this.beginMicros = micros;
    this.ring = new FrameRing(memory, address, spec.ring(), spec.snaplen());
    this.stage = spec.auto() == CaptureSpec.Auto.START ? Stage.RUNNING : Stage.ARMED;
  }

  public String id() {
    return id;
  }

  public CaptureSpec spec() {
    return spec;
  }

  public Stage stage() {
    return stage;
  }

  long address() {
    return address;
  }

  /** When it began; what happened before is not its. */
  long beginMicros() {
    return beginMicros;
  }

  void stage(Stage next) {
    if (stage == Stage.ARMED && next == Stage.RUNNING) {
      countedFrom = ring.next();
    }
    stage = next;
  }

  private boolean hasAll() {
    return stage == Stage.RUNNING
        && spec.frames() > 0
        && ring.next() - countedFrom >= spec.frames();
  }

  /** A frame of a point; kept when it fits the filter, unless there are as many as wanted. */
  void see(
      long micros,
      long device,
      int point,
      int dropped,
      boolean transmitted,
      Datapath path,
      long frame,
      int length,
      int vlan) {
    if (stage == Stage.ENDED || !(transmitted ? spec.direction().sent() : spec.direction().got())) {
      return;
    }
    seen++;
    if (spec.filter().fits(memory, frame, length, vlan)) {
      ring.add(micros, device, point, dropped, transmitted, path, frame, length, vlan);
      if (hasAll()) {
        stage = Stage.ENDED;
        all.full(this);
      }
    }
  }

  /** What it has counted. */
  Reading.Capture reading() {
    return new Reading.Capture(
        id, ring.next(), seen - ring.next(), ring.overwritten(), ring.octets());
  }

  /** What it is now. */
  public CaptureView view() {
    return new CaptureView(
        id,
        spec.at().stream().map(CapturePlace::toString).toList(),
        spec.where().slug(),
        spec.direction().slug(),
        spec.filter().text(),
        stage.name().toLowerCase(Locale.ROOT),
        spec.auto().slug(),
        spec.limit().toMillis(),
        spec.snaplen(),
        spec.ring(),
        spec.frames(),
        seen,
        ring.oldest(),
        ring.next(),
        ring.overwritten());
  }

  /** Frames in order; they stay. As {@link FrameRing#read}. */
  public List<CapturedFrame> read(long from, int framesMax, long bytesMax) {
    return ring.read(from, framesMax, bytesMax).stream().map(this::named).toList();
  }

  private CapturedFrame named(FrameRing.Kept kept) {
    var place = spec.at().get(kept.point());
    return new CapturedFrame(
        kept.number(),
        kept.micros(),
        place,
        all.device(kept.tag()),
        kept.transmitted(),
        place instanceof CapturePlace.Nic ? Optional.of(kept.path()) : Optional.empty(),
        kept.dropped() == FrameRing.NOT_DROPPED
            ? Optional.empty()
            : Optional.of(DropReason.of(kept.dropped() - 1)),
        kept.length(),
        kept.bytes());
  }
}
