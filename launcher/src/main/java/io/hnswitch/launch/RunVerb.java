package io.hnswitch.launch;

import io.hnswitch.api.Operation;
import io.hnswitch.console.ConsoleSettings.Reach;
import io.hnswitch.launch.cluster.ClusterSettings;
import io.hnswitch.launch.config.Setting;
import io.hnswitch.script.ScriptSettings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = RunVerb.NAME,
    description = "Start a node in the foreground, until Ctrl-C.",
    footer = {
      "",
      "What is not said here is taken from the environment (HNSWITCH_TCP_LISTEN for --tcp-listen),",
      "system properties and files; `hnswitch config show --effective --origin` tells."
    })
final class RunVerb extends Verb {

  static final String NAME = "run";

  private static final String DEMO = "conf/demo.yaml";

  @Parameters(
      paramLabel = "LAB",
      arity = "0..1",
      description = "lab file (default: the lab in --state, else conf/demo.yaml)")
  private String file;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8080",
      description = "where to serve, port 0 for any (default: ${DEFAULT-VALUE})")
  private String listen;

  @Option(
      names = "--tcp-listen",
      paramLabel = "HOST:PORT",
      description = "where to serve the event bus by TCP, port 0 for any (default: nowhere)")
  private String tcpListen;

  @Mixin private ReachOptions reachOptions;

  @Mixin private ClusterOptions clusterOptions;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "written when ready: url, token, pid, node, tcp")
  private Path readyFile;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "keep the lab and its revisions there, and go on from them (HNSWITCH_STATE)")
  private Path state;

  @Option(
      names = "--scripts",
      paramLabel = "DIR",
      description = "run the scripts (*.java) of this folder in the node")
  private Path scripts;

  @Option(
      names = "--scripts-role",
      paramLabel = "ROLE",
      defaultValue = "operator",
      description = "what they may: viewer, operator or admin (default: ${DEFAULT-VALUE})")
  private Operation.Role scriptsRole;

  @Option(
      names = "--pcap-dir",
      paramLabel = "DIR",
      description = "the pcap and pcapng files that labs may replay (default: none)")
  private Path pcapDir;

  @Option(
      names = "--log-format",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private LogFormat logFormat;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "what this node is called (default: ${DEFAULT-VALUE})")
  private String name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "a file with options, before /etc/hnswitch/hnswitch.yaml or conf/hnswitch.yaml; of"
              + " several the first counts most")
  private List<Path> files = new ArrayList<>();

  /** What a node would be told here without options but these files. */
  static List<Setting> settings(Map<String, String> environment, List<Path> files) {
    var whole = Main.commandLine(environment);
    var line = whole.getSubcommands().get(NAME);
    var arguments = files.stream().flatMap(file -> Stream.of("--config", file.toString()));
    try {
      whole.parseArgs(Stream.concat(Stream.of(NAME), arguments).toArray(String[]::new));
    } catch (ParameterException e) {
      var problems = ConfigDefaults.problems(e);
      throw new CliException(
          ExitCode.INVALID, problems.isEmpty() ? List.of("hnswitch: " + e.getMessage()) : problems);
    }
    return ConfigDefaults.of(line).orElseThrow().effective(line);
  }

  private List<Setting> settings() {
    var line = commandLine();
    return ConfigDefaults.of(line).orElseThrow().effective(line);
  }

  @Override
  ExitCode run() {
    if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
      throw new CliException(ExitCode.INVALID, "hnswitch: --node: not a name for a node: " + name);
    }
    var place = Listen.parse(listen);
    var tcp = Optional.ofNullable(tcpListen).map(text -> Listen.parse("--tcp-listen", text));
    var places = Stream.concat(Stream.of(place), tcp.stream()).toList();
    var reach = reachOptions.reach(places);
    var cluster = clusterOptions.settings(name);
    var given = Optional.ofNullable(file).map(LabFile::read);
    LogSetup.configure(logFormat, output().isVerbose(), output().isQuiet(), name);
    var end = new CountDownLatch(1);
    Signals.onEnd(end::countDown);
    // However quiet it is to be: this is no remark.
    ReachOptions.warnings(reach, places).forEach(line -> err().println("hnswitch: " + line));
    try (var kept = StartLab.open(state, environment())) {
      serve(place, tcp, reach, kept, given, cluster, end);
    }
    return ExitCode.DONE;
  }

  private void serve(
      Listen place,
      Optional<Listen> tcp,
      Reach reach,
      StartLab kept,
      Optional<LabFile> given,
      Optional<ClusterSettings> cluster,
      CountDownLatch end) {
    // However quiet it is to be: what cannot be read is a failure.
    kept.remarks().forEach(line -> err().println("hnswitch: " + line));
    err().flush();
    var lab = kept.choose(given, RunVerb::demo);
    lab.warnings().forEach(this::note);
    var folder = RuntimeFolder.of(environment());
    var taps = new Taps(folder.tapJournal());
    cleanUp(folder, taps);
    Node node;
    try {
      node =
          Node.start(
              name,
              new Node.Faces(
                  place, tcp, folder.cache(), folder.tokens(name), folder.users(name), reach),
              kept.start(lab).with(ConfigJson.of(settings())),
              Optional.ofNullable(scripts).map(dir -> new ScriptSettings(dir, scriptsRole)),
              cluster.map(settings -> new Node.Joining(settings, end::countDown)),
              forLab -> new RealDevices(forLab, taps, PcapFolder.of(pcapDir)));
    } catch (RuntimeException e) {
      throw new CliException(ExitCode.FAILED, "hnswitch: cannot start: " + Startup.text(e, lab));
    }
    try {
      serve(node, folder, reach, end);
    } finally {
      note("stopping");
      node.stop();
    }
  }

  private static String demo() {
    var home = System.getProperty("hnswitch.home", "");
    return home.isEmpty() ? DEMO : Path.of(home, DEMO).toString();
  }

  private void cleanUp(RuntimeFolder folder, Taps taps) {
    folder.make();
    folder.nodes();
    folder.sweep().forEach(left -> note("left by a crash: removed " + left));
    try {
      taps.recover().forEach(line -> note("left by a crash: " + line));
    } catch (RuntimeException e) {
      note("cannot clean up after a crash: " + e.getMessage());
    }
  }

  private void serve(Node node, RuntimeFolder folder, Reach reach, CountDownLatch end) {
    var plain = NodeFile.ofThisProcess(name, node.localUrl(), node.token());
    var own = reach.tls().map(tls -> plain.showing(tls.certificate())).orElse(plain);
    var stateFile = folder.write(own);
    try {
      if (readyFile != null) {
        writeReadyFile(own, node);
      }
      // Since the JVM began: the process may have been the script before, and may have built.
      long millis =
          System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      out().println("ready in " + millis + " ms: " + node.url() + "/?token=" + own.token());
      out().flush();
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      RuntimeFolder.remove(stateFile);
    }
  }

  /** In one step: whoever waits for the file must not find half of it. It holds the token. */
  private void writeReadyFile(NodeFile own, Node node) {
    var json =
        new JsonObject()
            .put("url", node.url())
            .put("token", own.token())
            .put("pid", own.pid())
            .put("node", own.node());
    node.tcp().ifPresent(place -> json.put("tcp", place));
    try {
      var target = readyFile.toAbsolutePath();
      var next = Files.createTempFile(target.getParent(), ".ready", ".next");
      Files.writeString(next, json.encode() + "\n");
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED,
          "hnswitch: cannot write the ready file " + readyFile + ": " + e.getMessage());
    }
  }
}
