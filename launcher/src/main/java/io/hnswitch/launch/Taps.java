package io.hnswitch.launch;

import io.hnswitch.endpoint.tap.TapJournal;
import io.hnswitch.endpoint.tap.TapNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The one TAP network of a node, made when it is needed first: most labs have no TAP. */
final class Taps {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path journal;
  private TapNetwork network;

  Taps(Path journal) {
    this.journal = journal;
  }

  synchronized TapNetwork network() {
    if (network == null) {
      network = new TapNetwork(new TapJournal(journal));
    }
    return network;
  }

  /**
   * Removes what crashed nodes left; blocks. Gives lines for people, none when there was nothing.
   */
  List<String> recover() {
    if (!Files.exists(journal)) {
      return List.of();
    }
    var recovery = network().recover(PATIENCE);
    var lines = new ArrayList<String>();
    recovery.removed().forEach(name -> lines.add("removed network namespace " + name));
    recovery.failed().forEach(text -> lines.add("could not remove: " + text));
    if (recovery.unreadable() > 0) {
      lines.add("dropped " + recovery.unreadable() + " unreadable lines of " + journal);
    }
    return lines;
  }
}
