package io.hnswitch.launch.config;

import java.util.List;

/** A configuration cannot be used; each line says what and where. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  ConfigException(String line) {
    this(List.of(line));
  }

  ConfigException(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
