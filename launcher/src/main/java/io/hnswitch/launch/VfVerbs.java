package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "vf",
    description = "Give VFs to NICs and take them away.",
    subcommands = {VfVerbs.Attach.class, VfVerbs.Detach.class})
final class VfVerbs {

  private VfVerbs() {}

  /** One NIC, and waiting for its pair. */
  abstract static class OnPair extends NodeVerb {

    private static final Duration STEP = Duration.ofMillis(100);

    @Parameters(index = "0", paramLabel = "NIC", description = "like a:hn0")
    private String nic;

    @Option(names = "--wait", description = "wait until the path has changed")
    private boolean wait;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        defaultValue = "30s",
        converter = DurationWord.class,
        description = "how long to wait, like 30s (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    final String nic() {
      return nic;
    }

    final ExitCode change(NodeClient client, String operation, JsonObject request, String state) {
      var done = client.object(operation, request);
      if (wait) {
        await(client, state);
        done.put("state", state);
      }
      printer(OutputFormat.table).object(nic, done);
      return ExitCode.DONE;
    }

    private void await(NodeClient client, String wanted) {
      long end = System.nanoTime() + timeout.toNanos();
      while (true) {
        var pair = client.object("pair.get", with("nic", nic));
        var state = pair.getString("state", "unknown");
        if (state.equals(wanted)) {
          return;
        }
        if (state.equals("failed")) {
          throw new CliException(
              ExitCode.FAILED, "hnswitch: " + nic + " failed: " + pair.getString("reason"));
        }
        if (System.nanoTime() >= end) {
          throw new CliException(
              ExitCode.UNREACHABLE,
              "hnswitch: %s is still %s after %s (%s)"
                  .formatted(nic, state, DurationWord.text(timeout), pair.getString("reason")));
        }
        pause();
      }
    }

    private static void pause() {
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CliException(ExitCode.INTERRUPTED, "hnswitch: interrupted");
      }
    }
  }

  @Command(name = "attach", description = "Give a NIC a VF.")
  static final class Attach extends OnPair {
    @Override
    ExitCode run(NodeClient client) {
      return change(client, "vf.attach", with("nic", nic()), "vf-active");
    }
  }

  /** How a VF leaves. */
  enum How {
    /** The guest lets go first; nothing is lost. */
    graceful,
    /** Gone without warning. */
    surprise
  }

  @Command(name = "detach", description = "Take a NIC's VF away.")
  static final class Detach extends OnPair {

    @Option(
        names = "--how",
        defaultValue = "graceful",
        description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private How how;

    @Override
    ExitCode run(NodeClient client) {
      var request = with("nic", nic()).put("how", how.name());
      return change(client, "vf.detach", request, "synthetic");
    }
  }
}
