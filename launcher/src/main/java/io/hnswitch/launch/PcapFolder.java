package io.hnswitch.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder whose files may be replayed. Whoever may apply a lab names files, from wherever; so
 * nothing else of the machine is read, whatever links lead out of the folder.
 */
final class PcapFolder {

  /** There is none. */
  static final PcapFolder NONE = new PcapFolder(Optional.empty());

  private final Optional<Path> folder;

  private PcapFolder(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * @param folder null for none
   */
  static PcapFolder of(Path folder) {
    return folder == null ? NONE : new PcapFolder(Optional.of(folder));
  }

  /**
   * Finds a file.
   *
   * @param name as the lab has it
   * @return where it really is
   * @throws IllegalArgumentException when it is not a file of the folder
   */
  Path find(String name) {
    var within =
        folder.orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": this node replays no files, it was started without --pcap-dir"));
    try {
      var root = within.toRealPath();
      var file = root.resolve(name).toRealPath();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        throw new IllegalArgumentException(name + " is no file of the folder of --pcap-dir");
      }
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " is not in the folder of --pcap-dir", e);
    }
  }
}
