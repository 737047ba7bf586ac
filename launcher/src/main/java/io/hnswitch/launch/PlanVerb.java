package io.hnswitch.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "plan", description = "Say what applying a lab file would change.")
final class PlanVerb extends NodeVerb {

  @Parameters(paramLabel = "FILE", description = "lab file, - for standard input")
  private String file;

  @Option(names = "--exit-code", description = "exit with 10 when there are changes")
  private boolean exitCode;

  @Override
  ExitCode run(NodeClient client) {
    var lab = LabFile.read(file);
    lab.warnings().forEach(this::note);
    var plan = client.object("lab.plan", with("text", lab.text()));
    if (output().format(OutputFormat.table) == OutputFormat.table) {
      PlanText.of(plan).forEach(out()::println);
      out().flush();
    } else {
      printer(OutputFormat.json).object(plan.getString("lab"), plan);
    }
    return exitCode && !plan.getBoolean("empty", true) ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
  }
}
