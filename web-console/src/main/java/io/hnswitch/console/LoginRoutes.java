package io.hnswitch.console;

import io.hnswitch.api.AuditRecord;
import io.hnswitch.api.Caller;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.console.Gate.Verdict;
import io.hnswitch.console.Users.User;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /api/v1/login} begins a session, {@code POST /api/v1/logout} ends it, {@code GET
 * /api/v1/session} tells about it. An unknown name and a wrong password have one answer, which
 * takes the same time.
 */
final class LoginRoutes {

  private static final String ROOT = "/api/v1";
  private static final long BODY_BYTES_MAX = 4 << 10;

  /** For who came when too many others did. */
  private static final Duration BUSY = Duration.ofSeconds(1);

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final EventGateway events;
  private final Timers timers;
  private final Consumer<AuditRecord> audit;
  private boolean sweeps;

  LoginRoutes(
      Accounts accounts,
      Passwords passwords,
      LoginThrottle throttle,
      EventGateway events,
      Timers timers,
      Consumer<AuditRecord> audit) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.events = events;
    this.timers = timers;
    this.audit = audit;
  }

  /** What needs no session yet; before the gate. */
  void addLoginTo(Router router) {
    router
        .post(ROOT + "/login")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
        .handler(this::login);
  }

  /** What needs one; behind the gate. */
  void addTo(Router router) {
    router.post(ROOT + "/logout").handler(this::logout);
    router.get(ROOT + "/session").handler(this::session);
  }

  /**
   * What somebody signs in with.
   *
   * @param address where it comes from
   */
  private record Attempt(String name, String password, String address) {}

  private void login(RoutingContext route) {
    var attempt = attempt(route);
    var left = throttle.begin(attempt.name(), attempt.address(), timers.nanos());
    if (left.isPositive()) {
      var problem =
          Problem.of(
              ProblemCode.TOO_MANY_REQUESTS,
              "too many wrong passwords; try again in " + Answers.seconds(left) + " s");
      record(attempt, problem.code(), problem.detail());
      Answers.problem(route.response(), problem, left);
      return;
    }
    check(attempt)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    user -> enter(route, attempt, user), () -> wrong(route, attempt)))
        .onFailure(
            cause -> {
              throttle.takeBack(attempt.name(), attempt.address());
              Answers.problem(route.response(), Problem.of(cause), BUSY);
            });
  }

  private void wrong(RoutingContext route, Attempt attempt) {
    var problem = Problem.of(ProblemCode.UNAUTHENTICATED, "name or password is wrong");
    record(attempt, problem.code(), problem.detail());
    Answers.problem(route.response(), problem);
  }

  /** A name that nobody has may be a password in the wrong place: it is not written down. */
  private void record(Attempt attempt, String result, String detail) {
    boolean known = accounts.users().find(attempt.name()).isPresent();
    var who = new Caller(known ? attempt.name() : "", "", "rest " + attempt.address());
    audit.accept(new AuditRecord(timers.epochMillis(), who, "login", "{}", result, detail, "", 1));
  }

  private static Attempt attempt(RoutingContext route) {
    var request = route.request();
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    // A form of another site can send no JSON.
    if (type == null || !type.startsWith("application/json")) {
      throw invalid("the body is not application/json");
    }
    JsonObject body;
    try {
      body = new JsonObject(route.body().asString());
    } catch (DecodeException | NullPointerException e) {
      throw invalid("the body is not a JSON object with name and password");
    }
    if (!(body.getValue("name") instanceof String name)
        || !(body.getValue("password") instanceof String password)) {
      throw invalid("name and password must be texts");
    }
    return new Attempt(name, password, GateHandler.address(request.remoteAddress()));
  }

  private static ProblemException invalid(String detail) {
    return Problem.of(ProblemCode.INVALID_VALUE, detail).exception();
  }

  /** The user, when the password is right and the user the same as before the comparison. */
  private Future<Optional<User>> check(Attempt attempt) {
    var before = accounts.users().find(attempt.name());
    return before
        .map(user -> passwords.matches(attempt.password(), user.password()))
        .orElseGet(() -> passwords.matchesNobody(attempt.password()))
        .map(
            right ->
                right
                    ? accounts.users().find(attempt.name()).filter(before.orElseThrow()::equals)
                    : Optional.empty());
  }

  private void enter(RoutingContext route, Attempt attempt, User user) {
    throttle.succeeded(attempt.name(), attempt.address());
    record(attempt, AuditRecord.DONE, "");
    var request = route.request();
    var response = route.response();
    accounts.sessions().end(Cookies.SESSION.of(request));
    Cookies.TOKEN.clear(request, response);
    var id = accounts.sessions().begin(user.principal(), timers.nanos());
    Cookies.SESSION.set(request, response, id);
    if (!sweeps) {
      sweeps = true;
      sweepLater();
    }
    Answers.document(
        response, events.answer(view(user.principal(), "user").put("csrf", Csrf.of(id))));
  }

  /** Ends sessions whose time is over, and what they hold open. */
  private void sweepLater() {
    timers.after(
        SWEEP,
        () -> {
          accounts.sessions().sweep(timers.nanos());
          sweeps = !accounts.sessions().isEmpty();
          if (sweeps) {
            sweepLater();
          }
        });
  }

  private void logout(RoutingContext route) {
    var request = route.request();
    var response = route.response();
    accounts.sessions().end(Cookies.SESSION.of(request));
    Cookies.SESSION.clear(request, response);
    Cookies.TOKEN.clear(request, response);
    Answers.document(response, events.answer(new JsonObject().put("signedOut", true)));
  }

  private void session(RoutingContext route) {
    var cookie = GateHandler.cookie(route);
    boolean isUser = cookie.flatMap(Verdict.AdmittedByCookie::session).isPresent();
    var view = view(GateHandler.principal(route), isUser ? "user" : "token");
    cookie.ifPresent(one -> view.put("csrf", Csrf.of(one.cookie())));
    Answers.document(route.response(), events.answer(view));
  }

  private static JsonObject view(Principal who, String by) {
    return new JsonObject().put("name", who.name()).put("role", who.roleSlug()).put("by", by);
  }
}
