package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.ProblemException;
import io.hnswitch.console.Users.User;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

  private static final String PASSWORD = "four words are enough";
  private static final String COUNTING = "000102030405060708090a0b0c0d0e0f";
  private static final byte[] SALT = new byte[PasswordHash.SALT_BYTES];
  private static final PasswordHash HASH = PasswordHash.of(PASSWORD, SALT, 2);

  private final Users users = new Users();

  private static User user(String name, Role role) {
    return new User(new Principal(name, role), HASH, 7);
  }

  @Test
  void areWrittenDownWithoutPasswords() {
    users.put(user("ann", Role.ADMIN));
    users.put(user("bob", Role.VIEWER));
    var text = users.text();
    assertFalse(text.contains(PASSWORD), text);
    var again = new Users();
    again.load(text);
    assertEquals(users.list(), again.list());
    assertTrue(again.require("ann").password().matches(PASSWORD));
    users.remove("ann");
    users.remove("bob");
    assertEquals("", users.text());
  }

  @Test
  void areShownWithoutHashes() {
    var user = user("ann", Role.OPERATOR);
    assertEquals(
        new JsonObject()
            .put("name", "ann")
            .put("role", "operator")
            .put("made", "1970-01-01T00:00:00.007Z"),
        user.view());
    assertFalse(user.toString().contains(HASH.hash()), user.toString());
  }

  @Test
  void areUniqueAndBounded() {
    users.put(user("ann", Role.ADMIN));
    assertEquals(409, refusal(() -> users.requireFree("ann")));
    users.requireFree("bob");
    for (int i = 1; i < Roster.MEMBERS_MAX; i++) {
      users.put(user("user" + i, Role.VIEWER));
    }
    assertEquals(409, refusal(() -> users.requireFree("bob")));
    assertEquals(404, refusal(() -> users.require("bob")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "a b", "start", "node", "anonymous", "../x"})
  void refuseNames(String name) {
    assertEquals(400, refusal(() -> users.requireFree(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{}]",
        "[{\"name\":\"start\",\"role\":\"admin\",\"madeMillis\":1,\"password\":{}}]",
        "[{\"name\":\"ann\",\"role\":\"admin\",\"madeMillis\":1,\"password\":{}}]",
        "[{\"name\":\"ann\",\"role\":\"admin\",\"madeMillis\":1,\"password\":"
            + "{\"algorithm\":\"md5\",\"iterations\":1,\"salt\":\"\",\"hash\":\"\"}}]",
        "[{\"name\":\"ann\",\"role\":\"admin\",\"madeMillis\":1,\"password\":"
            + "{\"algorithm\":\"PBKDF2WithHmacSHA256\",\"iterations\":1,\"salt\":\"\",\"hash\":\"\"}}]"
      })
  void takeNothingOfAFileThatIsDamaged(String text) {
    assertThrows(RuntimeException.class, () -> users.load(text));
    assertTrue(users.isEmpty());
  }

  @Test
  void hashesAsTheStandardSays() {
    // hashlib.pbkdf2_hmac("sha256", b"four words are enough", bytes(range(16)), 600000) of Python
    var salt = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(COUNTING));
    var hash = new PasswordHash(600_000, salt, "ki4pM2nPClKKTlxAd23QGtodNlqjNUno/qGn4/fDPZY=");
    assertTrue(hash.matches(PASSWORD));
    assertFalse(hash.matches(PASSWORD + " "));
  }

  @Test
  void hashesTheSameLettersInAnyEncoding() {
    assertTrue(PasswordHash.of("pässword", SALT, 2).matches("pa\u0308ssword"));
  }

  @Test
  void hashesTheSamePasswordDifferentlyEachTime() {
    var other = new byte[PasswordHash.SALT_BYTES];
    other[0] = 1;
    assertNotEquals(HASH.hash(), PasswordHash.of(PASSWORD, other, 2).hash());
    assertNotEquals(HASH.hash(), PasswordHash.of(PASSWORD, SALT, 3).hash());
  }

  @Test
  void costsEnoughToGuess() {
    assertTrue(Passwords.ITERATIONS >= 600_000);
  }

  @Test
  void limitsPasswordsAndDoesNotRepeatThem() {
    Passwords.require("x".repeat(Passwords.LENGTH_MIN));
    Passwords.require("x".repeat(Passwords.LENGTH_MAX));
    for (var wrong : new String[] {"", "secret7", "y".repeat(Passwords.LENGTH_MAX + 1)}) {
      var refusal = assertThrows(ProblemException.class, () -> Passwords.require(wrong));
      assertEquals(400, refusal.problem().status());
      assertTrue(wrong.isEmpty() || !refusal.problem().toString().contains(wrong));
    }
  }

  private static int refusal(Runnable action) {
    return assertThrows(ProblemException.class, action::run).problem().status();
  }
}
