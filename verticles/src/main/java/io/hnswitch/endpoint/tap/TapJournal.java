package io.hnswitch.endpoint.tap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A small file that says which network namespaces were made by whom, written before they are made,
 * so that the next start can remove what a crash left behind. Interfaces are not in it: a TAP dies
 * with its process.
 *
 * <p>Several nodes of one machine may share a file: a lock file beside it orders them, and every
 * change replaces the file in one step. A namespace of a dead process is removed unless the system
 * was started anew since (it is gone then) or its name stands for another namespace by now
 * (somebody else's).
 */
public final class TapJournal {

  /** File locks are per process; this orders the nodes within one. */
  private static final Object IN_PROCESS = new Object();

  private final Path file;
  private final Path proc;
  private final NetworkNamespace namespaces;
  private final ProcessIdentity self;

  /**
   * @param file where to keep it; its directory is made if absent
   */
  public TapJournal(Path file) {
    this(
        file,
        ProcessIdentity.PROC,
        NetworkNamespace.SYSTEM,
        ProcessIdentity.current(ProcessIdentity.PROC));
  }

  TapJournal(Path file, Path proc, NetworkNamespace namespaces, ProcessIdentity self) {
    this.file = file.toAbsolutePath();
    this.proc = proc;
    this.namespaces = namespaces;
    this.self = self;
  }

  /**
   * What {@link #recover} found.
   *
   * @param removed namespaces that were removed
   * @param failed one text for each namespace that could not be removed; they stay in the journal
   * @param unreadable lines that made no sense and were dropped
   */
  public record Recovery(List<String> removed, List<String> failed, int unreadable) {
    public Recovery {
      removed = List.copyOf(removed);
      failed = List.copyOf(failed);
    }
  }

  /** Removes a namespace by name. */
  interface NamespaceRemoval {
    void remove(String namespace);
  }

  /** Before it is made. */
  void record(String namespace) {
    replace(namespace, 0);
  }

  /** After it was made: from now on only the namespace that has the name now counts as ours. */
  void confirm(String namespace) {
    replace(namespace, namespaces.identity(namespace));
  }

  /** After it is gone, or was not made after all. */
  void forget(String namespace) {
    change(entries -> without(entries, namespace));
  }

  private void replace(String namespace, long identity) {
    change(
        entries -> {
          var changed = without(entries, namespace);
          changed.add(new JournalEntry(namespace, self, identity));
          return changed;
        });
  }

  private List<JournalEntry> without(List<JournalEntry> entries, String namespace) {
    var rest = new ArrayList<>(entries);
    rest.removeIf(entry -> entry.is(namespace, self));
    return rest;
  }

  /** Removes what dead processes left; leaves everything of live ones alone. */
  Recovery recover(NamespaceRemoval removal) {
    var removed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    int unreadable =
        change(
            entries -> {
              var kept = new ArrayList<JournalEntry>();
              for (var entry : entries) {
                if (entry.owner().isAlive(proc) || !settle(entry, removal, removed, failed)) {
                  kept.add(entry);
                }
              }
              return kept;
            });
    return new Recovery(removed, failed, unreadable);
  }

  /** True when nothing is left of a dead process's entry. */
  private boolean settle(
      JournalEntry entry, NamespaceRemoval removal, List<String> removed, List<String> failed) {
    if (!isLeftBehind(entry)) {
      return true;
    }
    try {
      removal.remove(entry.namespace());
    } catch (TapException e) {
      failed.add(e.getMessage());
      return false;
    }
    removed.add(entry.namespace());
    return true;
  }

  private boolean isLeftBehind(JournalEntry entry) {
    return entry.owner().isOfThisBoot(proc)
        && namespaces.exists(entry.namespace())
        && (entry.identity() == 0 || entry.identity() == namespaces.identity(entry.namespace()));
  }

  /** Everything in the file, for tests and reports. */
  List<JournalEntry> entries() {
    var entries = new ArrayList<JournalEntry>();
    change(
        all -> {
          entries.addAll(all);
          return all;
        });
    return entries;
  }

  /** Answers how many lines made no sense. */
  private int change(UnaryOperator<List<JournalEntry>> edit) {
    synchronized (IN_PROCESS) {
      try {
        Files.createDirectories(file.getParent());
        try (var channel =
                FileChannel.open(
                    sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var _ = channel.lock()) {
          return changeLocked(edit);
        }
      } catch (IOException e) {
        throw new TapException(TapError.IO, "cannot keep the tap journal " + file, e);
      }
    }
  }

  private int changeLocked(UnaryOperator<List<JournalEntry>> edit) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    var entries = new ArrayList<JournalEntry>();
    int unreadable = 0;
    for (var line : lines) {
      try {
        entries.add(JournalEntry.parse(line));
      } catch (IllegalArgumentException _) {
        unreadable++;
      }
    }
    var changed = edit.apply(entries).stream().map(JournalEntry::line).toList();
    if (!changed.equals(lines)) {
      // Temporary files are readable by their owner alone, and so is the journal then.
      var next = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".next");
      Files.write(next, changed);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return unreadable;
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
