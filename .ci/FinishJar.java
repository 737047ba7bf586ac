import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes what stands beside the runnable jar. Maven runs it when the jar is there
 * (launcher/pom.xml).
 *
 * <p>A stamp says when this build began: sources older than that are in the jar, although a jar
 * that came out the same keeps its older time. An archive holds what one run of the jar taught the
 * JVM (loaded and linked classes, profiles); {@code ./hnswitch} starts from it and is ready in a
 * third of the time. Without one it starts all the same, so a failed training is no failure of the
 * build.
 *
 * <p>Arguments: the jar, when the build began, the file with JVM options, and the verb to train
 * with.
 */
final class FinishJar {
  private static final long TRAINING_MAX_SECONDS = 60;

  private FinishJar() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var jar = Path.of(args[0]);
    stamp(jar.resolveSibling(".up-to-date"), Instant.parse(args[1]));
    train(jar, args[2], List.of(args).subList(3, args.length));
  }

  private static void stamp(Path stamp, Instant begun) throws IOException {
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(begun));
  }

  private static void train(Path jar, String jvmOptions, List<String> verb)
      throws IOException, InterruptedException {
    var archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("jar$", "aot"));
    if (isUpToDate(archive, jar)) {
      return;
    }
    var part = Path.of(archive + ".part");
    var log = Path.of(archive + ".log");
    Files.deleteIfExists(archive);
    Files.deleteIfExists(part);
    var java = ProcessHandle.current().info().command().orElseThrow();
    var command =
        Stream.concat(
                Stream.of(
                    java, "@" + jvmOptions, "-XX:AOTCacheOutput=" + part, "-jar", jar.toString()),
                verb.stream())
            .toList();
    var training =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    training.getOutputStream().close();
    if (!training.waitFor(TRAINING_MAX_SECONDS, TimeUnit.SECONDS)) {
      training.descendants().forEach(ProcessHandle::destroyForcibly);
      training.destroyForcibly().waitFor();
    }
    if (training.exitValue() == 0 && Files.exists(part)) {
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    } else {
      System.out.println("no class archive, hnswitch starts slower: see " + log);
    }
  }

  private static boolean isUpToDate(Path archive, Path jar) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }
}
