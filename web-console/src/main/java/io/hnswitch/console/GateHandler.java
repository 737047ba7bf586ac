package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.Gate.Shown;
import io.hnswitch.console.Gate.Verdict;
import io.hnswitch.time.Timers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Puts the {@link Gate} before the routes. Who opens a page with the token in its address gets a
 * cookie and is sent on to the address without it.
 */
final class GateHandler {

  /** Name of the query parameter. */
  static final String TOKEN = "token";

  private static final String PRINCIPAL = "hnswitch.principal";
  private static final String COOKIE = "hnswitch.cookie";

  private final Gate gate;
  private final Sessions sessions;
  private final LoginPage login;
  private final Timers timers;

  GateHandler(Gate gate, Sessions sessions, LoginPage login, Timers timers) {
    this.gate = gate;
    this.sessions = sessions;
    this.login = login;
    this.timers = timers;
  }

  /** Who makes a request that came through the gate. */
  static Principal principal(RoutingContext route) {
    return route.get(PRINCIPAL);
  }

  /** The cookie that let a request in; empty when it was something else. */
  static Optional<Verdict.AdmittedByCookie> cookie(RoutingContext route) {
    return Optional.ofNullable(route.get(COOKIE));
  }

  /**
   * Ties to a request's session what stays open after it.
   *
   * @param cut ends that, for a reason
   * @return to be run when it ends by itself
   */
  static Runnable hold(RoutingContext route, Consumer<Problem> cut) {
    return cookie(route)
        .flatMap(Verdict.AdmittedByCookie::session)
        .map(session -> session.hold(cut))
        .orElse(() -> {});
  }

  /** Where a request comes from. */
  static String address(SocketAddress remote) {
    return remote.hostAddress() == null ? "" : Throttle.guesser(remote.hostAddress());
  }

  /** For everything: headers that keep the page to itself, then host and origin. */
  void place(RoutingContext route) {
    var request = route.request();
    SafeHeaders.put(request, route.response());
    var local = request.localAddress().hostAddress();
    var place =
        new Gate.Place(
            header(request, HttpHeaders.HOST),
            header(request, HttpHeaders.ORIGIN),
            request.isSSL() ? "https" : "http",
            local == null ? "" : local);
    gate.place(place)
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

  /** For everything but health and what is needed to sign in: a token or a session. */
  void who(RoutingContext route) {
    var request = route.request();
    boolean change = request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
    switch (gate.who(shown(request), change, address(request.remoteAddress()), timers.nanos())) {
      case Verdict.Admitted(var who) -> admit(route, who);
      case Verdict.AdmittedByCookie by -> {
        route.put(COOKIE, by);
        admit(route, by.who());
      }
      case Verdict.AdmittedByQuery(var who, var token) -> {
        if (isPage(request)) {
          enter(route, token);
        } else {
          admit(route, who);
        }
      }
      case Verdict.Refused(var problem, var left) -> {
        if (login.isFor(request)) {
          login.show(route);
        } else {
          Answers.problem(route.response(), problem, left);
        }
      }
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
    var rest =
        route.queryParams().entries().stream()
            .filter(one -> !one.getKey().equals(TOKEN))
            .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
            .collect(Collectors.joining("&"));
    sessions.end(Cookies.SESSION.of(request));
    Cookies.SESSION.clear(request, route.response());
    Cookies.TOKEN.set(request, route.response(), token);
    route
        .response()
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

  private static Shown shown(HttpServerRequest request) {
    return new Shown(
        header(request, HttpHeaders.AUTHORIZATION),
        request.getParam(TOKEN, ""),
        Cookies.SESSION.of(request),
        Cookies.TOKEN.of(request),
        header(request, Csrf.HEADER));
  }

  private static String header(HttpServerRequest request, CharSequence name) {
    var value = request.getHeader(name);
    return value == null ? "" : value;
  }
}
