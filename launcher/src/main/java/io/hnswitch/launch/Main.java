package io.hnswitch.launch;

import io.hnswitch.api.Operations;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code hnswitch}. */
@Command(
    name = "hnswitch",
    description = "A virtual switch of actors: VFs come and go behind one NIC.",
    subcommands = {
      RunVerb.class,
      ApplyVerb.class,
      PlanVerb.class,
      ValidateVerb.class,
      ExportVerb.class,
      DestroyVerb.class,
      UndoVerb.class,
      CheckpointVerb.class,
      RestoreVerb.class,
      RevisionsVerb.class,
      GetVerb.class,
      SetVerb.class,
      DescribeVerb.class,
      NicVerbs.class,
      VfVerbs.class,
      LinkVerbs.class,
      FlowVerbs.class,
      CaptureVerbs.class,
      SysctlVerb.class,
      EventsVerb.class,
      BusVerbs.class,
      AuditVerb.class,
      TokenVerbs.class,
      ScriptVerbs.class,
      UserVerbs.class,
      ConfigVerbs.class,
      WhoamiVerb.class,
      CompletionVerb.class,
      VersionVerb.class,
      TrainVerb.class
    })
public final class Main {

  private final Map<String, String> environment;
  private final InputStream input;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "show this help")
  private boolean help;

  private Main(Map<String, String> environment, InputStream input) {
    this.environment = Map.copyOf(environment);
    this.input = input;
  }

  /** Runs a verb and ends the process with its code. */
  public static void main(String[] args) {
    if (List.of(args).contains("--no-color")) {
      System.setProperty("picocli.ansi", "false");
    }
    int code = ExitCode.FAILED.value();
    try {
      code = commandLine(System.getenv()).execute(args);
    } catch (Error e) {
      e.printStackTrace();
    }
    // Threads of Vert.x would keep the process alive, whatever became of this one.
    System.exit(code);
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Standard input. */
  InputStream input() {
    return input;
  }

  /** The command line, for {@link #main} and tests. */
  static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, System.in);
  }

  /** As {@link #commandLine(Map)}, with another standard input. */
  static CommandLine commandLine(Map<String, String> environment, InputStream input) {
    IExecutionExceptionHandler failures =
        (failure, line, parsed) -> {
          if (failure instanceof CliException known) {
            return tell(known, line);
          }
          failure.printStackTrace(line.getErr());
          line.getErr().flush();
          return ExitCode.FAILED.value();
        };
    var line = new CommandLine(new Main(environment, input));
    GeneratedVerb.addTo(line, Operations.all());
    ConfigDefaults.of(line.getSubcommands().get(RunVerb.NAME), environment);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(Main::wrongUsage);
  }

  /** A value that is not the command line's is no wrong usage, and people must know where it is. */
  private static int tell(CliException failure, CommandLine line) {
    var origins =
        ConfigDefaults.of(line)
            .map(defaults -> defaults.origins(failure.getMessage()))
            .orElse(List.of());
    Stream.concat(failure.lines().stream(), origins.stream()).forEach(line.getErr()::println);
    line.getErr().flush();
    boolean configured = !origins.isEmpty() && failure.code() == ExitCode.USAGE;
    return (configured ? ExitCode.INVALID : failure.code()).value();
  }

  /** One line, a guess and where to read on; the whole help would hide what is wrong. */
  private static int wrongUsage(ParameterException failure, String[] arguments) {
    var line = failure.getCommandLine();
    var err = line.getErr();
    var configured = ConfigDefaults.problems(failure);
    if (!configured.isEmpty()) {
      configured.forEach(err::println);
      err.flush();
      return ExitCode.INVALID.value();
    }
    err.println("hnswitch: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("see " + line.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE.value();
  }
}
