package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final String START = "the-token-of-the-start";

  private byte next;
  private final Tokens tokens = new Tokens(START, this::bytes);

  private byte[] bytes() {
    var bytes = new byte[Tokens.SECRET_BYTES];
    bytes[0] = ++next;
    return bytes;
  }

  @Test
  void knowsTheTokenOfTheStart() {
    assertEquals(Optional.of(Principal.START), tokens.find(START));
    assertEquals(Optional.empty(), tokens.find(START + "0"));
    assertEquals(Optional.empty(), tokens.find(""));
  }

  @Test
  void knowsWhatItMade() {
    var viewer = tokens.create("watcher", "", 1);
    var operator = tokens.create("ci", "operator", 2);
    assertEquals(Optional.of(new Principal("watcher", Role.VIEWER)), tokens.find(viewer));
    assertEquals(Optional.of(new Principal("ci", Role.OPERATOR)), tokens.find(operator));
    assertEquals(43, viewer.length(), "256 bits in base64");
  }

  @Test
  void forgetsWhatIsRevoked() {
    var secret = tokens.create("ci", "admin", 1);
    tokens.revoke("ci");
    assertEquals(Optional.empty(), tokens.find(secret));
    assertTrue(tokens.isEmpty());
    assertEquals(404, refusal(() -> tokens.revoke("ci")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "a b", "start", "node", "anonymous", "../x"})
  void refusesNames(String name) {
    assertEquals(400, refusal(() -> tokens.create(name, "viewer", 1)));
  }

  @Test
  void refusesRolesAndNamesThatAreTaken() {
    assertEquals(400, refusal(() -> tokens.create("ci", "root", 1)));
    assertTrue(tokens.isEmpty());
    tokens.create("ci", "viewer", 1);
    assertEquals(409, refusal(() -> tokens.create("ci", "viewer", 1)));
  }

  @Test
  void isWrittenDownWithoutSecrets() {
    var secret = tokens.create("ci", "operator", 7);
    var text = tokens.text();
    assertFalse(text.contains(secret), text);
    var again = new Tokens("another-start-token", this::bytes);
    again.load(text);
    assertEquals(tokens.list(), again.list());
    assertEquals("ci", again.find(secret).orElseThrow().name());
    assertEquals(Optional.empty(), again.find(START));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "[{}]",
        "[{\"name\":\"start\\u0000\",\"role\":\"admin\",\"sha256\":\"00\",\"madeMillis\":1}]",
        "[{\"name\":\"ci\",\"role\":\"admin\",\"sha256\":\"00\",\"madeMillis\":1}]"
      })
  void takesNothingOfAFileThatIsDamaged(String text) {
    assertThrows(RuntimeException.class, () -> tokens.load(text));
    assertTrue(tokens.isEmpty());
  }

  private static int refusal(Runnable action) {
    return assertThrows(ProblemException.class, action::run).problem().status();
  }
}
