package io.hnswitch.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Go back to the lab of a checkpoint or revision.")
final class RestoreVerb extends RevisionVerb {

  @Parameters(paramLabel = "NAME|REVISION", description = "a checkpoint, or a number of revisions")
  private String wanted;

  @Override
  ExitCode run(NodeClient client) {
    // Names begin with a letter.
    boolean isNumber = wanted.matches("[0-9]{1,18}");
    return goBack(
        client,
        "lab.restore",
        isNumber ? with("revision", Long.valueOf(wanted)) : with("name", wanted));
  }
}
