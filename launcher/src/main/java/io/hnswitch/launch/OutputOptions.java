package io.hnswitch.launch;

import picocli.CommandLine.Option;

/** What every verb understands about its output. */
final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}")
  private OutputFormat format;

  @Option(names = "--json", description = "the same as -o json")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "nothing on standard error but failures")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "say more on standard error")
  private boolean verbose;

  @Option(names = "--no-color", description = "no colours (also NO_COLOR)")
  private boolean noColor;

  /** The wanted form. */
  OutputFormat format(OutputFormat usual) {
    if (json) {
      return OutputFormat.json;
    }
    return format == null ? usual : format;
  }

  boolean isQuiet() {
    return quiet;
  }

  boolean isVerbose() {
    return verbose;
  }

  boolean isColorless() {
    return noColor;
  }
}
