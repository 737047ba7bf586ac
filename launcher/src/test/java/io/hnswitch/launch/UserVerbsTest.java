package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserVerbsTest {

  private static final String ANN = "{\"name\":\"ann\",\"role\":\"operator\",\"made\":\"then\"}";

  private final FakeNode node = new FakeNode();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    node.close();
  }

  private int run(String typed, String... arguments) {
    var input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    return Main.commandLine(Map.of("HNSWITCH_URL", node.url(), "HNSWITCH_TOKEN", "secret"), input)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void makesAUserWithAPasswordFromStandardInput() {
    node.on("POST /users", ANN);
    assertEquals(
        0, run("four wörds\n", "user", "add", "ann", "--role", "operator", "--password-stdin"));
    assertEquals(
        List.of("POST /users {\"name\":\"ann\",\"role\":\"operator\",\"password\":\"four wörds\"}"),
        node.requests);
    assertFalse((out.toString() + err).contains("four"), "passwords are not repeated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"four words", "four words\n", "four words\r\n"})
  void takesTheEndOfTheLineOff(String typed) {
    node.on("PATCH /users/ann", ANN);
    assertEquals(0, run(typed, "user", "set", "ann", "--password-stdin"));
    assertEquals(List.of("PATCH /users/ann {\"password\":\"four words\"}"), node.requests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two\nlines\n", "a\tb", "\u0000"})
  void refusesWhatIsNoPassword(String typed) {
    assertEquals(3, run(typed, "user", "add", "ann", "--password-stdin"));
    assertEquals(List.of(), node.requests);
  }

  @Test
  void refusesMoreThanAPassword() {
    assertEquals(3, run("x".repeat(5_000), "user", "add", "ann", "--password-stdin"));
  }

  @Test
  void takesNoPasswordAsAnArgument() {
    assertEquals(2, run("", "user", "add", "ann", "--password", "secret"));
    assertEquals(2, run("", "user", "set", "ann", "--password", "secret"));
    assertEquals(2, run("", "user", "set", "ann", "--password=secret"));
    assertEquals(List.of(), node.requests);
  }

  @Test
  void saysThatThereIsNothingToChange() {
    assertEquals(2, run("", "user", "set", "ann"));
    assertTrue(err.toString().contains("--role"), err.toString());
  }

  @Test
  void changesTheRoleAlone() {
    node.on("PATCH /users/ann", ANN);
    assertEquals(0, run("", "user", "set", "ann", "--role", "operator"));
    assertEquals(List.of("PATCH /users/ann {\"role\":\"operator\"}"), node.requests);
  }

  @Test
  void listsAndRemoves() {
    node.on("GET /users", "[" + ANN + "]").on("POST /users/ann/actions/delete", ANN);
    assertEquals(0, run("", "user", "list"));
    assertTrue(out.toString().startsWith("NAME  ROLE      MADE"), out.toString());
    assertEquals(0, run("", "user", "remove", "ann"));
  }
}
