package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Bus;
import io.hnswitch.capture.Capture;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.Captures;
import io.hnswitch.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The captures of this node, with what ends them. For the lab's event loop.
 *
 * <p>Events: {@code hnswitch.capture.started}, {@code .triggered} by a switch-over, {@code .ended}
 * when the time is up or there are as many frames as wanted, {@code .stopped}.
 */
final class RunningCaptures {

  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final Captures captures;
  private final Bus bus;
  private final Timers timers;
  private final Map<String, Timers.Timer> limits = new HashMap<>();
  private final Set<String> passing = new HashSet<>();

  RunningCaptures(Captures captures, Bus bus, Timers timers) {
    this.captures = captures;
    this.bus = bus;
    this.timers = timers;
    captures.clock(timers);
    captures.onSwitchOver(this::triggered);
    captures.onFull(this::full);
  }

  Captures all() {
    return captures;
  }

  Optional<Capture> find(String id) {
    return captures.find(id);
  }

  /** Whether it goes away with whoever follows it. */
  boolean isPassing(String id) {
    return passing.contains(id);
  }

  /**
   * Starts one.
   *
   * @param goes whether it goes away with whoever follows it
   * @throws io.hnswitch.api.ProblemException when it cannot be
   */
  Capture start(String id, CaptureSpec spec, boolean goes) {
    Capture capture;
    try {
      capture = captures.start(id, spec);
    } catch (IllegalStateException e) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, e.getMessage()).exception();
    }
    if (goes) {
      passing.add(id);
    }
    publish(
        "started",
        capture,
        Map.of(
            "at",
            spec.at().stream().map(CapturePlace::toString).toList(),
            "filter",
            spec.filter().text(),
            "auto",
            spec.auto().slug()));
    if (capture.stage() == Capture.Stage.RUNNING) {
      limit(capture);
    }
    return capture;
  }

  private void limit(Capture capture) {
    limits.put(capture.id(), timers.after(capture.spec().limit(), () -> ended(capture)));
  }

  private void triggered(Capture capture) {
    captures.run(capture);
    publish("triggered", capture, Map.of());
    limit(capture);
  }

  /** Ends it as soon as the frame has passed that was the last one. */
  private void full(Capture capture) {
    var limit = limits.put(capture.id(), timers.after(Duration.ZERO, () -> ended(capture)));
    if (limit != null) {
      limit.cancel();
    }
  }

  private void ended(Capture capture) {
    limits.remove(capture.id());
    captures.end(capture);
    publish("ended", capture, figures(capture));
    if (passing.contains(capture.id())) {
      // Whoever follows it reads the rest; if nobody does, nobody will.
      limits.put(capture.id(), timers.after(LEAVE, () -> stop(capture)));
    }
  }

  /** Forgets it and what it has. */
  void stop(Capture capture) {
    var limit = limits.remove(capture.id());
    if (limit != null) {
      limit.cancel();
    }
    passing.remove(capture.id());
    var figures = figures(capture);
    captures.remove(capture);
    publish("stopped", capture, figures);
  }

  private static Map<String, Object> figures(Capture capture) {
    var view = capture.view();
    return Map.of("seen", view.seen(), "captured", view.next(), "overwritten", view.overwritten());
  }

  private void publish(String what, Capture capture, Map<String, Object> data) {
    bus.publish("hnswitch.capture." + what, capture.id(), data);
  }
}
