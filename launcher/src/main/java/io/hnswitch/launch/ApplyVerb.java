package io.hnswitch.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "apply", description = "Make the lab what a file says, all or nothing.")
final class ApplyVerb extends NodeVerb {

  @Parameters(paramLabel = "FILE", description = "lab file, - for standard input")
  private String file;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(NodeClient client) {
    var lab = LabFile.read(file);
    lab.warnings().forEach(this::note);
    var applied = client.object("lab.apply", options.in(with("text", lab.text())));
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      PlanText.of(applied).forEach(out()::println);
      out().flush();
    } else {
      printer(OutputFormat.json).object(applied.getString("lab"), applied);
    }
    return ExitCode.DONE;
  }
}
