package io.hnswitch.launch;

import io.hnswitch.api.Operations;
import io.hnswitch.lab.Words;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "set", description = "Change one object: set nic a:hn0 mtu=1400")
final class SetVerb extends NodeVerb {

  private static final String VERB = ".set";

  @Parameters(index = "0", paramLabel = "KIND", description = "nic, link, ...")
  private String kind;

  @Parameters(index = "1", paramLabel = "ID", description = "like a:hn0")
  private String id;

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "KEY=VALUE")
  private List<String> settings;

  @Override
  ExitCode run(NodeClient client) {
    var operation =
        Operations.find(kind + VERB)
            .orElseThrow(
                () -> {
                  var kinds =
                      Operations.all().stream()
                          .filter(one -> one.name().endsWith(VERB))
                          .map(one -> one.noun())
                          .toList();
                  var nearest = Words.nearest(kind, kinds);
                  return new CliException(
                      ExitCode.USAGE,
                      "hnswitch: nothing can be set of \""
                          + kind
                          + "\""
                          + (nearest.isEmpty()
                              ? "; there are " + String.join(", ", kinds)
                              : ", did you mean " + nearest + "?"));
                });
    var request =
        LinkVerbs.nested(Settings.parse(settings), operation)
            .put(operation.parameters().getFirst().name(), id);
    printer(OutputFormat.yaml).object(id, client.object(operation.name(), request));
    return ExitCode.DONE;
  }
}
