package io.hnswitch.launch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which lab a node starts with: that of a file wins, and is the next revision of what the state
 * folder has; else the folder's lab goes on; else it is the demo. Without a state folder nothing is
 * read and nothing is left.
 */
final class StartLab implements AutoCloseable {

  private static final String VARIABLE = "HNSWITCH_STATE";

  private final Optional<StateFolder> folder;
  private final Optional<StateFolder.Found> found;

  private StartLab(Optional<StateFolder> folder) {
    this.folder = folder;
    found = folder.map(StateFolder::read);
  }

  /**
   * @param option the folder on the command line, or null
   * @throws CliException when the state folder cannot be used
   */
  static StartLab open(Path option, Map<String, String> environment) {
    var variable = environment.getOrDefault(VARIABLE, "");
    var path =
        Optional.ofNullable(option)
            .or(() -> variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable)));
    var folder = path.map(StateFolder::open);
    try {
      return new StartLab(folder);
    } catch (RuntimeException | Error e) {
      folder.ifPresent(StateFolder::close);
      throw e;
    }
  }

  /** What in the folder cannot be read. */
  List<String> remarks() {
    return found.map(StateFolder.Found::remarks).orElse(List.of());
  }

  /**
   * @param given the file that the user named
   * @param demo the file for when there is nothing else
   * @throws CliException when the folder had a lab and it cannot be read
   */
  LabFile choose(Optional<LabFile> given, Supplier<String> demo) {
    if (given.isPresent()) {
      return given.get();
    }
    if (found.isPresent() && found.get().isLost()) {
      throw new CliException(
          ExitCode.INVALID,
          "hnswitch: no revision in "
              + folder.orElseThrow().path()
              + " can be read; name a lab file to begin anew beside them");
    }
    return earlier()
        .filter(history -> !history.isNew())
        .map(history -> goesOn(history.current()))
        .orElseGet(() -> LabFile.read(demo.get()));
  }

  private LabFile goesOn(LabRevision revision) {
    var name = folder.orElseThrow().path() + ", revision " + revision.number();
    return new LabFile(name, "", revision.lab(), List.of());
  }

  /** What a node is told. */
  LabStart start(LabFile lab) {
    return new LabStart(lab.spec(), earlier(), folder);
  }

  private Optional<LabHistory> earlier() {
    return found.map(
        one ->
            one.revisions().isEmpty()
                ? LabHistory.empty(Instant.now(), one.last())
                : LabHistory.of(one.revisions(), one.checkpoints(), one.last()));
  }

  /** Leaves the folder to others. */
  @Override
  public void close() {
    folder.ifPresent(StateFolder::close);
  }
}
