package io.hnswitch.console;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The files of the page as they are served, and what they name. */
final class PageFiles {

  static final Assets ASSETS = Assets.load();

  private static final Pattern STATIC =
      Pattern.compile(
          "(?:^|[;}\\s])(?:import|export)\\b[^'\"();=]*?\\bfrom\\s*[\"']([^\"']+)[\"']"
              + "|(?:^|[;}\\s])import\\s*[\"']([^\"']+)[\"']");

  private static final Pattern DYNAMIC = Pattern.compile("\\bimport\\(([^()]*)\\)");
  private static final Pattern PLACE =
      Pattern.compile("\\bnew URL\\(([^()]*),\\s*import\\.meta\\.url\\)");
  private static final Pattern LITERAL = Pattern.compile("([\"'`])([^\"'`]+)\\1");

  private PageFiles() {}

  static String text(String path) {
    var file = ASSETS.file(path).orElseThrow(() -> new AssertionError("no " + path));
    return new String(file.plain(), StandardCharsets.UTF_8);
  }

  static String page() {
    return new String(ASSETS.page(), StandardCharsets.UTF_8);
  }

  static boolean isModule(String path) {
    return path.endsWith(".js") || path.endsWith(".mjs");
  }

  /** What is written here, without the libraries. */
  static List<String> own() {
    return ASSETS.paths().stream().filter(path -> !path.startsWith("lib/")).toList();
  }

  /** Specifiers of the imports that the browser follows before it runs the module. */
  static List<String> imported(String path) {
    var found = new ArrayList<String>();
    var matcher = STATIC.matcher(text(path));
    while (matcher.find()) {
      found.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return found;
  }

  /** Specifiers that a module may import or locate while it runs. */
  static List<String> located(String path) {
    var found = new ArrayList<String>();
    for (var pattern : List.of(DYNAMIC, PLACE)) {
      var matcher = pattern.matcher(text(path));
      while (matcher.find()) {
        var literals = LITERAL.matcher(matcher.group(1)).results().map(one -> one.group(2));
        var names = literals.toList();
        if (names.isEmpty()) {
          throw new AssertionError("cannot tell what " + path + " means: " + matcher.group());
        }
        found.addAll(names);
      }
    }
    return found;
  }

  /** The path that a relative specifier means in a file. */
  static String resolve(String from, String specifier) {
    var parent = Path.of("/" + from).getParent();
    return parent.resolve(specifier).normalize().toString().substring(1);
  }

  /** All modules that one leads to. */
  static Set<String> reachable(String from, Function<String, List<String>> specifiers) {
    var seen = new TreeSet<>(Set.of(from));
    var left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      var path = left.pop();
      for (var specifier : specifiers.apply(path)) {
        var next = resolve(path, specifier);
        if (isModule(next) && seen.add(next)) {
          left.add(next);
        }
      }
    }
    return seen;
  }

  /** What the page names in links of a relation, without the hash. */
  static List<String> linked(String rel) {
    var link =
        Pattern.compile("rel=\"" + rel + "\" href=\"" + Assets.PREFIX + "[0-9a-f]+/([^\"]+)\"");
    return link.matcher(page()).results().map(one -> one.group(1)).toList();
  }
}
