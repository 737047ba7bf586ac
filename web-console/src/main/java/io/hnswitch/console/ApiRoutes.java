package io.hnswitch.console;

import io.hnswitch.api.OpenApi;
import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.RequestId;
import io.hnswitch.console.ApiPaths.Match;
import io.hnswitch.time.Timers;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The REST face: every operation of the catalogue at its path below {@code /api/v1}, and the events
 * as a stream.
 */
final class ApiRoutes {

  private static final String ROOT = "/api/v1";
  private static final String EVENTS = ROOT + "/events";
  private static final long BODY_BYTES_MAX = 1 << 20;
  private static final String KEY = "Idempotency-Key";
  private static final Pattern PREFER_ASYNC = Pattern.compile("(^|[\\s,])respond-async($|[\\s,;])");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final BusGateway gateway;
  private final EventGateway events;
  private final Timers timers;
  private final Connections connections;
  private final String run;
  private long requests;
  private final ApiPaths paths = new ApiPaths(Operations.all());

  ApiRoutes(BusGateway gateway, EventGateway events, Timers timers, Connections connections) {
    this.gateway = gateway;
    this.events = events;
    this.timers = timers;
    this.connections = connections;
    run = "rest-" + Long.toString(timers.epochMillis(), Character.MAX_RADIX);
  }

  void addTo(Router router) {
    router.route(ROOT + "/*").handler(this::name);
    router
        .get(ROOT + "/openapi.json")
        .handler(
            route ->
                Answers.document(
                    route.response(), OpenApi.document(version(), url(route.request()))));
    router.get(EVENTS).handler(this::events);
    router.getWithRegex(ROOT + "/captures/(?<id>[a-z0-9-]+)\\.pcapng").handler(this::capture);
    router
        .route(ROOT + "/*")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
        .handler(this::operation);
  }

  /** What a capture has as a file; with {@code ?follow=true}, until it ends. */
  private void capture(RoutingContext route) {
    boolean follows = route.request().getParam("follow", "false").equals("true");
    var file = new CaptureFile(gateway, timers, route.pathParam("id"), follows, route.response());
    var forget = connections.add(GateHandler.principal(route), why -> file.end());
    var release = GateHandler.hold(route, why -> file.end());
    file.send(
        () -> {
          forget.run();
          release.run();
        });
  }

  /** Every request has an id: the client's key, or one made up here. */
  private void name(RoutingContext route) {
    var key = header(route.request(), KEY);
    requests++;
    var madeUp = run + "-" + Long.toString(requests, Character.MAX_RADIX);
    Answers.name(route.response(), key.isEmpty() ? madeUp : key.replaceAll("[^\\x21-\\x7e]", "?"));
    if (!key.isEmpty()) {
      RequestId.check(key);
    }
    route.next();
  }

  private static String url(HttpServerRequest request) {
    return request.scheme() + "://" + request.authority() + ROOT;
  }

  private static String version() {
    var version = ApiRoutes.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private void operation(RoutingContext route) {
    var request = route.request();
    var path = request.path();
    var match =
        path.startsWith(ROOT)
            ? paths.find(request.method().name(), path.substring(ROOT.length()))
            : new Match.Unknown();
    switch (match) {
      case Match.Found found -> forward(route, found);
      case Match.WrongMethod(var allowed) -> {
        route.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
        refuse(
            route,
            ProblemCode.METHOD_NOT_ALLOWED,
            path + " has " + String.join(", ", allowed) + ", not " + request.method());
      }
      case Match.Unknown() ->
          refuse(
              route,
              ProblemCode.UNKNOWN_OPERATION,
              "nothing is at " + path + "; GET /api/v1/operations lists what there is");
    }
  }

  private void forward(RoutingContext route, Match.Found found) {
    var who = GateHandler.principal(route);
    var refusal = Access.refusal(who, found.operation());
    var request = route.request();
    var caller = who.from("rest " + request.remoteAddress().hostAddress());
    if (refusal.isPresent()) {
      gateway.refused(
          timers.epochMillis(),
          caller,
          found.operation(),
          new JsonObject().put("path", request.path()),
          Answers.requestId(route.response()),
          refusal.get());
      Answers.problem(route.response(), refusal.get());
      return;
    }
    var body = route.body().asString();
    var query = route.queryParams();
    query.remove(GateHandler.TOKEN);
    var json =
        new RequestJson(found.operation())
            .body(header(request, HttpHeaders.CONTENT_TYPE), body == null ? "" : body)
            .texts(found.parameters().entrySet())
            .texts(query.entries())
            .ifMatch(header(request, HttpHeaders.IF_MATCH))
            .json();
    if (found.operation().needsIfMatch()
        && header(request, HttpHeaders.IF_MATCH).isEmpty()
        && !json.containsKey("ifRevision")) {
      refuse(
          route,
          ProblemCode.REVISION_REQUIRED,
          "say which revision this is for: If-Match with the ETag of an answer, or * for any");
      return;
    }
    gateway
        .request(caller, found.operation(), json, said(request, route.response()), TIMEOUT)
        .onSuccess(answer -> Answers.ok(route.response(), answer))
        .onFailure(cause -> Answers.problem(route.response(), problem(found.operation(), cause)));
  }

  /** What the headers say beside: a key that makes it safe to ask again, and who does not wait. */
  private static Map<String, String> said(HttpServerRequest request, HttpServerResponse response) {
    var said = new HashMap<String, String>();
    said.put(RequestId.HEADER, Answers.requestId(response));
    if (header(request, KEY).isEmpty()) {
      said.put(RequestId.MADE_UP, "true");
    }
    if (PREFER_ASYNC.matcher(header(request, "Prefer")).find()) {
      said.put(RequestId.ASYNC, "true");
    }
    return said;
  }

  private static Problem problem(Operation operation, Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? Problem.of(ProblemCode.UNAVAILABLE, "nobody serves " + operation.name() + " now")
        : Problem.of(cause);
  }

  /** One address, two forms: a page of events for {@code ?since=}, else the stream. */
  private void events(RoutingContext route) {
    var request = route.request();
    var since = request.getParam("since", "");
    boolean stream = header(request, HttpHeaders.ACCEPT).contains("text/event-stream");
    if (!since.isEmpty() && !stream) {
      Answers.ok(route.response(), events.since(since, request.getParam("limit", "")));
      return;
    }
    var lastSeen = header(request, "Last-Event-ID");
    var from = lastSeen.isEmpty() ? since : lastSeen;
    var cursor = from.isEmpty() ? events.feed().end() : events.cursor(from);
    var reader = new EventStream(route.response(), events, timers, cursor);
    var forget = connections.add(GateHandler.principal(route), why -> reader.end());
    var release = GateHandler.hold(route, why -> reader.end());
    reader.open(
        () -> {
          forget.run();
          release.run();
        });
  }

  private static void refuse(RoutingContext route, ProblemCode code, String detail) {
    Answers.problem(route.response(), Problem.of(code, detail));
  }

  private static String header(HttpServerRequest request, CharSequence name) {
    var value = request.getHeader(name);
    return value == null ? "" : value;
  }
}
