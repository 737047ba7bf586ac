package io.hnswitch.script;

import java.util.Locale;

/** What becomes of a script. */
enum ScriptState {
  /** It is compiled, or its {@code start} is awaited. */
  STARTING,
  RUNNING,
  /** It was refused, does not compile, or its {@code start} failed. */
  FAILED,
  /** Somebody has stopped it. */
  STOPPED;

  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
