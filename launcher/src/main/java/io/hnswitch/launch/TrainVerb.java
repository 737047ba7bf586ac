package io.hnswitch.launch;

import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * What the build runs once so that the JVM's archive holds the classes that every start needs: a
 * small lab on any free port, used for about a second as people use it, and taken down again.
 * Nobody can find it: it writes no state file.
 */
@Command(name = "train", hidden = true)
final class TrainVerb extends Verb {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: train }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0, offer-delay: 10ms } }
        defaults: { nic: { switch: sw0, vf: { adapter: pf0, attach: false } } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        flows:
          a-b: { from: "a:hn0", to: "b:hn0", rate: 2000pps, size: 512 }
      """;

  private static final List<List<String>> USES =
      List.of(
          List.of("get", "nics"),
          List.of("vf", "attach", "a:hn0"),
          List.of("get", "flows"),
          List.of("get", "ledger"),
          List.of("get", "switches", "-o", "json"),
          List.of("describe", "nic", "a:hn0"),
          List.of("export"),
          List.of("events"));

  @Override
  ExitCode run() {
    LogSetup.configure(LogFormat.text, false, true, "train");
    if (!(LabParser.parse(LAB) instanceof LabResult.Accepted(var spec, _, _))) {
      throw new IllegalStateException("the lab to train with is not valid");
    }
    try {
      var cache = Files.createTempDirectory("hnswitch-train");
      var taps = new Taps(cache.resolve("tap.journal"));
      var node =
          Node.start(
              "train",
              new Node.Faces(
                  new Listen("127.0.0.1", 0),
                  Optional.empty(),
                  cache.resolve("cache"),
                  cache.resolve("tokens.json")),
              LabStart.of(spec),
              lab -> new RealDevices(lab, taps));
      try {
        use(node);
      } finally {
        node.stop();
        Files.deleteIfExists(cache);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.DONE;
  }

  /** What one use answers is of no interest, that it failed is. */
  private void use(Node node) {
    var environment = Map.of("HNSWITCH_URL", node.url(), "HNSWITCH_TOKEN", node.token());
    for (var arguments : USES) {
      var line =
          Main.commandLine(environment).setOut(new PrintWriter(new StringWriter())).setErr(err());
      if (line.execute(arguments.toArray(String[]::new)) != ExitCode.DONE.value()) {
        note("not trained: " + String.join(" ", arguments));
      }
    }
  }
}
