package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.launch.CommandLines;
import io.hnswitch.launch.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md and conf/hnswitch.yaml against the options of {@code run}. */
class ConfigurationDocumentTest {

  private static final Pattern COMMENTED = Pattern.compile("(?m)^# ([a-z-]+): ");

  private static String row(ConfigKey key) {
    return "| `%s` | `%s` | `%s` | %s | restart | %s |"
        .formatted(
            key.name(),
            key.variable(),
            key.property(),
            key.initial().isEmpty() ? "" : "`" + key.initial() + "`",
            key.summary());
  }

  @Test
  void tellsEveryKey() {
    var rows =
        Document.of("docs/configuration.md")
            .section("Keys")
            .orElse("")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .sorted()
            .toList();
    assertEquals(
        CommandLines.keys().stream().map(ConfigurationDocumentTest::row).sorted().toList(), rows);
  }

  @Test
  void shipsAFileThatHasEveryKeyAndSetsNone(@TempDir Path folder) throws IOException {
    var file = Document.ROOT.resolve("conf/hnswitch.yaml");
    assertEquals(List.of(), CommandLines.configured(file));
    var text = Files.readString(file);
    var keys = COMMENTED.matcher(text).results().map(found -> found.group(1)).sorted().toList();
    assertEquals(CommandLines.keys().stream().map(ConfigKey::name).sorted().toList(), keys);
    var set =
        Files.writeString(folder.resolve("all.yaml"), COMMENTED.matcher(text).replaceAll("$1: "));
    var configured = CommandLines.configured(set);
    assertTrue(configured.containsAll(keys), configured::toString);
  }
}
