package io.hnswitch.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "checkpoint", description = "Name the lab as it is, to restore it by that name.")
final class CheckpointVerb extends NodeVerb {

  @Parameters(paramLabel = "NAME", description = "its name; one that is there already moves")
  private String name;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(NodeClient client) {
    var done = client.object("lab.checkpoint", options.in(with("name", name)));
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      out()
          .println(
              name
                  + (options.isDryRun() ? " would be revision " : " is revision ")
                  + done.getValue("revision"));
      out().flush();
    } else {
      printer(OutputFormat.json).object(name, done);
    }
    return ExitCode.DONE;
  }
}
