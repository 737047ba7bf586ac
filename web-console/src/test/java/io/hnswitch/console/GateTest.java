package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.api.Problem;
import io.hnswitch.console.Gate.Caller;
import io.hnswitch.console.Gate.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final String TOKEN = "0123456789abcdef";

  private final Gate gate = new Gate(new Tokens(TOKEN, () -> new byte[0]));

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
    assertAdmitted(gate.token(knowing("Bearer " + TOKEN, "", "")));
    assertAdmitted(gate.token(knowing("bearer " + TOKEN, "", "")));
    assertAdmitted(gate.token(knowing("", TOKEN, "")));
    assertInstanceOf(Verdict.AdmittedByQuery.class, gate.token(knowing("", "", TOKEN)));
  }

  @Test
  void takesANewTokenInTheAddressBeforeAnOldCookie() {
    assertInstanceOf(Verdict.AdmittedByQuery.class, gate.token(knowing("", "old", TOKEN)));
  }

  @Test
  void refusesWhoHasNoToken() {
    assertEquals(401, status(gate.token(knowing("", "", ""))));
  }

  @Test
  void refusesAWrongToken() {
    assertEquals(401, status(gate.token(knowing("Bearer " + TOKEN + "0", "", ""))));
    assertEquals(401, status(gate.token(knowing("Bearer " + TOKEN.substring(1), "", ""))));
    assertEquals(401, status(gate.token(knowing("Bearer", "", ""))));
    assertEquals(401, status(gate.token(knowing("Basic " + TOKEN, "", ""))));
    assertEquals(401, status(gate.token(knowing("", "old", ""))));
    assertEquals(401, status(gate.token(knowing("", "", "ü"))));
  }

  @Test
  void refusesAWrongHeaderEvenBesideARightCookie() {
    assertEquals(401, status(gate.token(knowing("Bearer wrong", TOKEN, TOKEN))));
  }

  private static Caller from(String authority, String origin) {
    return new Caller(authority, origin, "", "", "");
  }

  private static Caller knowing(String authorization, String cookie, String query) {
    return new Caller("localhost", "", authorization, cookie, query);
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
