package io.hnswitch.launch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the repository, taken apart as far as tests look at it.
 *
 * @param path from the repository's root
 * @param text all of it
 */
record Document(Path path, String text) {

  /** The repository's root: tests run in the module's folder. */
  static final Path ROOT = root();

  private static final Pattern RUN = Pattern.compile("<!-- run: ([a-z-]+) -->");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final String FENCE = "```";

  /**
   * A fenced block.
   *
   * @param line in the file, from 1, of the opening fence
   * @param language after the fence, may be empty
   * @param run the name in a {@code <!-- run: name -->} comment on the line before, may be empty
   */
  record Block(int line, String language, String run, String text) {}

  private static Path root() {
    var here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("hnswitch"))) {
      here = here.getParent();
    }
    return here;
  }

  /** A document by its path from the root. */
  static Document of(String path) {
    try {
      return new Document(Path.of(path), Files.readString(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every document of the repository: in the root, in each module, below {@code docs}. */
  static List<Document> all() {
    try (var near = Files.walk(ROOT, 2);
        var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(near, docs)
          .map(ROOT::relativize)
          .filter(path -> path.toString().endsWith(".md"))
          .filter(path -> !path.toString().startsWith(".") && !path.toString().contains("target"))
          .distinct()
          .sorted()
          .map(path -> of(path.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks, in order. */
  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    var lines = text.lines().toList();
    var run = "";
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int begin = i;
        var body = new ArrayList<String>();
        for (i++; i < lines.size() && !lines.get(i).startsWith(FENCE); i++) {
          body.add(lines.get(i));
        }
        blocks.add(
            new Block(
                begin + 1, line.substring(FENCE.length()).strip(), run, String.join("\n", body)));
        run = "";
      } else {
        var mark = RUN.matcher(line);
        run = mark.matches() ? mark.group(1) : "";
      }
    }
    return blocks;
  }

  /** The text without fenced blocks. */
  String prose() {
    var prose = new StringBuilder();
    boolean fenced = false;
    for (var line : text.lines().toList()) {
      if (line.startsWith(FENCE)) {
        fenced = !fenced;
      } else if (!fenced) {
        prose.append(line).append('\n');
      }
    }
    return prose.toString();
  }

  /** Targets of links. */
  List<String> links() {
    return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
  }

  /** What stands between backticks in the prose. */
  List<String> code() {
    return CODE.matcher(prose()).results().map(code -> code.group(1)).toList();
  }

  /** What follows a heading, up to the next one. */
  Optional<String> section(String heading) {
    var found = new StringBuilder();
    boolean inside = false;
    for (var line : prose().lines().toList()) {
      if (line.startsWith("#")) {
        if (inside) {
          return Optional.of(found.toString());
        }
        inside = line.replaceFirst("^#+ ", "").equals(heading);
      } else if (inside) {
        found.append(line).append('\n');
      }
    }
    return inside ? Optional.of(found.toString()) : Optional.empty();
  }

  /** Whether a heading has this anchor. */
  boolean hasAnchor(String anchor) {
    return prose()
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }
}
