import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Writes the revision of the sources into a file that becomes part of the jar. Maven runs it
 * (launcher/pom.xml). Without git, or outside a repository, there is no file: the program then does
 * not know its revision.
 *
 * <p>Arguments: the folder of the sources, and the file.
 */
final class Revision {
  private static final long PATIENCE_SECONDS = 20;

  private Revision() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var file = Path.of(args[1]);
    var revision = revision(Path.of(args[0]));
    if (revision.isEmpty()) {
      Files.deleteIfExists(file);
    } else if (!Files.exists(file) || !Files.readString(file).equals(revision)) {
      // One that is the same keeps its time, and so does the jar.
      Files.createDirectories(file.getParent());
      Files.writeString(file, revision);
    }
  }

  /** Like {@code 70492b4c1d2e}, or with {@code -dirty} when something is not committed. */
  private static String revision(Path folder) throws InterruptedException {
    try {
      var git =
          new ProcessBuilder(
                  "git",
                  "--no-optional-locks",
                  "describe",
                  "--always",
                  "--dirty",
                  "--abbrev=12",
                  "--exclude=*")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      var text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 && text.matches("[0-9a-f]{7,64}(-dirty)?") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }
}
