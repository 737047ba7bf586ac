package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tree that is tested, and what the machine must have for it. */
final class Checkout {

  static final Path ROOT = root();

  private static final Path BUILT = ROOT.resolve("launcher/target");
  private static final Path JAR = BUILT.resolve("hnswitch.jar");
  private static final Path ARCHIVE = BUILT.resolve("hnswitch.aot");

  private Checkout() {}

  /** A script that tests run, by its name. */
  static String script(String name) {
    return ROOT.resolve("launcher/src/test/resources/io/hnswitch/launch/it/" + name).toString();
  }

  private static Path root() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("hnswitch"))
          && Files.exists(at.resolve("conf/jvm.options"))) {
        return at;
      }
    }
    return fail("these tests run in the source tree, this is " + Path.of("").toAbsolutePath());
  }

  /** Fails when the jar is not built, this is not root, or a program is missing. */
  static void requireEverything() {
    assertTrue(Files.exists(JAR), "not built: " + JAR + "; run mvn package first");
    try {
      assertTrue(
          Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
          "these tests make TAP devices and network namespaces: run them as root");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (var tool :
        List.of(
            "bash",
            "curl",
            "ip",
            "nice",
            "nsenter",
            "ping",
            "iperf3",
            "tcpdump",
            "ethtool",
            "kill",
            "setpriv",
            "unshare",
            "dnsmasq",
            "busybox",
            "arping",
            "tshark",
            "capinfos")) {
      assertTrue(onPath(tool), "these tests need the program " + tool + ", please install it");
    }
  }

  private static boolean onPath(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /**
   * The command {@code hnswitch} as the script starts it, with the JDK that runs the tests. What it
   * starts is soon over, so the second compiler, which would cost more than all the rest, is off
   * for nodes too; {@link #hnswitchForLoad} and the script itself leave it on.
   */
  static List<String> hnswitch(Path temporary) {
    return hnswitch(temporary, List.of("-XX:TieredStopAtLevel=1"));
  }

  /** As {@link #hnswitch}, with all that makes frames fast, as {@code run} has it. */
  static List<String> hnswitchForLoad(Path temporary) {
    return hnswitch(temporary, List.of());
  }

  private static List<String> hnswitch(Path temporary, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + ROOT.resolve("conf/jvm.options"));
    command.add("-Dhnswitch.home=" + ROOT);
    command.add("-Djava.io.tmpdir=" + temporary);
    if (Files.exists(ARCHIVE)) {
      command.add("-XX:AOTCache=" + ARCHIVE);
      command.addAll(
          List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:aot*=off", "-Xlog:cds*=off"));
    }
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    return command;
  }
}
