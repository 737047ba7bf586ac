package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLabTest {

  @TempDir private Path temp;
  private Path state;
  private LabFile two;
  private String demo;

  @BeforeEach
  void write() throws IOException {
    state = temp.resolve("state");
    two = LabFile.read(Files.writeString(temp.resolve("two.yaml"), Labs.TWO).toString());
    demo =
        Files.writeString(
                temp.resolve("demo.yaml"), Labs.TWO.replace("{ name: two }", "{ name: demo }"))
            .toString();
  }

  private LabStart start(Path option, Map<String, String> environment, Optional<LabFile> given) {
    try (var lab = StartLab.open(option, environment)) {
      return lab.start(lab.choose(given, () -> demo));
    }
  }

  private static String name(LabStart start) {
    return start.spec().metadata().name();
  }

  private void leave(LabFile lab) {
    try (var folder = StateFolder.open(state)) {
      var history = LabHistory.empty(Instant.EPOCH);
      history.take(history.begin(lab.spec(), Instant.EPOCH));
      folder.write(history.snapshot());
    }
  }

  @Test
  void keepsNothingUnlessAsked() throws IOException {
    var start = start(null, Map.of(), Optional.empty());
    assertEquals("demo", name(start));
    assertTrue(start.folder().isEmpty());
    assertTrue(start.earlier().isEmpty());
    assertTrue(start(null, Map.of("HNSWITCH_STATE", ""), Optional.empty()).folder().isEmpty());
    assertFalse(Files.exists(state));
  }

  @Test
  void goesOnWithTheLabOfTheFolder() {
    assertEquals("demo", name(start(state, Map.of(), Optional.empty())), "there is none yet");
    leave(two);
    var start = start(state, Map.of(), Optional.empty());
    assertEquals(two.spec(), start.spec());
    assertEquals(1, start.earlier().orElseThrow().current().number());
    assertEquals(
        "two", name(start(null, Map.of("HNSWITCH_STATE", state.toString()), Optional.empty())));
    var other = Map.of("HNSWITCH_STATE", temp.resolve("other").toString());
    assertEquals("two", name(start(state, other, Optional.empty())), "the option wins");
  }

  @Test
  void takesTheFileWhenThereIsOne() {
    leave(LabFile.read(demo));
    var start = start(state, Map.of(), Optional.of(two));
    assertEquals("two", name(start));
    assertEquals("demo", start.earlier().orElseThrow().current().lab().metadata().name());
  }

  @Test
  void doesNotPutTheDemoInPlaceOfALabThatIsLost() throws IOException {
    leave(two);
    Files.writeString(state.resolve("revisions/1.json"), "{");
    try (var lab = StartLab.open(state, Map.of())) {
      assertEquals(1, lab.remarks().size());
      var failure =
          assertThrows(CliException.class, () -> lab.choose(Optional.empty(), () -> demo));
      assertEquals(ExitCode.INVALID, failure.code());
      var start = lab.start(lab.choose(Optional.of(two), () -> demo));
      assertEquals("two", name(start));
      var first = start.earlier().orElseThrow().begin(two.spec(), Instant.EPOCH);
      assertEquals(2, first.number(), "what is broken is not written over");
    }
    assertEquals("{", Files.readString(state.resolve("revisions/1.json")));
  }

  @Test
  void leavesTheFolderWhenItCannotBeRead() throws IOException {
    leave(two);
    Files.writeString(state.resolve("revisions/1.json"), "{\"format\":9}");
    for (int i = 0; i < 2; i++) {
      var failure = assertThrows(CliException.class, () -> StartLab.open(state, Map.of()));
      assertEquals(ExitCode.FAILED, failure.code(), "not in use by the first try");
    }
  }

  @Test
  void neverUsesTheNumberOfALostRevisionAgain() throws IOException {
    leave(two);
    Files.writeString(state.resolve("revisions/7.json"), "");
    try (var lab = StartLab.open(state, Map.of())) {
      var history = lab.start(two).earlier().orElseThrow();
      var next =
          history.take(history.change(LabFile.read(demo).spec(), Cause.START, Instant.EPOCH));
      assertEquals(8, next.number());
    }
    assertEquals(List.of("1.json", "7.json"), names());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(state.resolve("revisions"))) {
      return files.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }
}
