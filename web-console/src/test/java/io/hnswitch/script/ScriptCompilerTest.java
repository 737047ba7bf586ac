package io.hnswitch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCompilerTest {

  private static CompiledScript compile(String text) {
    return ScriptCompiler.compile(new ScriptSource("One", text));
  }

  private static Problem refusal(String text) {
    return assertThrows(ProblemException.class, () -> compile(text)).problem();
  }

  @Test
  void takesACompactSourceFileWithAndWithoutMain() {
    assertEquals("One", compile("void start(io.hnswitch.script.Script s) {}").main());
    assertEquals(Set.of("One"), compile("void main() {} // the end").classes().keySet());
    assertEquals("One", compile("void start() {} // the end").main());
  }

  @Test
  void takesAnOrdinaryClassAlsoInAPackage() {
    var compiled = compile("package of.mine; class Other {} class One { record Inner() {} }");
    assertEquals("of.mine.One", compiled.main());
    assertEquals(
        Set.of("of.mine.One", "of.mine.One$Inner", "of.mine.Other"), compiled.classes().keySet());
  }

  @Test
  void saysWhichClassIsMissing() {
    var problem = refusal("class Other {}");
    assertEquals("script-failed", problem.code());
    assertEquals("One.java: has no class One", problem.detail());
  }

  @Test
  void saysWhereEachErrorIs() {
    var problem = refusal("void start() {\n  int a = \"one\";\n  unknown();\n}\n");
    assertEquals("script-failed", problem.code());
    assertEquals(2, problem.errors().size());
    var first = problem.errors().getFirst();
    assertEquals(2, first.line());
    assertEquals(11, first.column());
    assertEquals(
        "One.java:2:11: incompatible types: java.lang.String cannot be converted to int",
        first.detail());
    assertEquals(first.detail() + " (and 1 more)", problem.detail());
    assertTrue(
        problem.errors().get(1).detail().startsWith("One.java:3:3: cannot find symbol; symbol:"),
        problem.errors().get(1).detail());
  }

  @Test
  void saysWhereTheSyntaxIsBroken() {
    var first = refusal("void start() {\n").errors().getFirst();
    assertTrue(first.detail().startsWith("One.java:1:15: "), first.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.vertx.core.Vertx",
        "io.vertx.core.eventbus.EventBus",
        "io.hnswitch.bus.Bus",
        "io.hnswitch.frame.FrameBurst",
        "io.hnswitch.script.ScriptsVerticle",
        "io.hnswitch.console.InnerClient"
      })
  void hidesWhatLeadsIntoTheSwitch(String name) {
    var detail = refusal("import " + name + ";\nvoid start() {}\n").detail();
    assertTrue(
        detail.startsWith("One.java:1:") && detail.matches(".*(does not exist|cannot find).*"),
        detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.vertx.core.Vertx", "io.hnswitch.bus.Bus"})
  void hidesItFromReflectionToo(String name) {
    var loader = new ScriptLoader(compile("void main() {}"));
    var failure = assertThrows(ClassNotFoundException.class, () -> loader.loadClass(name));
    assertEquals(name + " is not for scripts", failure.getMessage());
  }
}
