package io.hnswitch.launch;

import io.hnswitch.launch.config.ConfigKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The real command line, for tests of other packages that only parse. */
public final class CommandLines {

  private CommandLines() {}

  /** What can be configured of {@code run}. */
  public static List<ConfigKey> keys() {
    var run = parser().getSubcommands().get(RunVerb.NAME);
    return ConfigDefaults.of(run).orElseThrow().keys();
  }

  /** The keys that are set for {@code run} with a file, and without an environment. */
  public static List<String> configured(Path file) {
    return RunVerb.settings(Map.of(), List.of(file)).stream()
        .filter(setting -> !setting.isBuiltIn())
        .map(setting -> setting.key().name())
        .toList();
  }

  /** A command line without an environment. */
  public static CommandLine parser() {
    return Main.commandLine(Map.of());
  }
}
