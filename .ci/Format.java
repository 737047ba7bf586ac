import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format on the Java sources below the current directory. Maven runs
 * it on the toolchain's JDK (root pom, execution {@code format}) with one argument: check, apply or
 * skip.
 */
final class Format {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

  private Format() {}

  public static void main(String[] args) throws IOException {
    var options =
        switch (args[0]) {
          case "check" -> Stream.of("--dry-run", "--set-exit-if-changed");
          case "apply" -> Stream.of("--replace");
          case "skip" -> Stream.<String>empty();
          default ->
              throw new IllegalArgumentException("-Dformat=check|apply|skip, not " + args[0]);
        };
    if (args[0].equals("skip")) {
      return;
    }
    var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    var command = Stream.concat(options, sources(Path.of("")).stream()).toArray(String[]::new);
    int exit = formatter.run(System.out, System.err, command);
    if (exit != 0) {
      System.err.println(
          "the files named above are not as google-java-format lays them out: run .ci/format");
    }
    System.exit(exit);
  }

  private static List<String> sources(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !inForeignFolder(file))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static boolean inForeignFolder(Path file) {
    for (var name : file) {
      if (NOT_OURS.contains(name.toString())) {
        return true;
      }
    }
    return false;
  }
}
