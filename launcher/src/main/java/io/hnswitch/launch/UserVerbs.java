package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "user",
    description = "Say who may sign in at the page, and as what.",
    subcommands = {UserVerbs.Add.class, UserVerbs.Change.class, UserVerbs.Remove.class})
final class UserVerbs {

  private UserVerbs() {}

  @Command(
      name = "add",
      aliases = "create",
      description = "Make a user; asks for the password at the terminal.")
  static final class Add extends NodeVerb {

    @Parameters(paramLabel = "NAME", description = "what the user signs in as, like ann")
    private String name;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        defaultValue = "viewer",
        description = "viewer, operator or admin (default: ${DEFAULT-VALUE})")
    private String role;

    @Mixin private PasswordOptions password;

    @Override
    ExitCode run(NodeClient client) {
      var user =
          new JsonObject()
              .put("name", name)
              .put("role", role)
              .put("password", password.read(input()));
      printer(OutputFormat.table).object(name, client.object("user.create", user));
      return ExitCode.DONE;
    }
  }

  @Command(name = "set", description = "Change role or password of a user; signs the user out.")
  static final class Change extends NodeVerb {

    @Parameters(paramLabel = "NAME", description = "of the user")
    private String name;

    @Option(names = "--role", paramLabel = "ROLE", description = "viewer, operator or admin")
    private String role;

    @Option(names = "--password", description = "ask for a new password at the terminal")
    private boolean ask;

    @Mixin private PasswordOptions password;

    @Override
    ExitCode run(NodeClient client) {
      boolean isNew = ask || password.isStdin();
      if (role == null && !isNew) {
        throw new CliException(
            ExitCode.USAGE,
            "hnswitch: nothing to change: use --role, --password or --password-stdin");
      }
      var change = with("name", name);
      if (role != null) {
        change.put("role", role);
      }
      if (isNew) {
        change.put("password", password.read(input()));
      }
      printer(OutputFormat.table).object(name, client.object("user.set", change));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "remove",
      aliases = "delete",
      description = "Take a user away; signs the user out.")
  static final class Remove extends NodeVerb {

    @Parameters(paramLabel = "NAME", description = "of the user")
    private String name;

    @Override
    ExitCode run(NodeClient client) {
      printer(OutputFormat.table).object(name, client.object("user.delete", with("name", name)));
      return ExitCode.DONE;
    }
  }
}
