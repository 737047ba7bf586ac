package io.hnswitch.endpoint.tap;

/**
 * One network namespace that a process made, as a line of the {@link TapJournal}.
 *
 * @param namespace its name
 * @param owner who made it
 * @param identity the kernel's number of it; 0: about to be made
 */
record JournalEntry(String namespace, ProcessIdentity owner, long identity) {

  private static final String KIND = "namespace";
  private static final int FIELDS = 6;

  JournalEntry {
    TapNames.requireNamespace(namespace);
    if (identity < 0) {
      throw new IllegalArgumentException("negative identity: " + identity);
    }
  }

  boolean is(String wanted, ProcessIdentity wantedOwner) {
    return namespace.equals(wanted) && owner.equals(wantedOwner);
  }

  /**
   * {@code namespace blue 4f6c... 1234 567890 4026532345}: name, boot, process, start, identity.
   */
  String line() {
    return String.join(
        " ",
        KIND,
        namespace,
        owner.boot(),
        Long.toString(owner.pid()),
        Long.toString(owner.startTime()),
        Long.toString(identity));
  }

  /**
   * Parses {@link #line}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static JournalEntry parse(String line) {
    var fields = line.split(" ", -1);
    if (fields.length != FIELDS || !fields[0].equals(KIND)) {
      throw new IllegalArgumentException("not a journal line: \"" + line + "\"");
    }
    return new JournalEntry(
        fields[1],
        new ProcessIdentity(fields[2], Long.parseLong(fields[3]), Long.parseLong(fields[4])),
        Long.parseLong(fields[5]));
  }
}
