package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/transparent-mode.md} are complete, and what they name is there. */
class TransparentModeTableTest {

  private static final Document TABLES = Document.of("docs/transparent-mode.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ((?:SEED-|[RCES])[0-9][^ ]*) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern HOLDS = Pattern.compile("^\\s*// holds: (.*)$");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final String OPEN = "open: ";

  /** The rules of the reference: how many stand in each of its sections. */
  private static final Map<Integer, Integer> RULES =
      Map.of(4, 1, 5, 4, 8, 2, 9, 1, 14, 1, 15, 1, 21, 1, 28, 1);

  /** Methods by class. */
  private static final Map<String, List<String>> METHODS = new HashMap<>();

  /** Ids by the test whose comment says that it holds them. */
  private static final Map<String, List<String>> HELD = new LinkedHashMap<>();

  private final Map<String, String> rows = rows();

  /** What holds each row. */
  private static Map<String, String> rows() {
    var rows = new LinkedHashMap<String, String>();
    var matcher = ROW.matcher(TABLES.text());
    while (matcher.find()) {
      assertEquals(null, rows.put(matcher.group(1), matcher.group(3).strip()), matcher.group(1));
    }
    return rows;
  }

  @BeforeAll
  static void readTests() throws IOException {
    try (var modules = Files.list(Document.ROOT)) {
      for (var module : modules.map(path -> path.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          try (var files = Files.walk(module)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
              read(file);
            }
          }
        }
      }
    }
  }

  private static void read(Path file) throws IOException {
    var name = file.getFileName().toString().replace(".java", "");
    var methods = METHODS.computeIfAbsent(name, key -> new ArrayList<>());
    var ids = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      var holds = HOLDS.matcher(line);
      if (holds.matches()) {
        ids.addAll(List.of(holds.group(1).strip().split("\\s*,\\s*")));
      }
      var method = METHOD.matcher(line);
      if (method.find()) {
        methods.add(method.group(1));
        if (!ids.isEmpty()) {
          HELD.computeIfAbsent(name + "." + method.group(1), key -> new ArrayList<>()).addAll(ids);
          ids.clear();
        }
      }
    }
    assertEquals(List.of(), ids, file + ": no test follows");
  }

  private static Stream<String> numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i);
  }

  @Test
  void haveEveryRowOnce() {
    var wanted = new TreeSet<String>();
    numbered("SEED-", 24).forEach(wanted::add);
    numbered("C", 25).forEach(wanted::add);
    numbered("E", 36).forEach(wanted::add);
    numbered("S", 102).forEach(wanted::add);
    RULES.forEach((section, count) -> numbered("R" + section + ".", count).forEach(wanted::add));
    assertEquals(wanted, new TreeSet<>(rows.keySet()));
    long lines =
        TABLES.text().lines().filter(line -> line.startsWith("| ")).count()
            - TABLES.text().lines().filter(line -> line.startsWith("| Id |")).count();
    assertEquals(rows.size(), lines, "a line that is no row");
  }

  @Test
  void nameTestsThatAreThereOrSayWhatIsOpen() {
    rows.forEach(
        (id, what) -> {
          var test = TEST.matcher(what);
          boolean named = false;
          while (test.find()) {
            named = true;
            assertTrue(
                METHODS.getOrDefault(test.group(1), List.of()).contains(test.group(2)),
                id + " names " + test.group() + ", which is not there");
          }
          boolean open = what.startsWith(OPEN);
          assertTrue(open != named, id + " names a test, or says what is open");
          assertFalse(
              open && what.length() < OPEN.length() + 10, id + " does not say what is open");
        });
  }

  @Test
  void nameEveryTestThatSaysWhatItHolds() {
    assertFalse(HELD.isEmpty());
    HELD.forEach(
        (test, ids) -> {
          for (var id : ids) {
            assertTrue(rows.containsKey(id), test + " holds " + id + ", which is no row");
            assertTrue(
                rows.get(id).contains("`" + test + "`"), "row " + id + " does not name " + test);
          }
        });
  }
}
