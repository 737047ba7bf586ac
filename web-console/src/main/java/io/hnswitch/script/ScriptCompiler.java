package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Makes classes of a script, in memory, with the compiler of the JDK that runs the node.
 *
 * <p>A compact source file must have a {@code main} to be Java; a script has no use for one, so it
 * is added behind the last line when it is missing. Every method blocks.
 */
final class ScriptCompiler {

  private static final int ERRORS_MAX = 20;
  private static final String LACKS_MAIN = "compiler.err.implicit.class.does.not.have.main.method";
  private static final String MAIN = "\nvoid main() {}\n";
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-implicit:none", "-Xlint:none", "-nowarn", "-g");

  private ScriptCompiler() {}

  private record Attempt(
      boolean isDone,
      List<Diagnostic<? extends JavaFileObject>> errors,
      Map<String, byte[]> classes) {}

  /**
   * Compiles a script.
   *
   * @throws io.hnswitch.api.ProblemException when it has errors, each with its line and column, or
   *     when this Java runtime has no compiler
   */
  static CompiledScript compile(ScriptSource source) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw Problem.of(
              ProblemCode.NOT_SUPPORTED,
              "this Java runtime has no compiler (module jdk.compiler): scripts need a JDK")
          .exception();
    }
    var attempt = attempt(compiler, source, source.text());
    if (attempt.errors().stream().anyMatch(error -> LACKS_MAIN.equals(error.getCode()))) {
      attempt = attempt(compiler, source, source.text() + MAIN);
    }
    if (!attempt.isDone()) {
      throw invalid(source, attempt.errors());
    }
    return new CompiledScript(source.name(), main(source, attempt.classes()), attempt.classes());
  }

  private static Attempt attempt(JavaCompiler compiler, ScriptSource source, String text) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var other = new StringWriter();
    try (var files =
        new MemoryFiles(
            compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8))) {
      var unit = MemoryFiles.source(source.fileName(), text);
      boolean done =
          compiler.getTask(other, files, diagnostics, OPTIONS, null, List.of(unit)).call();
      var errors =
          diagnostics.getDiagnostics().stream()
              .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
              .toList();
      if (!done && errors.isEmpty()) {
        throw new IllegalStateException("the compiler failed: " + other);
      }
      return new Attempt(done, errors, files.classes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + source.fileName(), e);
    }
  }

  private static String main(ScriptSource source, Map<String, byte[]> classes) {
    return classes.keySet().stream()
        .filter(name -> name.equals(source.name()) || name.endsWith("." + source.name()))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemCode.SCRIPT_FAILED,
                        source.fileName() + ": has no class " + source.name())
                    .exception());
  }

  private static RuntimeException invalid(
      ScriptSource source, List<Diagnostic<? extends JavaFileObject>> errors) {
    var places = errors.stream().limit(ERRORS_MAX).map(error -> place(source, error)).toList();
    var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return Problem.of(ProblemCode.SCRIPT_FAILED, places.getFirst().detail() + more, places)
        .exception();
  }

  private static Problem.Error place(
      ScriptSource source, Diagnostic<? extends JavaFileObject> error) {
    var message = error.getMessage(Locale.ENGLISH).strip().replaceAll("\\s*\\R\\s*", "; ");
    if (error.getLineNumber() == Diagnostic.NOPOS) {
      return new Problem.Error("", source.fileName() + ": " + message, "", 0, 0);
    }
    int line = (int) error.getLineNumber();
    int column = (int) error.getColumnNumber();
    var place = source.fileName() + ":" + line + ":" + column;
    return new Problem.Error("", place + ": " + message, "", line, column);
  }
}
