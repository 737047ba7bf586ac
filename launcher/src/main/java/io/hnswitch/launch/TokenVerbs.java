package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    description = "Make, list and revoke tokens with a role.",
    subcommands = TokenVerbs.Create.class)
final class TokenVerbs {

  private TokenVerbs() {}

  @Command(name = "create", description = "Make a token and print it, this once.")
  static final class Create extends NodeVerb {

    @Parameters(paramLabel = "NAME", description = "what it is called, like ci")
    private String name;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        defaultValue = "viewer",
        description = "viewer, operator or admin (default: ${DEFAULT-VALUE})")
    private String role;

    @Override
    ExitCode run(NodeClient client) {
      var made =
          client.object("token.create", new JsonObject().put("name", name).put("role", role));
      if (output().format(OutputFormat.name) == OutputFormat.name) {
        // Alone on its line, so that a script can take it.
        out().println(made.getString("token"));
        out().flush();
      } else {
        printer(OutputFormat.name).object(name, made);
      }
      return ExitCode.DONE;
    }
  }
}
