package io.hnswitch.launch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "describe", description = "Show everything about one object.")
final class DescribeVerb extends NodeVerb {

  @Parameters(index = "0", paramLabel = "KIND", description = "nic, vf, switch, ...")
  private String kind;

  @Parameters(index = "1", paramLabel = "ID", description = "like a:hn0")
  private String id;

  @Override
  ExitCode run(NodeClient client) {
    printer(OutputFormat.yaml).object(id, GetVerb.one(client, Kind.of(kind), id));
    return ExitCode.DONE;
  }
}
