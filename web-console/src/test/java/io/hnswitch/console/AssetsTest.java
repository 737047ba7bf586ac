package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssetsTest {

  private static final Set<String> NO_MODULE = Set.of("conf/");

  private static List<String> specifiers(String path) {
    var all = new ArrayList<>(PageFiles.imported(path));
    // Libraries have words in their comments and texts that look like imports.
    if (!path.startsWith("lib/")) {
      all.addAll(PageFiles.located(path));
    }
    return all;
  }

  @Test
  void servesWhateverAModuleNames() {
    var wrong = new ArrayList<String>();
    var modules = PageFiles.reachable("main.js", AssetsTest::specifiers);
    for (var path : modules) {
      for (var specifier : specifiers(path)) {
        var to = specifier.startsWith(".") ? PageFiles.resolve(path, specifier) : specifier;
        var place = to.replaceFirst("\\$\\{.*", "");
        boolean isThere =
            PageFiles.ASSETS.file(to).isPresent()
                || (to.contains("${") && NO_MODULE.contains(place));
        if (!specifier.startsWith(".") || !isThere) {
          wrong.add(path + " names " + specifier);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(modules.contains("lib/cytoscape/dist/cytoscape.esm.min.mjs"), modules::toString);
    assertTrue(modules.contains("lib/codemirror__view/dist/index.js"), modules::toString);
  }

  /** One that is not there for anybody would only be carried about. */
  @Test
  void hasNoModuleThatNobodyNames() {
    var modules = PageFiles.reachable("main.js", AssetsTest::specifiers);
    var other =
        PageFiles.own().stream()
            .filter(PageFiles::isModule)
            .filter(path -> !modules.contains(path))
            .toList();
    assertEquals(List.of("clients/hnswitch.js", "login.js"), other);
  }

  @Test
  void preloadsWhatTheFirstScreenImportsAndNoMore() {
    var preloaded = PageFiles.linked("modulepreload");
    assertEquals(
        PageFiles.reachable("main.js", PageFiles::imported),
        new TreeSet<>(preloaded),
        "preloads against imports");
    assertEquals(preloaded.size(), Set.copyOf(preloaded).size(), "each once");
  }

  @Test
  void leavesHeavyLibrariesToTheScreensThatNeedThem() {
    var heavy =
        PageFiles.linked("modulepreload").stream()
            .filter(path -> path.matches("lib/(cytoscape|uplot|codemirror|lezer).*"))
            .toList();
    assertEquals(List.of(), heavy);
  }

  @Test
  void hasTheLicenceOfEachLibrary() {
    var libraries =
        PageFiles.ASSETS.paths().stream()
            .filter(path -> path.startsWith("lib/"))
            .map(path -> path.substring(0, path.indexOf('/', 4)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(libraries.size() > 10, libraries::toString);
    var without =
        libraries.stream()
            .filter(library -> PageFiles.ASSETS.file(library + "/LICENSE").isEmpty())
            .toList();
    assertEquals(List.of(), without);
  }

  @Test
  void linksLibrariesThatNameEachOtherByPackage() throws IOException {
    var assets =
        new Assets(
            contents(
                Map.of(
                    "main.js", "import {a} from './ui/a.js';\nimport(\"./later.js\");",
                    "ui/a.js", "export * from \"@some/part\";\nimport 'other/mode/x';",
                    "later.js", "",
                    "lib/some__part/dist/index.js", "export{b}from\"other\"",
                    "lib/other/index.js", "",
                    "lib/other/mode/x.js", "")));
    assertEquals(
        "export * from \"../lib/some__part/dist/index.js\";\nimport '../lib/other/mode/x.js';",
        text(assets, "ui/a.js"));
    assertEquals(
        "export{b}from\"../../other/index.js\"", text(assets, "lib/some__part/dist/index.js"));
    var page = new String(assets.page(), StandardCharsets.UTF_8);
    assertTrue(page.contains("/lib/other/mode/x.js\""), page);
    assertFalse(page.contains("later.js"), page);
  }

  @Test
  void changesItsHashWithEveryFile() throws IOException {
    var before = Map.of("main.js", "1;", "style.css", "a{}", "lib/a/LICENSE", "free");
    var hash = new Assets(contents(before)).hash();
    assertEquals(hash, new Assets(contents(before)).hash());
    for (var path : before.keySet()) {
      var after = new TreeMap<>(before);
      after.put(path, before.get(path) + " ");
      assertNotEquals(hash, new Assets(contents(after)).hash(), path);
    }
    var more = new TreeMap<>(before);
    more.put("new.css", "");
    assertNotEquals(hash, new Assets(contents(more)).hash(), "another file");
    var page = contents(before);
    page.put("index.html", "{{modules}} {{assets}} new".getBytes(StandardCharsets.UTF_8));
    assertNotEquals(hash, new Assets(page).hash(), "the page");
  }

  /** Two files may have the same bytes together, yet not be the same. */
  @Test
  void changesItsHashWhenTextMovesFromOneFileToTheNext() throws IOException {
    var one = new Assets(contents(Map.of("main.js", "", "x.css", "1y.css2", "z.css", "")));
    var other = new Assets(contents(Map.of("main.js", "", "x.css", "1", "y.css", "2z.css")));
    assertNotEquals(one.hash(), other.hash());
  }

  @Test
  void keepsBytesThatAreNoText() throws IOException {
    var contents = contents(Map.of("main.js", ""));
    byte[] bytes = {0, (byte) 0xff, (byte) 0x80, 13, 10};
    contents.put("image.png", bytes);
    var file = new Assets(contents).file("image.png").orElseThrow();
    assertArrayEquals(bytes, file.plain());
  }

  private static String text(Assets assets, String path) {
    return new String(assets.file(path).orElseThrow().plain(), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> contents(Map<String, String> texts) {
    var contents = new TreeMap<String, byte[]>();
    contents.put("index.html", "{{modules}} {{assets}}".getBytes(StandardCharsets.UTF_8));
    texts.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return contents;
  }
}
