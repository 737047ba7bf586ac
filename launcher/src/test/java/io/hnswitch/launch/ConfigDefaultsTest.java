package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options that the command line does not give; with options as others may add them. */
class ConfigDefaultsTest {

  @Command(name = "serve")
  private static final class Serve implements Runnable {
    @Option(names = "--config")
    private List<Path> config;

    @Option(names = "--port", defaultValue = "80", description = "where (default: 80)")
    private int port;

    @Option(names = "--allow-host")
    private List<String> hosts = List.of();

    @Option(names = "--insecure-listen")
    private boolean insecure;

    @Secret
    @Option(names = "--password")
    private String password = "";

    @Override
    public void run() {}
  }

  private final Map<String, String> environment = new HashMap<>();
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("c.yaml"), text);
  }

  private CommandLine serve(Serve serve, String... arguments) {
    var line = new CommandLine(serve);
    ConfigDefaults.of(line, environment, folder.resolve("machine.yaml"));
    line.parseArgs(arguments);
    return line;
  }

  private static String settings(CommandLine line) {
    return ConfigDefaults.of(line).orElseThrow().effective(line).toString();
  }

  @Test
  void giveWhatTheCommandLineDoesNot() throws IOException {
    var serve = new Serve();
    var config = file("port: 7\nallow-host: [a, b]\ninsecure: { listen: true }\n");
    var line = serve(serve, "--config", config.toString(), "--port", "9");
    assertEquals(9, serve.port);
    assertEquals(List.of("a", "b"), serve.hosts);
    assertTrue(serve.insecure);
    var settings = settings(line);
    assertTrue(settings.contains("port=9 (command line)"), settings);
    assertTrue(settings.contains("allow-host=a,b (" + config + ":2:13)"), settings);
    assertTrue(settings.contains("password= (built in)"), settings);
  }

  @Test
  void takeCommasForSeveralValues() {
    environment.put("HNSWITCH_ALLOW_HOST", "a,b");
    var serve = new Serve();
    serve(serve);
    assertEquals(List.of("a", "b"), serve.hosts);
    serve(serve, "--allow-host", "c", "--allow-host=d");
    assertEquals(List.of("c", "d"), serve.hosts);
  }

  @Test
  void readTheFileOfTheMachineBehindOthers() throws IOException {
    Files.writeString(folder.resolve("machine.yaml"), "port: 1\ninsecure-listen: true\n");
    var serve = new Serve();
    environment.put("HNSWITCH_CONFIG", file("port: 2").toString());
    serve(serve);
    assertEquals(2, serve.port);
    assertTrue(serve.insecure);
  }

  @Test
  void showNoSecret() {
    environment.put("HNSWITCH_PASSWORD", "s3cret");
    var serve = new Serve();
    var settings = settings(serve(serve));
    assertEquals("s3cret", serve.password);
    assertTrue(settings.contains("password=(secret) (environment HNSWITCH_PASSWORD)"), settings);
  }

  private int hnswitch(String... arguments) {
    return terminal.run(environment, arguments);
  }

  @Test
  void areShownWithoutANode() throws IOException {
    environment.put("HNSWITCH_LISTEN", "127.0.0.1:9090");
    assertEquals(0, hnswitch("config", "show"), terminal::err);
    assertEquals("KEY     VALUE\nlisten  127.0.0.1:9090\n", terminal.out());
    var config = file("log-format: json");
    assertEquals(0, hnswitch("config", "show", "--origin", "--config", config.toString()));
    assertTrue(terminal.out().contains("log-format  json            " + config), terminal.out());
    assertEquals(0, hnswitch("config", "show", "--effective", "-o", "json"));
    var all = terminal.array();
    assertTrue(all.size() > 6, terminal.out());
    var listen =
        Printer.objects(all).stream()
            .filter(one -> one.getString("key").equals("listen"))
            .findFirst()
            .orElseThrow();
    assertEquals("environment HNSWITCH_LISTEN", listen.getString("origin"));
    assertEquals("restart", listen.getString("applies"));
  }

  @Test
  void nameTheOriginOfWhatIsWrong() throws IOException {
    environment.put("HNSWITCH_LISTEN", "nowhere");
    assertEquals(3, hnswitch("run"));
    assertTrue(terminal.err().contains("hnswitch: listen is set by environment HNSWITCH_LISTEN"));
    assertEquals(2, hnswitch("run", "--listen", "nowhere"));
    assertFalse(terminal.err().contains("is set by"), terminal.err());
    environment.clear();
    var config = file("log: { format: xml }");
    assertEquals(3, hnswitch("run", "--config", config.toString()));
    assertTrue(terminal.err().contains("log-format is set by " + config + ":1:16"), terminal.err());
    assertEquals(3, hnswitch("config", "show", "--config", config.toString()));
    assertTrue(terminal.err().contains(config + ":1:16"), terminal.err());
    file("lgo-format: text\nnode: a\n");
    assertEquals(3, hnswitch("run", "--config", config.toString()));
    assertEquals(
        "hnswitch: " + config + ":1:1: unknown key \"lgo-format\" (did you mean \"log-format\"?)\n",
        terminal.err());
    assertEquals(0, hnswitch("run", "--config", config.toString(), "--help"), "help always helps");
  }
}
