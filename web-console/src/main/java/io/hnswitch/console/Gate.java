package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a request may come in: its {@code Host} must be this machine's, its {@code
 * Origin} (which browsers send with every change and every WebSocket) the console itself, and it
 * must know a token.
 */
final class Gate {

  private static final String BEARER = "bearer ";

  private final Tokens tokens;

  Gate(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * What a request says about where it comes from; what it does not say is empty.
   *
   * @param authority the {@code Host}
   * @param authorization the {@code Authorization}
   * @param cookie value of the console's cookie
   * @param query value of the query parameter {@code token}
   */
  record Caller(
      String authority, String origin, String authorization, String cookie, String query) {}

  /** The answer. */
  sealed interface Verdict {
    /** It may come in. */
    record Admitted(Principal who) implements Verdict {}

    /** It may come in, and the token was in the URL, where it should not stay. */
    record AdmittedByQuery(Principal who, String token) implements Verdict {}

    /** It may not. */
    record Refused(Problem problem) implements Verdict {}
  }

  /** Host and origin, which even a request without a token must have right; empty when they are. */
  Optional<Problem> place(Caller caller) {
    if (!Loopback.isLoopbackAuthority(caller.authority())) {
      return Optional.of(
          Problem.of(
              ProblemCode.FORBIDDEN,
              "the console is only served under names of this machine, not \""
                  + caller.authority()
                  + "\""));
    }
    if (!caller.origin().isEmpty()
        && !caller.origin().equalsIgnoreCase("http://" + caller.authority())) {
      return Optional.of(
          Problem.of(
              ProblemCode.FORBIDDEN,
              "requests of pages from elsewhere are not served, origin \""
                  + caller.origin()
                  + "\""));
    }
    return Optional.empty();
  }

  /** The token. What the query says counts before what the cookie says: it is newer. */
  Verdict token(Caller caller) {
    if (!caller.authorization().isEmpty()) {
      return admitted(bearer(caller.authorization()));
    }
    if (!caller.query().isEmpty()) {
      return tokens
          .find(caller.query())
          .<Verdict>map(who -> new Verdict.AdmittedByQuery(who, caller.query()))
          .orElseGet(Gate::wrong);
    }
    if (!caller.cookie().isEmpty()) {
      return admitted(tokens.find(caller.cookie()));
    }
    return refused(
        ProblemCode.UNAUTHENTICATED,
        "send the token that the node printed at its start: Authorization: Bearer ..., or once"
            + " ?token=... in the address");
  }

  private static Verdict admitted(Optional<Principal> who) {
    return who.<Verdict>map(Verdict.Admitted::new).orElseGet(Gate::wrong);
  }

  private static Verdict wrong() {
    return refused(
        ProblemCode.UNAUTHENTICATED,
        "this is not a token of this node; each start of a node makes a new one");
  }

  private static Verdict refused(ProblemCode code, String detail) {
    return new Verdict.Refused(Problem.of(code, detail));
  }

  private Optional<Principal> bearer(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? tokens.find(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }
}
