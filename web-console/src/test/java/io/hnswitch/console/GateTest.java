package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.console.Gate.Place;
import io.hnswitch.console.Gate.Shown;
import io.hnswitch.console.Gate.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final String TOKEN = "0123456789abcdef";

  private static final String HERE = "127.0.0.1";

  private final Sessions sessions = new Sessions(() -> new byte[Tokens.SECRET_BYTES]);
  private final Throttle throttle = new Throttle();
  private final Gate gate =
      new Gate(
          new Hosts(List.of("lab.example.org")),
          new TokenCheck(new Tokens(TOKEN, () -> new byte[0]), throttle),
          sessions);

  @Test
  void admitsNamesOfThisMachine() {
    assertEquals(Optional.empty(), gate.place(from("127.0.0.1:8080", "")));
  }

  @Test
  void refusesAnotherNameForThisMachine() {
    assertEquals(403, status(gate.place(from("rebound.example:8080", ""))));
  }

  @Test
  void refusesARequestWithoutAName() {
    assertEquals(403, status(gate.place(from("", ""))));
  }

  @Test
  void admitsItsOwnPage() {
    assertEquals(Optional.empty(), gate.place(from("localhost:8080", "http://localhost:8080")));
  }

  @Test
  void refusesPagesOfOtherPortsSchemesAndNames() {
    assertEquals(403, status(gate.place(from("localhost:8080", "http://localhost:3000"))));
    assertEquals(403, status(gate.place(from("localhost:8080", "https://localhost:8080"))));
    assertEquals(403, status(gate.place(from("localhost:8080", "http://127.0.0.1:8080"))));
    assertEquals(403, status(gate.place(from("localhost:8080", "null"))));
  }

  @Test
  void admitsTheTokenHoweverItComes() {
    assertAdmitted(knowing("Bearer " + TOKEN, "", ""));
    assertAdmitted(knowing("bearer " + TOKEN, "", ""));
    assertInstanceOf(Verdict.AdmittedByCookie.class, knowing("", TOKEN, ""));
    assertInstanceOf(Verdict.AdmittedByQuery.class, knowing("", "", TOKEN));
  }

  @Test
  void takesANewTokenInTheAddressBeforeAnOldCookie() {
    assertInstanceOf(Verdict.AdmittedByQuery.class, knowing("", "old", TOKEN));
  }

  @Test
  void refusesWhoHasNoToken() {
    assertEquals(401, status(knowing("", "", "")));
  }

  @Test
  void refusesAWrongToken() {
    assertEquals(401, status(knowing("Bearer " + TOKEN + "0", "", "")));
    assertEquals(401, status(knowing("Bearer " + TOKEN.substring(1), "", "")));
    assertEquals(401, status(knowing("Bearer", "", "")));
    assertEquals(401, status(knowing("Basic " + TOKEN, "", "")));
    assertEquals(401, status(knowing("", "old", "")));
    assertEquals(401, status(knowing("", "", "ü")));
  }

  @Test
  void refusesAWrongHeaderEvenBesideARightCookie() {
    assertEquals(401, status(knowing("Bearer wrong", TOKEN, TOKEN)));
  }

  @Test
  void takesAnOriginForItsOwnBySchemeToo() {
    var place = new Place("lab.example.org", "https://lab.example.org", "https", HERE);
    assertEquals(Optional.empty(), gate.place(place));
    var plain = new Place("lab.example.org", "http://lab.example.org", "https", HERE);
    assertEquals(403, status(gate.place(plain)));
  }

  @Test
  void admitsWhoIsSignedIn() {
    var id = sessions.begin(new Principal("ann", Role.OPERATOR), 0);
    var verdict = who(new Shown("", "", id, "old", ""), false);
    assertEquals("ann", assertInstanceOf(Verdict.AdmittedByCookie.class, verdict).who().name());
    sessions.end(id);
    assertEquals(401, status(who(new Shown("", "", id, "", ""), false)));
  }

  @Test
  void admitsByATokenWhoseSessionIsOver() {
    assertInstanceOf(
        Verdict.AdmittedByCookie.class, who(new Shown("", "", "over", TOKEN, ""), false));
  }

  @Test
  void letsACookieChangeNothingWithoutItsCsrfToken() {
    var id = sessions.begin(new Principal("ann", Role.OPERATOR), 0);
    for (var wrong : List.of("", "x", Csrf.of(TOKEN), id)) {
      assertEquals(403, status(who(new Shown("", "", id, "", wrong), true)), wrong);
    }
    for (var wrong : List.of("", "x", Csrf.of(id), TOKEN)) {
      assertEquals(403, status(who(new Shown("", "", "", TOKEN, wrong), true)), wrong);
    }
    var right = who(new Shown("", "", id, "", Csrf.of(id)), true);
    assertInstanceOf(Verdict.AdmittedByCookie.class, right);
    right = who(new Shown("", "", "", TOKEN, Csrf.of(TOKEN)), true);
    assertInstanceOf(Verdict.AdmittedByCookie.class, right);
  }

  @Test
  void wantsNoCsrfTokenBesideAnAuthorization() {
    assertAdmitted(who(new Shown("Bearer " + TOKEN, "", "", "", ""), true));
  }

  @Test
  void slowsDownWhoShowsWrongTokensAndNobodyElse() {
    for (int i = 0; i <= Throttle.FREE; i++) {
      assertEquals(401, status(knowing("Bearer wrong" + i, "", "")));
    }
    for (var verdict :
        List.of(
            knowing("Bearer wrong", "", ""), knowing("", "", "wrong"), knowing("", "wrong", ""))) {
      assertEquals(429, status(verdict));
      assertEquals(Throttle.WAIT_FIRST, assertInstanceOf(Verdict.Refused.class, verdict).left());
    }
    assertAdmitted(knowing("Bearer " + TOKEN, "", ""));
    var elsewhere = gate.who(new Shown("Bearer wrong", "", "", "", ""), false, "127.0.0.2", 0);
    assertEquals(401, status(elsewhere));
    var later = Throttle.WAIT_FIRST.toNanos();
    assertEquals(401, status(gate.who(new Shown("", "no", "", "", ""), false, HERE, later)));
  }

  private static Place from(String authority, String origin) {
    return new Place(authority, origin, "http", HERE);
  }

  private Verdict knowing(String authorization, String cookie, String query) {
    return who(new Shown(authorization, query, "", cookie, ""), false);
  }

  private Verdict who(Shown shown, boolean change) {
    return gate.who(shown, change, HERE, 0);
  }

  private static void assertAdmitted(Verdict verdict) {
    assertInstanceOf(Verdict.Admitted.class, verdict);
  }

  private static int status(Optional<Problem> refusal) {
    return refusal.orElseThrow().status();
  }

  private static int status(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict).problem().status();
  }
}
