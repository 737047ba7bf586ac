package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123Z");
  private static final Cause APPLY = new Cause("lab.apply", "ann");

  @TempDir private Path temp;
  private Path place;
  private final LabHistory history = LabHistory.empty(NOON);

  @BeforeEach
  void name() {
    place = temp.resolve("state");
  }

  /** Three labs, the second of which is called base. */
  private void fill() {
    history.take(history.begin(Labs.two(), NOON));
    history.take(
        history.change(Labs.parse(Labs.TWO.replace("echo: false", "rate: 2pps")), APPLY, NOON));
    history.mark("base");
    history.take(
        history.change(Labs.parse(Labs.TWO.replace("echo: false", "rate: 3pps")), APPLY, NOON));
    write();
  }

  private void write() {
    try (var folder = StateFolder.open(place)) {
      folder.read();
      folder.write(history.snapshot());
    }
  }

  private StateFolder.Found read() {
    try (var folder = StateFolder.open(place)) {
      return folder.read();
    }
  }

  private Path file(int revision) {
    return place.resolve("revisions").resolve(revision + ".json");
  }

  private void spoil(Path file, String from, String to) throws IOException {
    var text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private Set<String> names(String kind) throws IOException {
    try (var files = Files.list(place.resolve(kind))) {
      return files.map(one -> one.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** Another one when a file has been put in its place. */
  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  void givesBackWhatWasWritten() {
    fill();
    var found = read();
    assertEquals(history.snapshot().revisions(), found.revisions());
    assertEquals(Map.of("base", 2L), found.checkpoints());
    assertEquals(List.of(), found.remarks());
    assertEquals(3, found.last());
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    fill();
    for (var one : List.of(place, place.resolve("revisions"), place.resolve("checkpoints"))) {
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
    }
    for (var one : List.of(file(1), place.resolve("checkpoints/base.json"))) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
    }
  }

  @Test
  void keepsTheLabAsTextThatExportGives() throws IOException {
    fill();
    var json = new JsonObject(Files.readString(file(2)));
    assertEquals(1, json.getInteger("format"));
    assertEquals("ann", json.getString("by"));
    assertTrue(json.getString("lab").startsWith("apiVersion: hnswitch/v1\nkind: Lab\n"));
  }

  @Test
  void touchesOnlyWhatIsNew() throws IOException {
    fill();
    var before = identity(file(1));
    history.take(history.change(Labs.two(), APPLY, NOON));
    write();
    assertEquals(before, identity(file(1)));
    assertEquals(Set.of("1.json", "2.json", "3.json", "4.json"), names("revisions"));
  }

  @Test
  void forgetsWhatTheHistoryForgets() throws IOException {
    fill();
    for (int i = 0; i < 110; i++) {
      history.take(
          history.change(Labs.parse(Labs.TWO.replace("name: two", "name: t" + i)), APPLY, NOON));
    }
    write();
    assertEquals(LabHistory.KEPT, names("revisions").size());
    assertTrue(Files.exists(file(2)), "it is a checkpoint");
    assertFalse(Files.exists(file(1)));
    assertEquals(113, LabHistory.of(read().revisions(), Map.of(), 0).current().number());
  }

  @Test
  void leavesOutWhatIsBrokenAndKeepsTheRest() throws IOException {
    fill();
    var whole = Files.readString(file(3));
    for (int length : new int[] {0, 1, whole.length() / 2, whole.length() - 3}) {
      Files.writeString(file(3), whole.substring(0, length));
      var found = read();
      assertEquals(2, found.revisions().size(), "cut at " + length);
      assertEquals(
          List.of(file(3) + " is left out: it is not JSON, or not whole"), found.remarks());
      assertEquals(3, found.last(), "its number is not used again");
    }
    Files.writeString(file(3), whole);
    assertEquals(List.of(), read().remarks());
  }

  @Test
  void saysWhatIsBroken() throws IOException {
    fill();
    spoil(file(1), "10.0.0.1", "10.0.0.3");
    spoil(file(2), "\"revision\" : 2", "\"revision\" : 7");
    spoil(file(3), "\"before\"", "\"behind\"");
    Files.writeString(place.resolve("revisions/x1.json"), "{}");
    assertEquals(
        List.of(
            file(1) + " is left out: its lab does not have the checksum that was written with it",
            file(2) + " is left out: it is of revision 7",
            file(3) + " is left out: a member is missing or of the wrong type",
            place.resolve("revisions/x1.json") + " is left out: its name is no revision",
            place.resolve("checkpoints/base.json") + " is left out: revision 2 cannot be read"),
        read().remarks());
    assertTrue(read().isLost());
  }

  @Test
  void losesNoMoreThanABrokenCheckpoint() throws IOException {
    fill();
    Files.writeString(place.resolve("checkpoints/base.json"), "{\"format\":1}");
    var found = read();
    assertEquals(3, found.revisions().size());
    assertEquals(Map.of(), found.checkpoints());
    assertEquals(1, found.remarks().size());
  }

  @Test
  void sweepsWhatWasHalfWritten() throws IOException {
    fill();
    Files.writeString(place.resolve("revisions/4.json123.next"), "{\"format\":1,");
    assertEquals(List.of(), read().remarks());
    assertEquals(Set.of("1.json", "2.json", "3.json"), names("revisions"));
  }

  @Test
  void refusesWhatALaterVersionWrote() throws IOException {
    fill();
    spoil(file(2), "\"format\" : 1", "\"format\" : 2");
    var before = Files.readString(file(2));
    var failure = assertThrows(CliException.class, this::read);
    assertTrue(failure.lines().getFirst().contains("is of a later version: it has format 2"));
    assertEquals(before, Files.readString(file(2)));
  }

  @Test
  void isUsedByOneNodeAtATime() {
    try (var first = StateFolder.open(place)) {
      var failure = assertThrows(CliException.class, () -> StateFolder.open(place));
      assertEquals(ExitCode.CONFLICT, failure.code());
      assertEquals(place.toAbsolutePath(), first.path());
    }
    StateFolder.open(place).close();
  }

  @Test
  void saysWhenItCannotBeUsed() throws IOException {
    Files.writeString(place, "a file");
    var failure = assertThrows(CliException.class, () -> StateFolder.open(place));
    assertEquals(ExitCode.FAILED, failure.code());
    assertTrue(failure.lines().getFirst().contains("cannot use the state folder " + place));
  }

  @Test
  void goesOnAfterAFailedWrite() throws IOException {
    history.take(history.begin(Labs.two(), NOON));
    try (var folder = StateFolder.open(place)) {
      folder.read();
      Files.delete(place.resolve("revisions"));
      assertThrows(UncheckedIOException.class, () -> folder.write(history.snapshot()));
      Files.createDirectory(place.resolve("revisions"));
      folder.write(history.snapshot());
    }
    assertEquals(1, read().revisions().size());
  }
}
