package io.hnswitch.launch.config;

import java.util.Locale;

/**
 * Something that can be configured.
 *
 * @param name of the option without dashes in front, like {@code tcp-listen}
 * @param initial what it is when nobody says; empty when that is nothing
 * @param summary what it is for, for people
 * @param isSecret its value is shown to nobody, and may be in a file of its own
 */
public record ConfigKey(String name, String initial, String summary, boolean isSecret) {

  private static final String FILE = "-file";

  /** The environment variable, like {@code HNSWITCH_TCP_LISTEN}. */
  public String variable() {
    return variable(name);
  }

  /** The system property, like {@code hnswitch.tcp.listen}. */
  public String property() {
    return property(name);
  }

  /** The key that names a file with the value of this one; only of a secret. */
  String fileName() {
    return name + FILE;
  }

  static String variable(String name) {
    return "HNSWITCH_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static String property(String name) {
    return "hnswitch." + name.replace('-', '.');
  }
}
