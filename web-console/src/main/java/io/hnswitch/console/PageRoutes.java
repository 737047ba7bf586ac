package io.hnswitch.console;

import io.hnswitch.console.Assets.Asset;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.regex.Pattern;

/**
 * The page, its {@link Assets} below their hash, and the files of {@code webroot} that have fixed
 * names because others use them: clients for scripts, the icon.
 */
final class PageRoutes {

  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_EACH_TIME = "no-cache";

  /** One of the encodings that a browser takes, unless with {@code q=0}. */
  private static final Pattern GZIP =
      Pattern.compile(
          "(?:^|,)\\s*gzip\\s*(?!;\\s*q=0(?:\\.0*)?\\s*(?:,|$))(?:[;,]|$)",
          Pattern.CASE_INSENSITIVE);

  private final Vertx vertx;
  private Future<Assets> assets;

  PageRoutes(Vertx vertx) {
    this.vertx = vertx;
  }

  void addTo(Router router) {
    router.get("/").handler(this::page);
    router.get("/index.html").handler(this::page);
    router.get(Assets.PREFIX + ":hash/*").handler(this::asset);
    router
        .get()
        .handler(
            route -> {
              route.response().putHeader(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME);
              route.next();
            })
        .handler(
            StaticHandler.create("webroot")
                .setCachingEnabled(false)
                .setIncludeHidden(false)
                .setEnableRangeSupport(false));
  }

  /** Read when somebody wants the page: a node that nobody looks at has no use for them. */
  private Future<Assets> assets() {
    if (assets == null || assets.failed()) {
      assets = vertx.executeBlocking(Assets::load, false);
    }
    return assets;
  }

  private void page(RoutingContext route) {
    assets()
        .onFailure(route::fail)
        .onSuccess(
            known ->
                route
                    .response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                    .end(Buffer.buffer(known.page())));
  }

  private void asset(RoutingContext route) {
    var hash = route.pathParam("hash");
    var path = route.request().path().substring(Assets.PREFIX.length() + hash.length() + 1);
    assets()
        .onFailure(route::fail)
        .onSuccess(
            known ->
                known
                    .file(path)
                    .filter(file -> known.hash().equals(hash))
                    .ifPresentOrElse(file -> send(route, file), () -> route.fail(404)));
  }

  private static void send(RoutingContext route, Asset file) {
    var accepted = route.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean compressed = accepted != null && GZIP.matcher(accepted).find();
    route
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER)
        .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .putHeader(HttpHeaders.CONTENT_ENCODING, compressed ? "gzip" : "identity")
        .end(Buffer.buffer(compressed ? file.gzip() : file.plain()));
  }
}
