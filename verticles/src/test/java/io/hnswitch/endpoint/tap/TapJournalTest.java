package io.hnswitch.endpoint.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a {@code /proc} and a namespace directory of its own. */
class TapJournalTest {

  private static final ProcessIdentity ALIVE = new ProcessIdentity("b001-1", 100, 5000);
  private static final ProcessIdentity DEAD = new ProcessIdentity("b001-1", 200, 5000);

  @TempDir private Path directory;
  private final List<String> removals = new ArrayList<>();

  @BeforeEach
  void startSystem() throws IOException {
    boot("b001-1");
    process(100, 5000);
    Files.createDirectories(directory.resolve("netns"));
  }

  private void boot(String id) throws IOException {
    var random = Files.createDirectories(directory.resolve("proc/sys/kernel/random"));
    Files.writeString(random.resolve("boot_id"), id + "\n");
  }

  private void process(long pid, long startTime) throws IOException {
    var process = Files.createDirectories(directory.resolve("proc").resolve("" + pid));
    Files.writeString(
        process.resolve("stat"),
        pid + " (a b) c) S 1 1 1 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 " + startTime + " 9 9\n");
  }

  private void namespace(String name) throws IOException {
    Files.createFile(directory.resolve("netns").resolve(name));
  }

  private Path file() {
    return directory.resolve("state/taps.journal");
  }

  private TapJournal journalOf(ProcessIdentity self) {
    return new TapJournal(
        file(), directory.resolve("proc"), new NetworkNamespace(directory.resolve("netns")), self);
  }

  private TapJournal.Recovery recover() {
    return journalOf(ALIVE).recover(removals::add);
  }

  @Test
  void removesNamespaceOfADeadProcess() throws IOException {
    journalOf(DEAD).record("blue");
    namespace("blue");
    journalOf(DEAD).confirm("blue");
    assertEquals(new TapJournal.Recovery(List.of("blue"), List.of(), 0), recover());
    assertEquals(List.of("blue"), removals);
    assertEquals(List.of(), journalOf(ALIVE).entries());
  }

  @Test
  void removesNamespaceThatWasMadeButNotConfirmed() throws IOException {
    journalOf(DEAD).record("blue");
    namespace("blue");
    assertEquals(List.of("blue"), recover().removed());
  }

  @Test
  void leavesLiveProcessesAlone() throws IOException {
    var live = journalOf(ALIVE);
    live.record("blue");
    namespace("blue");
    live.confirm("blue");
    var before = live.entries();
    assertEquals(new TapJournal.Recovery(List.of(), List.of(), 0), recover());
    assertEquals(before, live.entries());
  }

  @Test
  void seesThatAProcessNumberWasUsedAgain() throws IOException {
    journalOf(DEAD).record("blue");
    namespace("blue");
    process(200, 7777);
    assertEquals(List.of("blue"), recover().removed());
  }

  @Test
  void forgetsWhatWasNeverMade() {
    journalOf(DEAD).record("blue");
    assertEquals(List.of(), recover().removed());
    assertEquals(List.of(), journalOf(ALIVE).entries());
  }

  @Test
  void sparesAnotherNamespaceOfTheSameName() throws IOException {
    journalOf(DEAD).record("blue");
    namespace("blue");
    journalOf(DEAD).confirm("blue");
    // The first must stay while the second is made, or its number could be used again.
    Files.move(directory.resolve("netns/blue"), directory.resolve("netns/old"));
    namespace("blue");
    assertEquals(List.of(), recover().removed());
  }

  @Test
  void sparesNamespacesOfAnEarlierBoot() throws IOException {
    journalOf(DEAD).record("blue");
    namespace("blue");
    boot("b001-2");
    assertEquals(List.of(), recover().removed());
    assertEquals(List.of(), journalOf(ALIVE).entries());
  }

  @Test
  void keepsWhatCouldNotBeRemovedAndGoesOn() throws IOException {
    for (var name : List.of("blue", "red")) {
      journalOf(DEAD).record(name);
      namespace(name);
    }
    var recovery =
        journalOf(ALIVE)
            .recover(
                name -> {
                  if (name.equals("blue")) {
                    throw new TapException(TapError.IO, "blue is busy");
                  }
                });
    assertEquals(new TapJournal.Recovery(List.of("red"), List.of("blue is busy"), 0), recovery);
    assertEquals(List.of(new JournalEntry("blue", DEAD, 0)), journalOf(ALIVE).entries());
  }

  @Test
  void forgetsOnlyItsOwn() {
    journalOf(ALIVE).record("blue");
    journalOf(DEAD).record("blue");
    journalOf(ALIVE).forget("blue");
    assertEquals(List.of(new JournalEntry("blue", DEAD, 0)), journalOf(ALIVE).entries());
  }

  @Test
  void isReadableByItsOwnerAlone() throws IOException {
    journalOf(ALIVE).record("blue");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    try (var files = Files.list(file().getParent())) {
      assertEquals(2, files.count(), "journal and lock, no temporary file");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "namespace blue",
        "namespace blue b001-1 200 5000 0 more",
        "namespace ../etc b001-1 200 5000 0",
        "namespace -all b001-1 200 5000 0",
        "namespace blue b001/1 200 5000 0",
        "namespace blue b001-1 -1 5000 0",
        "namespace blue b001-1 200 99999999999999999999 0",
        "namespace blue b001-1 200 5000 -4",
        "volume blue b001-1 200 5000 0",
      })
  void dropsAndCountsLinesThatMakeNoSense(String line) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), line + "\nnamespace red b001-1 200 5000 0\n");
    namespace("red");
    assertEquals(new TapJournal.Recovery(List.of("red"), List.of(), 1), recover());
    assertEquals("", Files.readString(file()));
  }

  @Test
  void saysWhichFileCannotBeKept() throws IOException {
    Files.writeString(directory.resolve("state"), "a file where the directory should be");
    var e = assertThrows(TapException.class, () -> journalOf(ALIVE).record("blue"));
    assertEquals(TapError.IO, e.error());
    assertTrue(e.getMessage().contains(file().toString()), e.getMessage());
  }

  @Test
  void knowsThisProcess() {
    var self = ProcessIdentity.current(ProcessIdentity.PROC);
    assertTrue(self.isAlive(ProcessIdentity.PROC));
    assertFalse(
        new ProcessIdentity(self.boot(), self.pid(), self.startTime() + 1)
            .isAlive(ProcessIdentity.PROC));
  }
}
