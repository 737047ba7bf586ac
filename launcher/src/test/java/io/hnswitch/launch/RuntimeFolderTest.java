package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFolderTest {

  /** Above what Linux ever gives to a process. */
  private static final long NO_PROCESS = 1L << 30;

  @TempDir private Path temp;

  private RuntimeFolder folder() {
    return new RuntimeFolder(temp.resolve("hnswitch"));
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    var file = folder().write(NodeFile.ofThisProcess("left", "http://127.0.0.1:1", "secret"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void findsWhatRunsAndForgetsTheDead() {
    var folder = folder();
    var alive = NodeFile.ofThisProcess("left", "http://127.0.0.1:1", "secret");
    folder.write(alive);
    var dead = folder.write(new NodeFile("dead", "http://127.0.0.1:2", "x", NO_PROCESS, 5));
    var reused = folder.write(new NodeFile("old", "http://127.0.0.1:3", "x", alive.pid(), 5));
    assertEquals(List.of(alive), folder.nodes());
    assertFalse(Files.exists(dead));
    assertFalse(Files.exists(reused));
  }

  @Test
  void passesOverWhatIsNoNodeFile() throws IOException {
    var folder = folder();
    Files.writeString(folder.make().resolve("x.node.json"), "{\"url\":1}");
    assertEquals(List.of(), folder.nodes());
  }

  @Test
  void refusesAFolderThatOthersCanRead() throws IOException {
    var open = Files.createDirectory(temp.resolve("hnswitch"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThrows(UncheckedIOException.class, () -> folder().make());
    assertThrows(UncheckedIOException.class, () -> folder().nodes());
  }

  @Test
  void sweepsTheCachesOfTheDead() throws IOException {
    var folder = folder();
    var root = folder.make();
    var dead = Files.createDirectories(root.resolve("cache-" + NO_PROCESS + "-x/y"));
    var ours = Files.createDirectories(root.resolve("cache-" + ProcessHandle.current().pid()));
    assertEquals(1, folder.sweep().size());
    assertFalse(Files.exists(dead.getParent()));
    assertTrue(Files.exists(ours));
  }
}
