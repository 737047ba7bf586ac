package io.hnswitch.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The cookies of the console: one for a session, one for a token that came in an address. Cookies
 * do not tell ports apart, so several nodes on one machine have names of their own for them.
 */
enum Cookies {
  TOKEN("hnswitch-"),
  SESSION("hnswitch-session-");

  private final String prefix;

  Cookies(String prefix) {
    this.prefix = prefix;
  }

  private String name(HttpServerRequest request) {
    return prefix + request.localAddress().port();
  }

  /** Its value; empty when the request has none. */
  String of(HttpServerRequest request) {
    var cookie = request.getCookie(name(request));
    return cookie == null ? "" : cookie.getValue();
  }

  /** Gives the browser a value. */
  void set(HttpServerRequest request, HttpServerResponse response, String value) {
    response.addCookie(cookie(request, value));
  }

  /** Has the browser forget it. */
  void clear(HttpServerRequest request, HttpServerResponse response) {
    if (!of(request).isEmpty()) {
      response.addCookie(cookie(request, "").setMaxAge(0));
    }
  }

  private Cookie cookie(HttpServerRequest request, String value) {
    return Cookie.cookie(name(request), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(request.isSSL())
        .setSameSite(CookieSameSite.STRICT);
  }
}
