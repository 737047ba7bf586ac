package io.hnswitch.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Headers of every answer, that keep browsers from doing more with it than is meant. */
final class SafeHeaders {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
          + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String ONE_YEAR = "max-age=31536000";

  private SafeHeaders() {}

  static void put(HttpServerRequest request, HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (request.isSSL() && !isLocalhost(request)) {
      response.putHeader("Strict-Transport-Security", ONE_YEAR);
    }
  }

  /** A browser would keep to it for every other program of the machine, too. */
  private static boolean isLocalhost(HttpServerRequest request) {
    var host = request.getHeader(HttpHeaders.HOST);
    return host != null && host.matches("(?i)localhost(:\\d+)?");
  }
}
