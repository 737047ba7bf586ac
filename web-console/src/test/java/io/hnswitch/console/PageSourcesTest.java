package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the page's own files never do: then nothing that comes from a lab is ever markup, the
 * content security policy holds, and the page works without any other server.
 */
class PageSourcesTest {

  private static List<String> found(Predicate<String> among, String pattern) {
    var found = new ArrayList<String>();
    var wanted = Pattern.compile(pattern);
    for (var path : PageFiles.own().stream().filter(among).toList()) {
      var lines = PageFiles.text(path).split("\n");
      for (int i = 0; i < lines.length; i++) {
        if (wanted.matcher(lines[i]).find()) {
          found.add(path + ":" + (i + 1) + ": " + lines[i].strip());
        }
      }
    }
    return found;
  }

  private static boolean isHtml(String path) {
    return path.endsWith(".html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\b(inner|outer)HTML\\b",
        "\\binsertAdjacentHTML\\b",
        "\\bdocument\\.write",
        "\\bunsafe(HTML|SVG|MathML|Static)\\b",
        "\\bstatic-html\\b|\\btemplate-content\\b",
        "\\b(createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|DOMParser)\\b",
        "\\beval\\b",
        "\\bnew Function\\b|\\bFunction\\(",
        "\\bset(Timeout|Interval)\\(\\s*[\"'`]",
        "\\bsrcdoc\\b|javascript:",
        "(?<![\\w.$-])style=|\\.setAttribute\\(\\s*[\"'](style|on)|\\bcssText\\b|<style\\b",
        "[\\s\"'`]on[a-z]+=[\"'$]"
      })
  void makesNoMarkupOfTextsAndNoScriptOfMarkup(String pattern) {
    assertEquals(List.of(), found(PageFiles::isModule, pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\son[a-z]+\\s*=", "\\sstyle\\s*=|<style", "<script(?![^>]*\\ssrc=)"})
  void writesNoScriptsAndStylesIntoPages(String pattern) {
    assertEquals(List.of(), found(PageSourcesTest::isHtml, pattern));
  }

  /** A namespace is a name, and an example in a comment is no request. */
  @Test
  void fetchesNothingFromElsewhere() {
    var place = "(?:https?:|wss?:|(?<=[\"'`(])\\s*)//[\\w\\[$]";
    var harmless = Pattern.compile("^\\S+ (//|xmlns=)|http://www\\.w3\\.org/|: //");
    var found =
        found(path -> !path.endsWith(".py") && !path.startsWith("conf/"), place).stream()
            .filter(line -> !harmless.matcher(line).find())
            .toList();
    // Where the page is, and nowhere else.
    assertEquals(
        List.of(), found.stream().filter(line -> !line.contains("//${location.host}")).toList());
    assertEquals(List.of(), found(path -> path.endsWith(".css"), "@import|url\\(\\s*[\"']?(?!#)"));
  }

  @Test
  void looksAtMoreThanAFewFiles() {
    assertTrue(PageFiles.own().stream().filter(PageFiles::isModule).count() > 40);
    assertTrue(PageFiles.own().stream().filter(PageSourcesTest::isHtml).count() >= 2);
  }
}
