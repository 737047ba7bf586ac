package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.hnswitch.time.Timers;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * The numbers of the lab once a second, while somebody listens: {@code hnswitch.v1.tick.summary}
 * with books, flows and rates by path, {@code hnswitch.v1.tick.nic} with the rates of each NIC.
 */
final class TickSource {

  static final String TICKS = "hnswitch.v1.tick.";

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final BusGateway gateway;
  private final Timers timers;
  private final Rates rates = new Rates();
  private Timers.Timer timer = () -> {};
  private boolean running;
  private int round;

  TickSource(BusGateway gateway, Timers timers) {
    this.gateway = gateway;
    this.timers = timers;
  }

  /** Starts or stops. */
  void run(boolean wanted) {
    if (wanted == running) {
      return;
    }
    running = wanted;
    round++;
    if (running) {
      rates.reset();
      tick(round);
    } else {
      timer.cancel();
    }
  }

  /** The next tick is due a second after this one, or when its answers came if that is later. */
  private void tick(int ofRound) {
    long began = timers.nanos();
    Future.all(ask("nic.list"), ask("ledger.get"), ask("flow.list"))
        .onComplete(
            all -> {
              if (!running || ofRound != round) {
                return;
              }
              if (all.succeeded()) {
                CompositeFuture answers = all.result();
                publish(answers.resultAt(0), answers.resultAt(1), answers.resultAt(2));
              }
              var left = PERIOD.minusNanos(timers.nanos() - began);
              timer = timers.after(left.isNegative() ? Duration.ZERO : left, () -> tick(ofRound));
            });
  }

  private Future<Object> ask(String operation) {
    return gateway
        .request(Operations.get(operation), new JsonObject(), PATIENCE)
        .map(answer -> answer.getValue("data"));
  }

  private void publish(JsonArray nics, Object ledger, Object flows) {
    var now = rates.next(TickJson.readings(nics, timers.nanos()));
    var at = Instant.ofEpochMilli(timers.epochMillis()).toString();
    gateway.publish(
        TICKS + "summary",
        new JsonObject()
            .put("at", at)
            .put("ledger", ledger)
            .put("flows", flows)
            .put("paths", TickJson.paths(now)));
    gateway.publish(TICKS + "nic", new JsonObject().put("at", at).put("nics", TickJson.nics(now)));
  }
}
