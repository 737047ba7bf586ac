package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.Gate.Caller;
import io.hnswitch.console.Gate.Verdict;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Puts the {@link Gate} before the routes. Who opens a page with the token in its address gets a
 * cookie and is sent on to the address without it.
 */
final class GateHandler {

  /** Name of the query parameter. */
  static final String TOKEN = "token";

  private static final String PRINCIPAL = "hnswitch.principal";

  private final Gate gate;

  GateHandler(Tokens tokens) {
    this.gate = new Gate(tokens);
  }

  /** Who makes a request that came through the gate. */
  static Principal principal(RoutingContext route) {
    return route.get(PRINCIPAL);
  }

  /** For everything: headers that keep the page to itself, then host and origin. */
  void place(RoutingContext route) {
    route
        .response()
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    gate.place(caller(route.request()))
        .ifPresentOrElse(
            problem -> Answers.problem(route.response(), problem), () -> onIfWellFormed(route));
  }

  /** The router reads paths while it looks for routes, and has no answer to a bad escape there. */
  private static void onIfWellFormed(RoutingContext route) {
    try {
      route.normalizedPath();
    } catch (IllegalArgumentException e) {
      Answers.problem(
          route.response(),
          Problem.of(ProblemCode.INVALID_VALUE, "the path is malformed: " + e.getMessage()));
      return;
    }
    route.next();
  }

  /** For everything but health: a token. */
  void token(RoutingContext route) {
    switch (gate.token(caller(route.request()))) {
      case Verdict.Admitted(var who) -> admit(route, who);
      case Verdict.AdmittedByQuery(var who, var token) -> {
        if (isPage(route.request())) {
          enter(route, token);
        } else {
          admit(route, who);
        }
      }
      case Verdict.Refused(var problem) -> Answers.problem(route.response(), problem);
    }
  }

  private static void admit(RoutingContext route, Principal who) {
    route.put(PRINCIPAL, who);
    route.next();
  }

  private static boolean isPage(HttpServerRequest request) {
    return request.method() == HttpMethod.GET
        && !request.path().startsWith("/api/")
        && !request.path().equals(MetricsRoutes.PATH)
        && !request.path().startsWith("/eventbus/");
  }

  private void enter(RoutingContext route, String token) {
    var request = route.request();
    var cookie =
        Cookie.cookie(cookieName(request), token)
            .setPath("/")
            .setHttpOnly(true)
            .setSameSite(CookieSameSite.STRICT);
    var rest =
        route.queryParams().entries().stream()
            .filter(one -> !one.getKey().equals(TOKEN))
            .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
            .collect(Collectors.joining("&"));
    route
        .response()
        .addCookie(cookie)
        .setStatusCode(303)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, clean(request.path()) + (rest.isEmpty() ? "" : "?" + rest))
        .end()
        .onFailure(gone -> route.response().reset());
  }

  /** A path only: one that begins with two slashes would be another host. */
  private static String clean(String path) {
    return "/" + path.replaceFirst("^[/\\\\]+", "");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Caller caller(HttpServerRequest request) {
    var authority = request.getHeader(HttpHeaders.HOST);
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    var cookie = request.getCookie(cookieName(request));
    return new Caller(
        authority == null ? "" : authority,
        origin == null ? "" : origin,
        authorization == null ? "" : authorization,
        cookie == null ? "" : cookie.getValue(),
        request.getParam(TOKEN, ""));
  }

  /** Cookies do not tell ports apart, so several nodes on one machine need a name each. */
  private static String cookieName(HttpServerRequest request) {
    return "hnswitch-" + request.localAddress().port();
  }
}
