package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.hnswitch.bus.Lab;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * {@code /health/live}: the event loops of console and lab turn. {@code /health/started}: the lab
 * that the node started with has been made. {@code /health/ready}: and it still is what is wanted.
 * All without a token, and without a word about the lab.
 *
 * <p>200 for up, 503 for down, 500 when a check failed or did not come to an end in time.
 */
final class HealthRoutes {

  private static final String ROOT = "/health/";

  /** A loop that stands still for less is busy, and no reason to end the process. */
  private static final Duration TURN = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Lab lab;
  private final BusGateway gateway;

  HealthRoutes(Vertx vertx, Lab lab, BusGateway gateway) {
    this.vertx = vertx;
    this.lab = lab;
    this.gateway = gateway;
  }

  void addTo(Router router) {
    var own = lab.newContext();
    var live =
        HealthChecks.create(vertx)
            .register("console", turned -> turned.complete(Status.OK()))
            .register(
                "lab",
                TURN.toMillis(),
                turned -> own.runOnContext(ignored -> turned.tryComplete(Status.OK())));
    var started = HealthChecks.create(vertx).register("lab", checked -> ask("started", checked));
    var ready = HealthChecks.create(vertx).register("lab", checked -> ask("ready", checked));
    router.get(ROOT + "live").handler(route -> check(live, route));
    router.get(ROOT + "started").handler(route -> check(started, route));
    router.get(ROOT + "ready").handler(route -> check(ready, route));
  }

  private void ask(String what, Promise<Status> checked) {
    gateway
        .request(Operations.get("sys.ping"), new JsonObject(), PATIENCE)
        .map(answer -> answer.getJsonObject("data").getBoolean(what, false))
        .otherwise(false)
        .onSuccess(yes -> checked.tryComplete(new Status().setOk(yes)));
  }

  private static void check(HealthChecks checks, RoutingContext route) {
    checks
        .checkStatus()
        .otherwise(cause -> new CheckResult().setFailure(cause))
        .onSuccess(result -> answer(result, route));
  }

  private static void answer(CheckResult result, RoutingContext route) {
    boolean up = result.getFailure() == null && CheckResult.isUp(result);
    var parts = result.getChecks() == null ? List.<CheckResult>of() : result.getChecks();
    boolean broken = parts.stream().anyMatch(part -> part.getFailure() != null);
    var shown = new JsonArray();
    parts.forEach(
        part ->
            shown.add(
                new JsonObject()
                    .put("id", part.getId())
                    .put("status", word(CheckResult.isUp(part)))));
    route
        .response()
        .setStatusCode(up ? 200 : broken ? 500 : 503)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Answers.document(
        route.response(), new JsonObject().put("status", word(up)).put("checks", shown));
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
