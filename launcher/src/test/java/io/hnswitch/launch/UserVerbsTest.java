package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserVerbsTest {

  private static final String ANN = "{\"name\":\"ann\",\"role\":\"operator\",\"made\":\"then\"}";

  private final FakeNode node = new FakeNode();
  private final Terminal terminal = new Terminal();

  @AfterEach
  void close() {
    node.close();
  }

  private int run(String typed, String... arguments) {
    return terminal.type(typed, Terminal.reaching(node.url(), "secret"), arguments);
  }

  @Test
  void makesAUserWithAPasswordFromStandardInput() {
    node.on("POST /users", ANN);
    assertEquals(
        0, run("four wörds\n", "user", "add", "ann", "--role", "operator", "--password-stdin"));
    assertEquals(
        List.of("POST /users {\"name\":\"ann\",\"role\":\"operator\",\"password\":\"four wörds\"}"),
        node.requests);
    assertFalse((terminal.out() + terminal.err()).contains("four"), "passwords are not repeated");
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
    assertTrue(terminal.err().contains("--role"), terminal.err());
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
    assertTrue(terminal.out().startsWith("NAME  ROLE      MADE"), terminal.out());
    assertEquals(0, run("", "user", "remove", "ann"));
  }
}
