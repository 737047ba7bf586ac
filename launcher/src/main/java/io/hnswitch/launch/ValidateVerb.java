package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "validate", description = "Check a lab file; needs no node.")
final class ValidateVerb extends Verb {

  @Parameters(paramLabel = "FILE", description = "lab file, - for standard input")
  private String file;

  @Override
  ExitCode run() {
    var lab = LabFile.read(file);
    lab.warnings().forEach(this::note);
    var name = lab.spec().metadata().name();
    printer(OutputFormat.table).object(name, new JsonObject().put("valid", true).put("name", name));
    return ExitCode.DONE;
  }
}
