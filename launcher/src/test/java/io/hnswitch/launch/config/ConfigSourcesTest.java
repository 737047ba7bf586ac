package io.hnswitch.launch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {

  private static final ConfigKey LISTEN = new ConfigKey("tcp-listen", "", "where", false);
  private static final ConfigKey SECRET = new ConfigKey("key-password", "", "of the key", true);

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Optional<Setting> find(ConfigKey key, Path... files) {
    return ConfigSources.of(
            List.of(LISTEN, SECRET), environment::get, properties::get, List.of(files))
        .find(key);
  }

  @Test
  void makesNamesOfTheOptions() {
    assertEquals("HNSWITCH_TCP_LISTEN", LISTEN.variable());
    assertEquals("hnswitch.tcp.listen", LISTEN.property());
  }

  @Test
  void takesTheFirstThatSaysSomething() throws IOException {
    var first = file("first.yaml", "tcp-listen: 1");
    var second = file("second.yaml", "tcp-listen: 2");
    assertEquals(Optional.empty(), find(LISTEN));
    assertEquals("2", find(LISTEN, second).orElseThrow().value());
    var found = find(LISTEN, first, second).orElseThrow();
    assertEquals("1", found.value());
    assertEquals(first + ":1:13", found.origin());
    properties.put("hnswitch.tcp.listen", "3");
    assertEquals("system property hnswitch.tcp.listen", find(LISTEN, first).orElseThrow().origin());
    environment.put("HNSWITCH_TCP_LISTEN", "");
    assertEquals("3", find(LISTEN, first).orElseThrow().value(), "an empty one says nothing");
    environment.put("HNSWITCH_TCP_LISTEN", "4");
    found = find(LISTEN, first).orElseThrow();
    assertEquals("4", found.value());
    assertEquals("environment HNSWITCH_TCP_LISTEN", found.origin());
  }

  @Test
  void takesASecretFromAFileOfItsOwn() throws IOException {
    var text = file("secret", "s3cret\n");
    var config = file("c.yaml", "key: { password-file: " + text + " }");
    var found = find(SECRET, config).orElseThrow();
    assertEquals("s3cret", found.value());
    environment.put("HNSWITCH_KEY_PASSWORD_FILE", folder.resolve("none").toString());
    var failure = assertThrows(ConfigException.class, () -> find(SECRET, config));
    assertTrue(failure.getMessage().contains("HNSWITCH_KEY_PASSWORD_FILE"), failure.getMessage());
    environment.put("HNSWITCH_KEY_PASSWORD", "other");
    failure = assertThrows(ConfigException.class, () -> find(SECRET, config));
    assertEquals(
        "key-password is given twice: environment HNSWITCH_KEY_PASSWORD and environment"
            + " HNSWITCH_KEY_PASSWORD_FILE",
        failure.getMessage());
  }

  @Test
  void showsNoSecret() {
    environment.put("HNSWITCH_KEY_PASSWORD", "s3cret");
    var found = find(SECRET).orElseThrow();
    assertEquals("(secret)", found.shown());
    assertFalse(found.toString().contains("s3cret"), found.toString());
  }

  @Test
  void hasNoFilesForWhatIsNoSecret() throws IOException {
    var config = file("c.yaml", "tcp-listen-file: x");
    assertThrows(ConfigException.class, () -> find(LISTEN, config));
    environment.put("HNSWITCH_TCP_LISTEN_FILE", "x");
    assertEquals(Optional.empty(), find(LISTEN));
  }
}
