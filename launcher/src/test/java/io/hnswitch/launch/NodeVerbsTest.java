package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that ask a node that runs: the event bus, what is generated, and what is recorded. */
class NodeVerbsTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches: { sw0: {} }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
      """;

  private static Node node;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        Node.start(
            "test",
            new Node.Faces(
                Listen.parse("127.0.0.1:0"),
                Optional.empty(),
                folder,
                folder.resolve("tokens.json")),
            LabStart.of(Labs.parse(LAB)),
            lab -> new RealDevices(lab, new Taps(folder.resolve("taps"))));
  }

  @AfterAll
  static void stop() {
    node.stop();
  }

  private int run(String... arguments) {
    return runAs(node.token(), arguments);
  }

  private int runAs(String token, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine(Map.of("HNSWITCH_URL", node.url(), "HNSWITCH_TOKEN", token))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private JsonObject json() {
    return new JsonObject(out.toString());
  }

  @Test
  void askByTheEventBus() {
    assertEquals(0, run("bus", "request", "nic.get", "{\"nic\":\"a:hn0\"}"));
    assertEquals("a:hn0", json().getJsonObject("data").getString("id"));
    assertEquals(0, run("bus", "request", "hnswitch.v1.sys.ping", "-o", "jsonl"));
    assertTrue(out.toString().contains("\"pong\":true"), out.toString());
    assertEquals(4, run("bus", "request", "nic.get", "{\"nic\":\"z:hn0\"}"));
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("no such nic: z:hn0"), err.toString());
    assertEquals(6, run("bus", "request", "hnswitch.i.events"), "what is inside stays inside");
    assertEquals(3, run("bus", "request", "nic.get", "nic"));
    assertEquals(6, runAs("wrong", "bus", "request", "sys.ping"));
    assertEquals(7, run("bus", "request", "sys.ping", "--url", "http://127.0.0.1:1"));
  }

  @Test
  void askAgainWithTheSameId() {
    var request = "{\"nic\":\"b:hn0\",\"mtu\":1400}";
    assertEquals(0, run("bus", "request", "nic.set", request, "--request-id", "7c1"));
    var first = out.toString();
    assertEquals(0, run("bus", "request", "nic.set", "{\"nic\":\"b:hn0\",\"mtu\":1500}"));
    assertEquals(0, run("bus", "request", "nic.set", request, "--request-id", "7c1"));
    assertEquals(first, out.toString());
    assertEquals(3, run("bus", "request", "nic.set", "{}", "--request-id", "7c1"));
    assertTrue(err.toString().contains("request-id-reused"), err.toString());
  }

  @Test
  void doNotWait() {
    assertEquals(0, run("switch", "fdb-flush", "sw0", "--async"));
    var id = out.toString().strip();
    assertTrue(id.startsWith("op-"), id);
    String state;
    do {
      assertEquals(0, run("operation", "get", id, "--json"));
      state = json().getString("state");
    } while (state.equals("running"));
    assertEquals("done", state);
    assertEquals(5, run("operation", "cancel", id));
  }

  @Test
  void showWhatIsPublished() {
    assertEquals(0, run("bus", "subscribe", "tick.summary", "--count", "1"));
    assertTrue(json().containsKey("ledger"), out.toString());
    assertEquals(6, run("bus", "subscribe", "hnswitch.d.nic.a:hn0.tx"));
  }

  @Test
  void areMadeForEveryOperation() {
    assertEquals(0, run("nic", "counters", "a:hn0", "--json"));
    assertTrue(json().getJsonObject("counters").containsKey("ipackets"));
    assertEquals(0, run("vf", "map"));
    assertEquals(4, run("nic", "media", "z:hn0"));
    assertEquals(2, run("nic", "media"), "what is required is asked for");
    assertEquals(2, run("nic", "media", "a:hn0", "--colour", "red"));
    assertEquals(0, run("nic", "sysctl", "--name", "hw.hn.vf_transparent"));
    assertTrue(out.toString().startsWith("NAME "), out.toString());
    assertEquals(3, run("event", "since", "--limit", "many"));
    assertTrue(err.toString().contains("limit"), err.toString());
  }

  @Test
  void setOneObject() {
    assertEquals(0, run("set", "nic", "a:hn0", "mtu=1300", "--json"));
    assertEquals(1300, json().getInteger("mtu"));
    assertEquals(0, run("set", "nic", "a:hn0", "mtu=1500"));
    assertEquals(2, run("set", "nik", "a:hn0", "mtu=1500"));
    assertTrue(err.toString().contains("did you mean nic?"), err.toString());
    assertEquals(2, run("set", "nic", "a:hn0", "mtu"));
  }

  @Test
  void showWhoChangedWhat() {
    assertEquals(4, run("nic", "down", "y:hn0"));
    assertEquals(0, run("audit", "--result", "not-found", "--limit", "1", "--json"));
    var record = new JsonArray(out.toString()).getJsonObject(0);
    assertEquals("nic.down", record.getString("operation"));
    assertEquals("start", record.getString("by"));
    assertEquals("rest 127.0.0.1", record.getString("from"));
    assertEquals(0, run("audit", "--by", "nobody"));
    assertEquals(1, out.toString().lines().count(), "the headers alone");
  }

  @Test
  void showAgainAndAgain() {
    var watch = List.of("get", "nics", "-o", "name", "--watch", "--interval", "1ms");
    var arguments = new ArrayList<>(watch);
    arguments.addAll(List.of("--times", "3"));
    assertEquals(0, run(arguments.toArray(String[]::new)));
    assertEquals("a:hn0\nb:hn0\n".repeat(3), out.toString());
  }

  @Test
  void showOnlyWhatAFilterWants() {
    assertEquals(0, run("get", "nics", "-o", "name", "--filter", "path:synthetic \"a:hn0\""));
    assertEquals("a:hn0\n", out.toString());
    assertEquals(0, run("get", "nics", "-o", "name", "--filter=-id:a:*"));
    assertEquals("b:hn0\n", out.toString());
    assertEquals(0, run("get", "ledger", "--json", "--filter", "device:switch*"));
    assertEquals(1, json().getJsonArray("devices").size());
    assertEquals(2, run("get", "nics", "--filter", "mtu>many"));
    assertEquals("hnswitch: --filter: not a number: \"many\" at 4\n", err.toString());
    assertEquals(2, run("get", "nics", "a:hn0", "--filter", "up:true"));
  }

  @Test
  void takeNothingDownUnasked() {
    assertEquals(2, run("destroy"));
    assertTrue(err.toString().contains("- nic a:hn0"), err.toString());
    assertTrue(err.toString().contains("--yes"), err.toString());
    assertEquals(0, run("destroy", "--dry-run"));
    assertTrue(out.toString().contains("- switch sw0"), out.toString());
    assertEquals(5, run("destroy", "--yes", "--if-revision", "9999"));
    assertEquals(0, run("get", "nics", "-o", "name"));
    assertFalse(out.toString().isEmpty());
  }

  @Test
  void completeWords() {
    assertEquals(0, run("completion"));
    assertTrue(out.toString().contains("fdb-flush"), "generated verbs, too");
    assertTrue(out.toString().contains("complete -F"), "a script for bash");
  }
}
