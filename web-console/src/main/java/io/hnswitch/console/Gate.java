package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.Sessions.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a request may come in: its {@code Host} must be a name of the console, its {@code
 * Origin} (which browsers send with every change and every WebSocket) the console itself, and it
 * must know a token or belong to a session. A change that a cookie alone vouches for needs a {@link
 * Csrf} token too.
 */
final class Gate {

  private static final String BEARER = "bearer ";

  private final Hosts hosts;
  private final TokenCheck tokens;
  private final Sessions sessions;

  Gate(Hosts hosts, TokenCheck tokens, Sessions sessions) {
    this.hosts = hosts;
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /**
   * Where a request says that it comes from; what it does not say is empty.
   *
   * @param authority the {@code Host}
   * @param scheme {@code http} or {@code https}
   * @param local address on which it came in
   */
  record Place(String authority, String origin, String scheme, String local) {}

  /**
   * What a request shows; what it does not show is empty.
   *
   * @param authorization the {@code Authorization}
   * @param query value of the query parameter {@code token}
   * @param session value of the session's cookie
   * @param cookie value of the cookie that holds a token
   * @param csrf value of {@link Csrf#HEADER}
   */
  record Shown(String authorization, String query, String session, String cookie, String csrf) {}

  /** The answer. */
  sealed interface Verdict {
    /** It may come in. */
    record Admitted(Principal who) implements Verdict {}

    /** It may come in, and the token was in the URL, where it should not stay. */
    record AdmittedByQuery(Principal who, String token) implements Verdict {}

    /** It may come in by the cookie of a session, or by one that holds a token. */
    record AdmittedByCookie(Principal who, String cookie, Optional<Session> session)
        implements Verdict {}

    /**
     * It may not.
     *
     * @param left how long to wait before the next try; zero when that would not help
     */
    record Refused(Problem problem, Duration left) implements Verdict {}
  }

  /** Host and origin, which even a request without a token must have right; empty when they are. */
  Optional<Problem> place(Place place) {
    if (!hosts.admits(place.authority(), place.local())) {
      return Optional.of(
          Problem.of(
              ProblemCode.FORBIDDEN,
              "the console is only served under names of this machine or of --allow-host, not \""
                  + place.authority()
                  + "\""));
    }
    if (!place.origin().isEmpty()
        && !place.origin().equalsIgnoreCase(place.scheme() + "://" + place.authority())) {
      return Optional.of(
          Problem.of(
              ProblemCode.FORBIDDEN,
              "requests of pages from elsewhere are not served, origin \""
                  + place.origin()
                  + "\""));
    }
    return Optional.empty();
  }

  /**
   * Who it is. What the query says counts before what cookies say: it is newer.
   *
   * @param change whether the request changes anything
   * @param address where it comes from
   */
  Verdict who(Shown shown, boolean change, String address, long nowNanos) {
    if (!shown.authorization().isEmpty()) {
      return byToken(bearer(shown.authorization()), address, nowNanos);
    }
    if (!shown.query().isEmpty()) {
      var verdict = byToken(shown.query(), address, nowNanos);
      return verdict instanceof Verdict.Admitted(var who)
          ? new Verdict.AdmittedByQuery(who, shown.query())
          : verdict;
    }
    if (shown.session().isEmpty() && shown.cookie().isEmpty()) {
      return refused(
          ProblemCode.UNAUTHENTICATED,
          "sign in, or send the token that the node printed at its start: Authorization: Bearer"
              + " ..., or once ?token=... in the address");
    }
    return byCookie(shown, change, address, nowNanos);
  }

  private Verdict byToken(String token, String address, long nowNanos) {
    return verdict(tokens.check(token, address, nowNanos));
  }

  /** A session that is over is no reason to refuse who has a token too. */
  private Verdict byCookie(Shown shown, boolean change, String address, long nowNanos) {
    var session = sessions.find(shown.session(), nowNanos);
    if (session.isPresent()) {
      return byCookie(session.get().who(), shown.session(), session, shown.csrf(), change);
    }
    return switch (tokens.check(shown.cookie(), address, nowNanos)) {
      case TokenCheck.Result.Known(var who) ->
          byCookie(who, shown.cookie(), session, shown.csrf(), change);
      case TokenCheck.Result.Wrong wrong -> verdict(wrong);
      case TokenCheck.Result.Throttled throttled -> verdict(throttled);
    };
  }

  private static Verdict byCookie(
      Principal who, String cookie, Optional<Session> session, String csrf, boolean change) {
    return change && !Csrf.matches(cookie, csrf)
        ? refused(
            ProblemCode.FORBIDDEN,
            "a change that comes with a cookie needs the header "
                + Csrf.HEADER
                + "; GET /api/v1/session tells what belongs into it")
        : new Verdict.AdmittedByCookie(who, cookie, session);
  }

  private static Verdict verdict(TokenCheck.Result result) {
    return switch (result) {
      case TokenCheck.Result.Known(var who) -> new Verdict.Admitted(who);
      case TokenCheck.Result.Wrong() ->
          refused(
              ProblemCode.UNAUTHENTICATED,
              "this is not a token or session of this node; each start of a node makes new ones");
      case TokenCheck.Result.Throttled(var left) ->
          new Verdict.Refused(
              Problem.of(
                  ProblemCode.TOO_MANY_REQUESTS,
                  "too many wrong tokens came from this address; the next one is looked at in "
                      + Answers.seconds(left)
                      + " s"),
              left);
    };
  }

  private static Verdict refused(ProblemCode code, String detail) {
    return new Verdict.Refused(Problem.of(code, detail), Duration.ZERO);
  }

  /** What cannot be anybody's when it is none. */
  private static String bearer(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }
}
