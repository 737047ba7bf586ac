package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's modules as they are served, tested by Node: {@code src/test/js}. */
class PageModulesIT {

  private static final long PATIENCE_SECONDS = 120;
  private static final Path TESTS = Path.of("src/test/js");

  @TempDir private Path folder;

  @Test
  void passTheirOwnTests() throws IOException, InterruptedException {
    layOut();
    var command = new ArrayList<>(List.of("node", "--experimental-vm-modules", "--test"));
    command.addAll(tests());
    var out = new File(folder.toFile(), "out");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
    builder.environment().put("WEBROOT", folder.resolve("page").toString());
    builder.environment().put("NODE_NO_WARNINGS", "1");
    var process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    var said = Files.readString(out.toPath(), StandardCharsets.UTF_8);
    assertTrue(ended && process.exitValue() == 0, () -> "\n" + said);
    assertTrue(said.matches("(?s).*\\bpass [1-9]\\d.*\\bskipped 0\\b.*"), () -> "\n" + said);
  }

  private static List<String> tests() throws IOException {
    try (var files = Files.list(TESTS)) {
      return files.map(Path::toString).filter(path -> path.endsWith(".test.mjs")).sorted().toList();
    }
  }

  private void layOut() throws IOException {
    for (var path : PageFiles.ASSETS.paths()) {
      write(path, PageFiles.ASSETS.file(path).orElseThrow().plain());
    }
    write("page.html", PageFiles.ASSETS.page());
    write("operations.json", operations().encode().getBytes(StandardCharsets.UTF_8));
    // Without it, a .js is no module to Node.
    write("package.json", "{\"type\":\"module\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static JsonArray operations() {
    var operations = new JsonArray();
    for (var one : Operations.all()) {
      var members = new JsonObject();
      one.parameters().forEach(parameter -> members.put(parameter.name(), new JsonObject()));
      operations.add(
          new JsonObject()
              .put("name", one.name())
              .put("address", one.address())
              .put("role", one.roleSlug())
              .put("method", one.method().name())
              .put("path", one.path())
              .put("schema", new JsonObject().put("properties", members))
              .put("example", new JsonObject(one.example())));
    }
    return operations;
  }

  private void write(String path, byte[] bytes) throws IOException {
    var file = folder.resolve("page").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
