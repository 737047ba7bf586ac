package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.frame.DropReason;
import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.launch.CommandLines;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents say exists, and what they show is accepted. */
class DocumentsTest {

  private static final Pattern COMMAND =
      Pattern.compile("(?:^|\\s)(?:\\./)?hnswitch((?: [^&|#]*)?)");
  private static final Pattern KEY_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|(.*)$");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:conf|docs|bench|launcher|verticles|[a-z]+-verticle|web-console|\\.ci)/[A-Za-z0-9_./-]+");
  private static final Pattern NAMED =
      Pattern.compile("io\\.hnswitch(?:\\.[a-z0-9]+)*(\\.[A-Z]\\w*)?");
  private static final String TABLE_END = " |";

  private final List<Document> documents = Document.all();

  @Test
  void areAllThere() {
    var paths = documents.stream().map(document -> document.path().toString()).toList();
    for (var path :
        List.of(
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "docs/architecture.md",
            "docs/bus-api.md",
            "docs/cluster.md",
            "docs/glossary.md",
            "docs/lab-file.md",
            "launcher/README.md")) {
      assertTrue(paths.contains(path), path);
    }
  }

  @Test
  void showLabsThatParse() {
    int seen = 0;
    for (var document : documents) {
      for (var block : document.blocks()) {
        if (block.language().equals("yaml")) {
          seen++;
          var where = document.path() + ":" + block.line();
          switch (LabParser.parse(block.text())) {
            case LabResult.Accepted(_, var warnings, _) -> assertEquals(List.of(), warnings, where);
            case LabResult.Refused(var problems, _) -> assertEquals(List.of(), problems, where);
          }
        }
      }
    }
    assertTrue(seen > 0, "no lab in any document");
  }

  @Test
  void showCommandsThatTheCommandLineKnows() {
    int seen = 0;
    for (var document : documents) {
      for (var block : document.blocks()) {
        if (block.language().equals("sh")) {
          for (var line : block.text().lines().toList()) {
            seen += parse(document, line);
          }
        }
      }
      for (var code : document.code()) {
        if (code.startsWith("./hnswitch ") || code.startsWith("hnswitch ")) {
          seen += parse(document, code);
        }
      }
    }
    assertTrue(seen > 20, "few commands: " + seen);
  }

  private static int parse(Document document, String line) {
    var command = COMMAND.matcher(line);
    if (line.strip().startsWith("#") || !command.find()) {
      return 0;
    }
    var words = command.group(1).strip().split("\\s+");
    try {
      CommandLines.parser().parseArgs(words[0].isEmpty() ? new String[0] : words);
    } catch (CommandLine.ParameterException e) {
      throw new AssertionError(document.path() + ": " + line.strip() + ": " + e.getMessage(), e);
    }
    for (var word : words) {
      if (word.startsWith("conf/")) {
        assertTrue(Files.exists(Document.ROOT.resolve(word)), document.path() + ": " + word);
      }
    }
    return 1;
  }

  @Test
  void showTheScriptThatShips() throws IOException {
    var shown =
        Document.of("docs/scripts.md").blocks().stream()
            .filter(block -> block.language().equals("java"))
            .map(block -> block.text().strip())
            .toList();
    var ships = Files.readString(Document.ROOT.resolve("conf/scripts/KeepVf.java"));
    assertEquals(List.of(ships.strip()), shown);
  }

  @Test
  void linkToWhatIsThere() {
    for (var document : documents) {
      for (var link : document.links()) {
        if (!link.matches("[a-z]+:.*")) {
          checkLink(document, link);
        }
      }
    }
  }

  private static void checkLink(Document document, String link) {
    var where = document.path() + " links to " + link;
    int hash = link.indexOf('#');
    var file = hash < 0 ? link : link.substring(0, hash);
    var folder = Document.ROOT.resolve(document.path()).getParent();
    var target = file.isEmpty() ? document.path() : Path.of(file);
    var path = file.isEmpty() ? Document.ROOT.resolve(target) : folder.resolve(file).normalize();
    assertTrue(Files.exists(path), where);
    if (hash >= 0) {
      var to = Document.of(Document.ROOT.relativize(path).toString());
      assertTrue(to.hasAnchor(link.substring(hash + 1)), where);
    }
  }

  @Test
  void nameFilesThatAreThere() {
    for (var document : documents) {
      for (var code : document.code()) {
        if (PLACE.matcher(code).matches() && !code.contains("/target/")) {
          assertTrue(Files.exists(Document.ROOT.resolve(code)), document.path() + ": " + code);
        }
      }
    }
  }

  @Test
  void nameClassesAndPackagesThatAreThere() throws IOException {
    for (var document : documents) {
      for (var code : document.code()) {
        if (NAMED.matcher(code).matches()) {
          assertTrue(isInSources(code.replace('.', '/')), document.path() + ": " + code);
        }
      }
    }
  }

  private static boolean isInSources(String name) throws IOException {
    try (var modules = Files.list(Document.ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .anyMatch(
              sources ->
                  Files.isDirectory(sources.resolve(name))
                      || Files.exists(sources.resolve(name + ".java")));
    }
  }

  @Test
  void describeEveryKeyOfTheLabFile() throws IOException {
    var document = Document.of("docs/lab-file.md");
    var schema =
        new JsonObject(Files.readString(Document.ROOT.resolve("conf/lab-v1.schema.json")))
            .getJsonObject("$defs");
    for (var kind : schema.fieldNames()) {
      var properties = schema.getJsonObject(kind).getJsonObject("properties");
      if (properties != null) {
        describes(document, kind, properties);
      }
    }
    describes(
        document,
        "tunables",
        schema
            .getJsonObject("spec")
            .getJsonObject("properties")
            .getJsonObject("tunables")
            .getJsonObject("properties"));
  }

  /** Every key has its row, no row is of another key, and a plain default is in its row. */
  private static void describes(Document document, String kind, JsonObject properties) {
    var section = document.section(kind).orElse("");
    var rows = new ArrayList<String>();
    var matcher = KEY_ROW.matcher(section);
    while (matcher.find()) {
      var key = matcher.group(1);
      rows.add(key);
      assertTrue(properties.containsKey(key), kind + " has no key " + key);
      var value = properties.getJsonObject(key).getValue("default");
      if (value != null && !(value instanceof io.vertx.core.json.JsonArray)) {
        assertTrue(
            matcher.group(2).contains("`" + value + "`"),
            kind + "." + key + ": the default is " + value + ", not in:" + matcher.group(2));
      }
      assertTrue(matcher.group(2).endsWith(TABLE_END), kind + "." + key);
    }
    assertEquals(
        properties.fieldNames().stream().sorted().toList(), rows.stream().sorted().toList());
  }

  @Test
  void nameEveryOperation() {
    var document = Document.of("docs/bus-api.md");
    for (var operation : Operations.all()) {
      var row = "| `" + operation.name() + "` | " + operation.roleSlug() + " |";
      assertTrue(document.text().contains(row), operation.name());
      assertTrue(
          document.text().contains("`" + operation.method() + " " + operation.path() + "`"),
          operation.path());
    }
    var rows =
        Pattern.compile("(?m)^\\| `([a-z]+\\.[a-z-]+)` \\| (?:viewer|operator|admin) \\|")
            .matcher(document.text());
    while (rows.find()) {
      assertTrue(Operations.find(rows.group(1)).isPresent(), rows.group(1));
    }
  }

  @Test
  void showEveryCommandOfTheCluster() {
    var text = Document.of("docs/cluster.md").text();
    for (var operation : Operations.all()) {
      if (operation.noun().equals("cluster")) {
        var command = "./hnswitch " + operation.name().replace('.', ' ') + " ";
        assertTrue(text.contains(command), command);
      }
    }
  }

  @Test
  void nameEveryProblem() {
    var text = Document.of("docs/bus-api.md").text();
    for (var code : ProblemCode.values()) {
      var row = "| `" + code.slug() + "` | " + code.status() + " | " + code.title() + " |";
      assertTrue(text.contains(row), row);
    }
  }

  @Test
  void nameEveryDropReason() {
    var words = Document.of("docs/glossary.md").section("Drop reasons").orElse("");
    for (var reason : DropReason.values()) {
      assertTrue(words.contains("`" + reason.slug() + "`"), reason.slug());
    }
  }

  @Test
  void giveEachDecisionTheSameParts() {
    for (var document : documents) {
      if (document.path().startsWith("docs/decisions")) {
        for (var part : List.of("Status", "Context", "Decision", "Consequences")) {
          assertFalse(document.section(part).orElse("").isBlank(), document.path() + ": " + part);
        }
      }
    }
  }
}
