package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * {@code /health/live}: the event loop turns. {@code /health/ready}: the node answers requests.
 * Both without the token, and without a word about the lab.
 */
final class HealthRoutes {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BusGateway gateway;

  HealthRoutes(BusGateway gateway) {
    this.gateway = gateway;
  }

  void addTo(Router router) {
    router.get("/health/live").handler(route -> answer(route.response(), true));
    router.get("/health/ready").handler(this::ready);
  }

  private void ready(RoutingContext route) {
    gateway
        .request(Operations.get("sys.ping"), new JsonObject(), PATIENCE)
        .onComplete(answered -> answer(route.response(), answered.succeeded()));
  }

  private static void answer(HttpServerResponse response, boolean up) {
    Answers.ok(
        response.setStatusCode(up ? 200 : 503), new JsonObject().put("status", up ? "UP" : "DOWN"));
  }
}
