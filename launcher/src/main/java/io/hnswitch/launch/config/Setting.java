package io.hnswitch.launch.config;

/**
 * The value of a key, and who says so.
 *
 * @param origin in words, like {@code environment HNSWITCH_LISTEN} or {@code a.yaml:3:9}
 */
public record Setting(ConfigKey key, String value, String origin) {

  private static final String REDACTED = "(secret)";

  public static final String COMMAND_LINE = "command line";
  public static final String BUILT_IN = "built in";

  /** The value for others to see. */
  public String shown() {
    return key.isSecret() && !value.isEmpty() ? REDACTED : value;
  }

  /** Nobody says anything. */
  public boolean isBuiltIn() {
    return origin.equals(BUILT_IN);
  }

  @Override
  public String toString() {
    return key.name() + "=" + shown() + " (" + origin + ")";
  }
}
