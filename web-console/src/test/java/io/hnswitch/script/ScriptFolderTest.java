package io.hnswitch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFolderTest {

  @TempDir private Path path;

  private ScriptFolder folder() {
    return ScriptFolder.of(path);
  }

  private Path file(String name, String permissions) throws IOException {
    var file = Files.writeString(path.resolve(name), "void main() {}");
    return allow(file, permissions);
  }

  private static Path allow(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static Problem refusal(Executable look) {
    return assertThrows(ProblemException.class, look).problem();
  }

  private static void assertRefused(String why, Executable look) {
    var problem = refusal(look);
    assertEquals("not-permitted", problem.code());
    assertTrue(problem.detail().contains(why), problem.detail());
  }

  @Test
  void givesItsJavaFilesInOrder() throws IOException {
    file("Two.java", "rw-r--r--");
    file("One.java", "rw-------");
    file("notes.txt", "rw-rw-rw-");
    assertEquals(List.of("One", "Two"), folder().names());
    assertEquals(new ScriptSource("One", "void main() {}"), folder().read("One"));
    assertEquals("Two.java", folder().read("Two").fileName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwxrwxrwx"})
  void refusesAFolderThatOthersCanWriteTo(String permissions) throws IOException {
    file("One.java", "rw-------");
    allow(path, permissions);
    assertRefused("is writable by others (" + permissions + ")", folder()::names);
    assertRefused("is writable by others", () -> folder().read("One"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw----rw-"})
  void refusesAFileThatOthersCanWriteTo(String permissions) throws IOException {
    file("One.java", permissions);
    assertRefused("One.java is writable by others", () -> folder().read("One"));
    assertEquals(List.of("One"), folder().names());
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() throws IOException {
    file("One.java", "rw-------");
    var other = new ScriptFolder(path, -2);
    assertRefused("belongs to user ", other::names);
    assertRefused("this node's user -2", () -> other.read("One"));
  }

  @Test
  void refusesLinksAndFolders() throws IOException {
    var target = file("target.txt", "rw-------");
    Files.createSymbolicLink(path.resolve("Link.java"), target);
    Files.createDirectory(path.resolve("Dir.java"));
    assertRefused("Link.java is not a plain file", () -> folder().read("Link"));
    assertRefused("Dir.java is not a plain file", () -> folder().read("Dir"));
  }

  @Test
  void refusesALinkForAFolder(@TempDir Path elsewhere) throws IOException {
    var link = Files.createSymbolicLink(elsewhere.resolve("link"), path);
    assertRefused("is writable by others", ScriptFolder.of(link)::names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Keep-Vf", "1One", "../One", "a.b"})
  void refusesNamesThatNoClassCanHave(String name) {
    assertRefused("is no script: the name of a script matches", () -> folder().read(name));
  }

  @Test
  void refusesWhatIsTooLargeOrNoText() throws IOException {
    Files.write(file("Large.java", "rw-------"), new byte[ScriptFolder.BYTES_MAX + 1]);
    assertRefused("is larger than 262144 bytes", () -> folder().read("Large"));
    Files.write(file("Latin.java", "rw-------"), "ü".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("Latin.java is not UTF-8", () -> folder().read("Latin"));
  }

  @Test
  void refusesMoreFilesThanItCanHave() throws IOException {
    for (int i = 0; i <= ScriptFolder.SCRIPTS_MAX; i++) {
      file("S" + i + ".java", "rw-------");
    }
    assertRefused("holds more than 64 scripts", folder()::names);
  }

  @Test
  void saysThatSomethingIsNotThere() {
    assertEquals("not-found", refusal(() -> folder().read("One")).code());
    assertEquals("not-found", refusal(ScriptFolder.of(path.resolve("no"))::names).code());
  }
}
