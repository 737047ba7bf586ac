package io.hnswitch.launch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

  private static final Set<String> KEYS =
      Set.of("listen", "tcp-listen", "log-format", "allow-host");

  private static Map<String, String> read(String text) {
    return ConfigFile.parse("c.yaml", text, KEYS).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().value()));
  }

  private static List<String> problems(String text) {
    return assertThrows(ConfigException.class, () -> ConfigFile.parse("c.yaml", text, KEYS))
        .lines();
  }

  @Test
  void takesKeysWholeAndDivided() {
    assertEquals(Map.of("tcp-listen", "[::1]:7000"), read("tcp-listen: '[::1]:7000'"));
    assertEquals(
        Map.of("tcp-listen", "7000", "listen", "0", "log-format", "json"),
        read("tcp: { listen: 7000 }\nlisten: 0\nlog:\n  format: json\n"));
    assertEquals(Map.of("allow-host", "a.example,b"), read("allow: { host: [a.example, b] }"));
    assertEquals(Map.of("listen", "1"), read("{\"listen\": 1}"));
  }

  @Test
  void mayBeEmpty() {
    assertEquals(Map.of(), read(""));
    assertEquals(Map.of(), read("# listen: 1\n---\n"));
  }

  @Test
  void knowsWhereAValueStands() {
    var entry = ConfigFile.parse("c.yaml", "tcp:\n  listen: 7000\n", KEYS).get("tcp-listen");
    assertEquals("c.yaml:2:11", entry.origin());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lisen: 1|c.yaml:1:1: unknown key \"lisen\" (did you mean \"listen\"?)",
        "tcp: {lisen: 1}|c.yaml:1:7: unknown key \"tcp-lisen\" (did you mean \"tcp-listen\"?)",
        "zzzzzz: {a: 1}|c.yaml:1:1: unknown key \"zzzzzz\"",
        "tcp: 1|c.yaml:1:1: unknown key \"tcp\" (did you mean \"tcp-listen\"?)",
        "listen: {a: 1}|c.yaml:1:9: listen must be a value, not a mapping",
        "listen:|c.yaml:1:1: listen has no value; leave the key out instead",
        "listen: [[1]]|c.yaml:1:10: listen must be a list of values",
        "[1, 2]: 3|c.yaml:1:1: a key must be text",
        "- listen|c.yaml:1:1: the file must be a mapping of keys to values",
        "listen|c.yaml:1:1: the file must be a mapping of keys to values",
      })
  void refusesWhatItDoesNotKnow(String text, String problem) {
    assertEquals(List.of(problem), problems(text));
  }

  @Test
  void saysEveryProblem() {
    assertEquals(
        List.of(
            "c.yaml:2:1: key \"listen\" is already on line 1",
            "c.yaml:3:1: unknown key \"a\"",
            "c.yaml:5:1: key \"tcp-listen\" is already on line 4"),
        problems("listen: 1\nlisten: 2\na: 1\ntcp: { listen: 1 }\ntcp-listen: 2\n"));
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertEquals(1, problems("listen: [1").size());
    assertEquals(1, problems("listen: \"\\").size());
    assertEquals(1, problems("a: &a [*a, *a]").size());
  }

  @Test
  void refusesAFileThatCannotBeRead(@TempDir Path folder) throws Exception {
    var none = folder.resolve("none.yaml");
    var missing = assertThrows(ConfigException.class, () -> ConfigFile.read(none, KEYS));
    assertEquals(List.of("no such file: " + none), missing.lines());
    var binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, 0});
    var refused = assertThrows(ConfigException.class, () -> ConfigFile.read(binary, KEYS));
    assertEquals(List.of(binary + ":1:1: the file is not UTF-8 text"), refused.lines());
    var large = Files.write(folder.resolve("l.yaml"), new byte[(64 << 10) + 1]);
    assertThrows(ConfigException.class, () -> ConfigFile.read(large, KEYS));
  }
}
