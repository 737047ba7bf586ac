package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.Rates.Rate;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the lab for all that it tells, in rounds, while somebody listens, and publishes what came:
 * {@code hnswitch.v1.tick.view} with how the {@link LabView} has changed, after every round; {@code
 * hnswitch.v1.tick.summary} with books, flows and rates by path, and {@code hnswitch.v1.tick.nic}
 * with the rates of each NIC, once a second. A round in which one question fails tells nothing.
 */
final class TickSource {

  static final String TICKS = "hnswitch.v1.tick.";

  private static final Logger LOG = LoggerFactory.getLogger(TickSource.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final List<String> QUESTIONS =
      Stream.concat(
              Stream.of("sys.info", "ledger.get"),
              LabView.LISTS.stream().map(LabView.Part::operation))
          .toList();

  private final BusGateway gateway;
  private final Timers timers;
  private final EventGateway events;
  private final RoundPace pace = new RoundPace();
  private final Rates rates = new Rates();
  private final LabView view = new LabView();
  private final ViewFeed feed;
  private List<Rate> lastRates = List.of();
  private Optional<Future<Void>> open = Optional.empty();
  private Timers.Timer timer = () -> {};
  private Runnable deaf = () -> {};
  private boolean running;
  private boolean isFresh;
  private int run;

  TickSource(BusGateway gateway, Timers timers, EventGateway events) {
    this.gateway = gateway;
    this.timers = timers;
    this.events = events;
    feed = new ViewFeed(events.feed().run());
  }

  /** Starts or stops. */
  void run(boolean wanted) {
    if (wanted == running) {
      return;
    }
    running = wanted;
    run++;
    isFresh = false;
    rates.reset();
    lastRates = List.of();
    if (running) {
      deaf = events.onEvent(this::happened);
      pace.start(timers.nanos());
      next();
    } else {
      deaf.run();
      timer.cancel();
    }
  }

  /** The last view that was published; one of now when nobody listens. */
  Future<Object> view() {
    if (running && isFresh) {
      return Future.succeededFuture(feed.whole());
    }
    return open.orElseGet(this::round).map(done -> feed.whole());
  }

  private void happened() {
    if (pace.happened()) {
      next();
    }
  }

  /** Begins a round when one is due, or waits until it is. */
  private void next() {
    timer.cancel();
    if (!running || open.isPresent()) {
      return;
    }
    var left = Duration.ofNanos(pace.due() - timers.nanos());
    if (left.isPositive()) {
      timer = timers.after(left, this::next);
    } else {
      round();
    }
  }

  /** One that began while nobody listened, or others did, has no part in rates and pace. */
  private Future<Void> round() {
    int ofRun = run;
    boolean regular = running && pace.begin(timers.nanos());
    var round =
        ask()
            .<Void>map(
                answers -> {
                  publish(answers, regular && ofRun == run);
                  return null;
                });
    open = Optional.of(round);
    round.onComplete(
        done -> {
          open = Optional.empty();
          if (ofRun == run) {
            pace.end(timers.nanos());
          }
          if (done.failed()) {
            left(done.cause());
          }
          next();
        });
    return round;
  }

  private Future<LabView.Answers> ask() {
    var end = events.feed().end();
    var asked =
        QUESTIONS.stream()
            .map(name -> gateway.request(Operations.get(name), new JsonObject(), PATIENCE))
            .toList();
    return Future.all(asked)
        .map(
            all -> {
              var answers = new HashMap<String, JsonObject>();
              for (int i = 0; i < QUESTIONS.size(); i++) {
                answers.put(QUESTIONS.get(i), all.resultAt(i));
              }
              return new LabView.Answers(answers, timers.epochMillis(), end);
            });
  }

  private void publish(LabView.Answers round, boolean regular) {
    var at = Instant.ofEpochMilli(round.atMillis()).toString();
    if (regular) {
      lastRates = rates.next(TickJson.readings(round.list("nic.list"), timers.nanos()));
      publishRates(round, at);
    }
    gateway.publish(TICKS + "view", feed.next(view.of(round, lastRates), at));
    isFresh = running;
  }

  private void publishRates(LabView.Answers round, String at) {
    gateway.publish(
        TICKS + "summary",
        new JsonObject()
            .put("at", at)
            .put("ledger", round.object("ledger.get"))
            .put("flows", round.list("flow.list"))
            .put("paths", TickJson.paths(lastRates)));
    gateway.publish(
        TICKS + "nic", new JsonObject().put("at", at).put("nics", TickJson.nics(lastRates)));
  }

  /** That a device does not answer shows in the age of what was published; a bug does not. */
  private static void left(Throwable cause) {
    if (Problem.of(cause).code().equals(ProblemCode.INTERNAL.slug())) {
      LOG.warn("a round of ticks was left out", cause);
    }
  }
}
