package io.hnswitch.launch.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which machine this is, as long as it runs. */
final class Machine {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private Machine() {}

  /** Empty where that cannot be said. */
  static String id() {
    try {
      return Files.exists(BOOT) ? Files.readString(BOOT).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
