package io.hnswitch.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/** The page: files of {@code webroot} in the jar, as they are. */
final class PageRoutes {

  void addTo(Router router) {
    router
        .get()
        .handler(
            route -> {
              // A browser asks each time and gets the files again only when the node is another
              // one.
              route.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              route.next();
            })
        .handler(
            StaticHandler.create("webroot")
                .setCachingEnabled(false)
                .setIncludeHidden(false)
                .setEnableRangeSupport(false));
  }
}
