package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's filter, run by Node. */
class FilterIT {

  private static final long PATIENCE_SECONDS = 30;

  @TempDir private Path folder;

  @Test
  void saysOfEachCaseWhatIsExpected() throws IOException, InterruptedException {
    var lines =
        node(
            Path.of("src/test/resources/filter-cases.mjs"),
            Path.of("src/main/resources/webroot/filter.js"),
            FilterCases.FILE);
    var cases = FilterCases.all();
    assertEquals(cases.size(), lines.size(), () -> String.join("\n", lines));
    for (int i = 0; i < lines.size(); i++) {
      var came = new JsonObject(lines.get(i));
      came.remove("terms");
      assertEquals(cases.get(i).expected(), came, cases.get(i).filter());
    }
  }

  private List<String> node(Path script, Path... arguments)
      throws IOException, InterruptedException {
    var out = folder.resolve("out");
    var command = new ArrayList<>(List.of("node", script.toString()));
    List.of(arguments).forEach(argument -> command.add(argument.toString()));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    var lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertTrue(ended && process.exitValue() == 0, () -> String.join("\n", lines));
    return lines;
  }
}
