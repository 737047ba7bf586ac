package io.hnswitch.launch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder that stands for the runtime folder and the temporary folder of some nodes. */
final class Place implements AutoCloseable {

  private final Path root;

  private Place(Path root) {
    this.root = root;
  }

  static Place make() {
    try {
      var root = Files.createTempDirectory("hnswitch-it");
      Files.createDirectory(root.resolve("run"));
      Files.createDirectory(root.resolve("tmp"));
      return new Place(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  /** Keeps nodes and verbs that run with it apart from all others of this machine. */
  Map<String, String> environment() {
    return Map.of(
        "XDG_RUNTIME_DIR",
        root.resolve("run").toString(),
        "HNSWITCH_URL",
        "",
        "HNSWITCH_TOKEN",
        "",
        "HNSWITCH_JAVA_OPTS",
        "-Djava.io.tmpdir=" + temporary());
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(root.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Files that nodes left, by their path in here. The books of namespaces and their lock stay, but
   * the books must be empty.
   */
  List<String> leftovers() {
    try (var runtime = Files.walk(root.resolve("run"));
        var temporaries = Files.walk(temporary())) {
      return Stream.concat(runtime, temporaries)
          .filter(Files::isRegularFile)
          .filter(file -> !isEmptyJournal(file))
          .map(file -> root.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmptyJournal(Path file) {
    try {
      return file.getFileName().toString().matches("tap\\.journal(\\.lock)?")
          && Files.size(file) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (var tree = Files.walk(root)) {
      for (var file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
