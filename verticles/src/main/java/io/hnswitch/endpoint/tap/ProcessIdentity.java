package io.hnswitch.endpoint.tap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One process, told from any later one with the same number.
 *
 * @param boot the kernel's boot id
 * @param pid its number
 * @param startTime when it started, in clock ticks since the boot
 */
record ProcessIdentity(String boot, long pid, long startTime) {

  static final Path PROC = Path.of("/proc");

  private static final Pattern BOOT = Pattern.compile("[0-9a-f-]{1,64}");

  /** Fields after the command name, which ends at the last parenthesis: see proc(5). */
  private static final int START_TIME_AFTER_NAME = 19;

  ProcessIdentity {
    if (!BOOT.matcher(boot).matches() || pid <= 0 || startTime < 0) {
      throw new IllegalArgumentException(
          "not a process: boot=" + boot + ", pid=" + pid + ", start=" + startTime);
    }
  }

  /** This process. */
  static ProcessIdentity current(Path proc) {
    long pid = ProcessHandle.current().pid();
    try {
      return new ProcessIdentity(boot(proc), pid, startTime(proc, pid));
    } catch (IOException e) {
      throw new TapException(TapError.IO, "cannot read " + proc, e);
    }
  }

  /** True while this very process runs. Unreadable counts as alive: nobody loses anything by it. */
  boolean isAlive(Path proc) {
    try {
      return boot.equals(boot(proc)) && startTime == startTime(proc, pid);
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  boolean isOfThisBoot(Path proc) {
    try {
      return boot.equals(boot(proc));
    } catch (IOException e) {
      throw new TapException(TapError.IO, "cannot read " + proc, e);
    }
  }

  private static String boot(Path proc) throws IOException {
    return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
  }

  private static long startTime(Path proc, long pid) throws IOException {
    var stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= START_TIME_AFTER_NAME) {
      throw new IOException("short /proc/" + pid + "/stat: " + stat);
    }
    return Long.parseLong(fields[START_TIME_AFTER_NAME]);
  }
}
