package io.hnswitch.launch;

import java.util.Map;
import picocli.CommandLine;

/** The real command line, for tests of other packages that only parse. */
public final class CommandLines {

  private CommandLines() {}

  /** A command line without an environment. */
  public static CommandLine parser() {
    return Main.commandLine(Map.of());
  }
}
