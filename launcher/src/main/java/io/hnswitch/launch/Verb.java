package io.hnswitch.launch;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb of the command line: data goes to standard output, everything else to standard error. */
abstract class Verb implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  /** Does it; failures are {@link CliException}s. */
  abstract ExitCode run();

  @Override
  public final Integer call() {
    return run().value();
  }

  final CommandSpec spec() {
    return spec;
  }

  final OutputOptions output() {
    return output;
  }

  final CommandLine commandLine() {
    return spec.commandLine();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Whether a person looks at the output. */
  final boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** A remark for people. */
  final void note(String line) {
    if (!output.isQuiet()) {
      err().println(line);
      err().flush();
    }
  }

  final Printer printer(OutputFormat usual) {
    return new Printer(out(), output.format(usual));
  }

  final Map<String, String> environment() {
    return main().environment();
  }

  /** Standard input. */
  final InputStream input() {
    return main().input();
  }

  private Main main() {
    return (Main) spec.root().userObject();
  }
}
