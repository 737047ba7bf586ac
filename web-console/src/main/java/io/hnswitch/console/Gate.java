package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Decides whether a request may come in: its {@code Host} must be this machine's, its {@code
 * Origin} (which browsers send with every change and every WebSocket) the console itself, and it
 * must know the token.
 */
final class Gate {

  private static final String BEARER = "bearer ";

  private final byte[] token;

  Gate(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
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
    record Admitted() implements Verdict {}

    /** It may come in, and the token was in the URL, where it should not stay. */
    record AdmittedByQuery() implements Verdict {}

    /** It may not. */
    record Refused(Problem problem) implements Verdict {}
  }

  /** Host and origin, which even a request without a token must have right. */
  Verdict place(Caller caller) {
    if (!Loopback.isLoopbackAuthority(caller.authority())) {
      return refused(
          ProblemCode.FORBIDDEN,
          "the console is only served under names of this machine, not \""
              + caller.authority()
              + "\"");
    }
    if (!caller.origin().isEmpty()
        && !caller.origin().equalsIgnoreCase("http://" + caller.authority())) {
      return refused(
          ProblemCode.FORBIDDEN,
          "requests of pages from elsewhere are not served, origin \"" + caller.origin() + "\"");
    }
    return new Verdict.Admitted();
  }

  /** The token. What the query says counts before what the cookie says: it is newer. */
  Verdict token(Caller caller) {
    if (!caller.authorization().isEmpty()) {
      return isBearer(caller.authorization()) ? new Verdict.Admitted() : wrong();
    }
    if (!caller.query().isEmpty()) {
      return isToken(caller.query()) ? new Verdict.AdmittedByQuery() : wrong();
    }
    if (!caller.cookie().isEmpty()) {
      return isToken(caller.cookie()) ? new Verdict.Admitted() : wrong();
    }
    return refused(
        ProblemCode.UNAUTHENTICATED,
        "send the token that the node printed at its start: Authorization: Bearer ..., or once"
            + " ?token=... in the address");
  }

  private static Verdict wrong() {
    return refused(
        ProblemCode.UNAUTHENTICATED,
        "this is not the token of this node; each start of a node makes a new one");
  }

  private static Verdict refused(ProblemCode code, String detail) {
    return new Verdict.Refused(Problem.of(code, detail));
  }

  private boolean isBearer(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        && isToken(authorization.substring(BEARER.length()).strip());
  }

  /** Takes the same time wherever the first difference is. */
  private boolean isToken(String text) {
    return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }
}
