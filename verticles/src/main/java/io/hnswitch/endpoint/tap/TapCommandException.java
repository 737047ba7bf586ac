package io.hnswitch.endpoint.tap;

/** A run of the {@code ip} command that did not do what it should. */
public final class TapCommandException extends TapException {

  private static final long serialVersionUID = 1L;

  /** {@link #exitCode()} of a command that never started or never ended. */
  public static final int NO_EXIT_CODE = -1;

  private final String commandLine;
  private final int exitCode;
  private final String stderr;

  TapCommandException(
      TapError error, String what, String commandLine, int exitCode, String stderr) {
    super(
        error,
        what
            + ": command=["
            + commandLine
            + "], exit="
            + exitCode
            + (stderr.isEmpty() ? "" : ", stderr=[" + stderr + "]"));
    this.commandLine = commandLine;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }

  /** The command as one would type it; the lines of a batch follow after {@code <<}. */
  public String commandLine() {
    return commandLine;
  }

  /** What it exited with, or {@link #NO_EXIT_CODE}. */
  public int exitCode() {
    return exitCode;
  }

  /** What it said, without the last line break; at most a few KiB. */
  public String stderr() {
    return stderr;
  }
}
