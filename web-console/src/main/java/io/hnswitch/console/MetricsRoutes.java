package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.metrics.Scrapes;
import io.hnswitch.console.metrics.TextFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics} for Prometheus: for whoever has a token, as every role may look. */
final class MetricsRoutes {

  static final String PATH = "/metrics";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsRoutes.class);

  private final Scrapes scrapes;

  MetricsRoutes(Scrapes scrapes) {
    this.scrapes = scrapes;
  }

  void addTo(Router router) {
    router.get(PATH).handler(this::scrape);
  }

  private void scrape(RoutingContext route) {
    var accept = route.request().getHeader(HttpHeaders.ACCEPT);
    var format = TextFormat.of(accept == null ? "" : accept);
    scrapes
        .scrape(format)
        .onSuccess(text -> answer(route.response(), format, text))
        .onFailure(cause -> Answers.problem(route.response(), problem(cause)));
  }

  private static Problem problem(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return Problem.of(ProblemCode.UNAVAILABLE, "the lab's event loop does not turn");
    }
    LOG.error("GET {} failed", PATH, cause);
    return Problem.of(cause);
  }

  /** Not compressed: that would be done on the event loop, and it does not go far. */
  private static void answer(HttpServerResponse response, TextFormat format, Buffer text) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .end(text)
        .onFailure(gone -> response.reset());
  }
}
