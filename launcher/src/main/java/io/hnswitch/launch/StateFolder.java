package io.hnswitch.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the revisions and checkpoints of a lab survive their node: {@code revisions/18.json} and
 * {@code checkpoints/NAME.json}, each written whole or not at all, and never changed by another.
 * The current revision is the one with the highest number. One node uses it at a time. Every method
 * blocks; one thread at a time.
 */
final class StateFolder implements AutoCloseable {

  private static final String SUFFIX = ".json";
  private static final String UNFINISHED = ".next";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final Path folder;
  private final FileChannel lockFile;
  private final Map<Long, Path> revisions = new TreeMap<>();
  private final Map<String, Long> checkpoints = new TreeMap<>();

  /**
   * What was there.
   *
   * @param revisions those that can be read
   * @param last the highest number there is, 0 when there is none
   * @param remarks a line for each file that cannot be read, and stays as it is
   */
  record Found(
      List<LabRevision> revisions, Map<String, Long> checkpoints, long last, List<String> remarks) {

    /** True when something is there, but no lab. */
    boolean isLost() {
      return revisions.isEmpty() && last > 0;
    }
  }

  private StateFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder when it is missing, and keeps other nodes out of it.
   *
   * @throws CliException when that does not work
   */
  static StateFolder open(Path path) {
    var folder = path.toAbsolutePath().normalize();
    try {
      make(folder);
      make(folder.resolve("revisions"));
      make(folder.resolve("checkpoints"));
      var lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lockFile)) {
        lockFile.close();
        throw new CliException(
            ExitCode.CONFLICT, "hnswitch: another node uses the state folder " + path);
      }
      return new StateFolder(folder, lockFile);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED, "hnswitch: cannot use the state folder " + path + ": " + reason(e));
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // A node in this very process.
    }
  }

  private static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path path() {
    return folder;
  }

  /**
   * Reads what is there. What a crash left half-written under another name is removed.
   *
   * @throws CliException when it cannot be read at all, or is of a later version
   */
  Found read() {
    var found = new ArrayList<LabRevision>();
    var names = new TreeMap<String, Long>();
    var remarks = new ArrayList<String>();
    long last = 0;
    try {
      for (var file : list("revisions")) {
        var name = name(file);
        if (!NUMBER.matcher(name).matches()) {
          remarks.add(file + " is left out: its name is no revision");
          continue;
        }
        long number = Long.parseLong(name);
        last = Math.max(last, number);
        try {
          found.add(StateFile.revision(text(file), number));
          revisions.put(number, file);
        } catch (StateFile.BrokenException e) {
          remarks.add(file + " is left out: " + e.getMessage());
        }
      }
      for (var file : list("checkpoints")) {
        try {
          long number = StateFile.checkpoint(text(file), name(file));
          if (!revisions.containsKey(number)) {
            throw new StateFile.BrokenException("revision " + number + " cannot be read");
          }
          names.put(name(file), number);
          checkpoints.put(name(file), number);
        } catch (StateFile.BrokenException e) {
          remarks.add(file + " is left out: " + e.getMessage());
        }
      }
    } catch (StateFile.NewerException e) {
      throw new CliException(
          ExitCode.FAILED,
          "hnswitch: the state folder " + folder + " is of a later version: " + e.getMessage());
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED, "hnswitch: cannot read the state folder " + folder + ": " + reason(e));
    }
    return new Found(List.copyOf(found), Map.copyOf(names), last, List.copyOf(remarks));
  }

  private static String name(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static String text(Path file) throws IOException {
    // Bytes that are no UTF-8 become characters that no checksum fits.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private List<Path> list(String kind) throws IOException {
    try (var files = Files.list(folder.resolve(kind))) {
      var all = files.sorted().toList();
      for (var file : all) {
        if (file.toString().endsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        }
      }
      return all.stream().filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  /**
   * Makes the files say what a history says. What is there already is not touched, so that a
   * failure costs nothing but the newest.
   *
   * @throws UncheckedIOException when a file cannot be written or removed; the next call goes on
   */
  void write(LabHistory.Snapshot history) {
    try {
      for (var revision : history.revisions()) {
        if (!revisions.containsKey(revision.number())) {
          var file = folder.resolve("revisions").resolve(revision.number() + SUFFIX);
          put(file, StateFile.text(revision));
          revisions.put(revision.number(), file);
        }
      }
      for (var checkpoint : history.checkpoints().entrySet()) {
        if (!checkpoint.getValue().equals(checkpoints.get(checkpoint.getKey()))) {
          put(
              folder.resolve("checkpoints").resolve(checkpoint.getKey() + SUFFIX),
              StateFile.text(checkpoint.getKey(), checkpoint.getValue()));
          checkpoints.put(checkpoint.getKey(), checkpoint.getValue());
        }
      }
      forget(history);
    } catch (StateFile.BrokenException e) {
      throw new IllegalStateException(
          "cannot keep a revision in " + folder + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write in " + folder + ": " + reason(e), e);
    }
  }

  private void forget(LabHistory.Snapshot history) throws IOException {
    var kept = history.revisions().stream().map(LabRevision::number).toList();
    for (var number : List.copyOf(revisions.keySet())) {
      if (!kept.contains(number)) {
        Files.deleteIfExists(revisions.get(number));
        revisions.remove(number);
      }
    }
  }

  /** Whole or not at all, whenever the machine stops. Temporary files are their owner's alone. */
  private static void put(Path file, String text) throws IOException {
    var parent = file.getParent();
    var next = Files.createTempFile(parent, file.getFileName().toString(), UNFINISHED);
    try {
      try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** Other nodes may use it from now on. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave " + folder, e);
    }
  }
}
