package io.hnswitch.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The page to sign in with, instead of the console for browsers that may not see that, once there
 * is somebody who can sign in. Nothing in it is about the lab.
 */
final class LoginPage {

  private static final String PAGE = "webroot/login.html";

  /** What the page consists of, beside itself. */
  private static final List<String> PARTS =
      List.of("/login.js", "/style.css", "/login.css", "/icon.svg");

  private final BooleanSupplier canSignIn;

  /**
   * @param canSignIn whether there is a user
   */
  LoginPage(BooleanSupplier canSignIn) {
    this.canSignIn = canSignIn;
  }

  /** Serves the parts to everybody. */
  void addTo(Router router) {
    var files = files();
    router
        .get()
        .handler(
            route -> {
              if (canSignIn.getAsBoolean() && PARTS.contains(route.request().path())) {
                route.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
                files.handle(route);
              } else {
                route.next();
              }
            });
  }

  private static StaticHandler files() {
    return StaticHandler.create("webroot")
        .setCachingEnabled(false)
        .setIncludeHidden(false)
        .setEnableRangeSupport(false);
  }

  /** Whether a request is a browser's for the page. */
  boolean isFor(HttpServerRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return canSignIn.getAsBoolean()
        && request.method() == HttpMethod.GET
        && request.getParam(GateHandler.TOKEN, "").isEmpty()
        && List.of("/", "/index.html").contains(request.path())
        && accept != null
        && accept.contains("text/html");
  }

  /** Shows it. */
  void show(RoutingContext route) {
    var response = route.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .sendFile(PAGE)
        .onFailure(gone -> response.reset());
  }
}
