package io.hnswitch.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which nodes of one user leave what other processes of that user need: how to reach
 * them, and what to clean up after a crash. Nobody else can read it.
 */
final class RuntimeFolder {

  private static final String SUFFIX = ".node.json";
  private static final String CACHE = "cache-";

  private final Path folder;

  RuntimeFolder(Path folder) {
    this.folder = folder;
  }

  /** {@code $XDG_RUNTIME_DIR/hnswitch}, else {@code /tmp/hnswitch-<uid>}. */
  static RuntimeFolder of(Map<String, String> environment) {
    var xdg = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return new RuntimeFolder(
        !xdg.isEmpty() && Files.isDirectory(Path.of(xdg))
            ? Path.of(xdg, "hnswitch")
            : Path.of(System.getProperty("java.io.tmpdir"), "hnswitch-" + user()));
  }

  private static String user() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
    }
  }

  /** Makes it, readable by its owner alone. */
  Path make() {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      requireOurs();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
  }

  /** In a folder that all may write to, somebody else may have been first. */
  private void requireOurs() throws IOException {
    var permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    boolean isPrivate = PosixFilePermissions.toString(permissions).endsWith("------");
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !isPrivate
        || !Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
            .toString()
            .equals(user())) {
      throw new IOException("not a folder of this user alone");
    }
  }

  /** Where the network namespaces that were made are noted. */
  Path tapJournal() {
    return folder.resolve("tap.journal");
  }

  /** Where a node keeps its named tokens, as hashes, from one start to the next. */
  Path tokens(String node) {
    return folder.resolve(node + ".tokens.json");
  }

  /** Where a node keeps its users, their passwords as hashes, from one start to the next. */
  Path users(String node) {
    return folder.resolve(node + ".users.json");
  }

  /** Where Vert.x unpacks what it serves; a random part is added to the name. */
  Path cache() {
    return folder.resolve(CACHE + ProcessHandle.current().pid());
  }

  /** Writes a node's file in one step; gives where it is. */
  Path write(NodeFile node) {
    make();
    var file = folder.resolve(node.node() + "-" + node.pid() + SUFFIX);
    try {
      // Temporary files are readable by their owner alone, and so is the file then.
      var next = Files.createTempFile(folder, "node", ".next");
      Files.writeString(next, node.text());
      return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Nodes that run; files of dead ones are removed. */
  List<NodeFile> nodes() {
    var alive = new ArrayList<NodeFile>();
    for (var file : list(SUFFIX)) {
      var node = read(file).flatMap(NodeFile::parse);
      if (node.filter(NodeFile::isAlive).isPresent()) {
        alive.add(node.get());
      } else {
        remove(file);
      }
    }
    alive.sort(Comparator.comparing(NodeFile::node).thenComparing(NodeFile::pid));
    return alive;
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<Path> list(String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      requireOurs();
      return files.filter(file -> file.getFileName().toString().endsWith(suffix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  /** Removes what crashed nodes left of unpacked files; gives what was removed. */
  List<Path> sweep() {
    var removed = new ArrayList<Path>();
    for (var left : list("")) {
      var name = left.getFileName().toString();
      if (name.matches(CACHE + "[0-9]{1,18}.*")
          && ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty()) {
        removeTree(left);
        removed.add(left);
      }
    }
    return removed;
  }

  private static void removeTree(Path root) {
    try (var tree = Files.walk(root)) {
      tree.sorted(Comparator.reverseOrder()).forEach(RuntimeFolder::remove);
    } catch (NoSuchFileException e) {
      return; // Somebody else swept it.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + root, e);
    }
  }
}
