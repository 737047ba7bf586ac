package io.hnswitch.launch;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh: source <(hnswitch completion)")
final class CompletionVerb extends Verb {

  @Override
  ExitCode run() {
    out().println(AutoComplete.bash("hnswitch", spec().root().commandLine()));
    out().flush();
    return ExitCode.DONE;
  }
}
