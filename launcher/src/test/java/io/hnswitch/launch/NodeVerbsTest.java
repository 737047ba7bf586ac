package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that ask a node that runs: the event bus, what is generated, and what is recorded. */
class NodeVerbsTest {

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder, Labs.PLAIN);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void askByTheEventBus() {
    assertEquals(0, node.run("bus", "request", "nic.get", "{\"nic\":\"a:hn0\"}"));
    assertEquals("a:hn0", node.object().getJsonObject("data").getString("id"));
    assertEquals(0, node.run("bus", "request", "hnswitch.v1.sys.ping", "-o", "jsonl"));
    assertTrue(node.out().contains("\"pong\":true"), node.out());
    assertEquals(4, node.run("bus", "request", "nic.get", "{\"nic\":\"z:hn0\"}"));
    assertEquals("", node.out());
    assertTrue(node.err().contains("no such nic: z:hn0"), node.err());
    assertEquals(6, node.run("bus", "request", "hnswitch.i.events"), "what is inside stays inside");
    assertEquals(3, node.run("bus", "request", "nic.get", "nic"));
    assertEquals(6, node.runAs("wrong", "bus", "request", "sys.ping"));
    assertEquals(7, node.run("bus", "request", "sys.ping", "--url", "http://127.0.0.1:1"));
  }

  @Test
  void askAgainWithTheSameId() {
    var request = "{\"nic\":\"b:hn0\",\"mtu\":1400}";
    assertEquals(0, node.run("bus", "request", "nic.set", request, "--request-id", "7c1"));
    var first = node.out();
    assertEquals(0, node.run("bus", "request", "nic.set", "{\"nic\":\"b:hn0\",\"mtu\":1500}"));
    assertEquals(0, node.run("bus", "request", "nic.set", request, "--request-id", "7c1"));
    assertEquals(first, node.out());
    assertEquals(3, node.run("bus", "request", "nic.set", "{}", "--request-id", "7c1"));
    assertTrue(node.err().contains("request-id-reused"), node.err());
  }

  @Test
  void doNotWait() {
    assertEquals(0, node.run("switch", "fdb-flush", "sw0", "--async"));
    var id = node.out().strip();
    assertTrue(id.startsWith("op-"), id);
    String state;
    do {
      assertEquals(0, node.run("operation", "get", id, "--json"));
      state = node.object().getString("state");
    } while (state.equals("running"));
    assertEquals("done", state);
    assertEquals(5, node.run("operation", "cancel", id));
  }

  @Test
  void showWhatIsPublished() {
    assertEquals(0, node.run("bus", "subscribe", "tick.summary", "--count", "1"));
    assertTrue(node.object().containsKey("ledger"), node.out());
    assertEquals(6, node.run("bus", "subscribe", "hnswitch.d.nic.a:hn0.tx"));
  }

  @Test
  void areMadeForEveryOperation() {
    assertEquals(0, node.run("nic", "counters", "a:hn0", "--json"));
    assertTrue(node.object().getJsonObject("counters").containsKey("ipackets"));
    assertEquals(0, node.run("vf", "map"));
    assertEquals(4, node.run("nic", "media", "z:hn0"));
    assertEquals(2, node.run("nic", "media"), "what is required is asked for");
    assertEquals(2, node.run("nic", "media", "a:hn0", "--colour", "red"));
    assertEquals(0, node.run("nic", "sysctl", "--name", "hw.hn.vf_transparent"));
    assertTrue(node.out().startsWith("NAME "), node.out());
    assertEquals(3, node.run("event", "since", "--limit", "many"));
    assertTrue(node.err().contains("limit"), node.err());
  }

  @Test
  void nameTheObjectsThatTheyAreAbout() {
    assertNamed("a\nb\n", "guest", "list");
    assertNamed("a:hn0\nb:hn0\n", "nic", "list");
    assertNamed("sw0\n", "switch", "get", "sw0");
    assertNamed("sw0\n", "switch", "fdb-flush", "sw0");
    assertNamed("a:hn0\n", "nic", "counters", "a:hn0");
    assertNamed("ledger\n", "ledger", "get");
    assertEquals(0, node.run("token", "create", "ci"));
    assertNamed("ci\n", "token", "list");
    assertNamed("ci\n", "token", "revoke", "ci");
  }

  private static void assertNamed(String names, String noun, String verb, String... arguments) {
    var words = new ArrayList<>(List.of(noun, verb, "-o", "name"));
    words.addAll(List.of(arguments));
    assertEquals(0, node.run(words.toArray(String[]::new)), node::err);
    assertEquals(names, node.out(), noun + " " + verb);
  }

  @Test
  void setOneObject() {
    assertEquals(0, node.run("set", "nic", "a:hn0", "mtu=1300", "--json"));
    assertEquals(1300, node.object().getInteger("mtu"));
    assertEquals(0, node.run("set", "nic", "a:hn0", "mtu=1500"));
    assertEquals(2, node.run("set", "nik", "a:hn0", "mtu=1500"));
    assertTrue(node.err().contains("did you mean nic?"), node.err());
    assertEquals(2, node.run("set", "nic", "a:hn0", "mtu"));
  }

  @Test
  void showWhoChangedWhat() {
    assertEquals(4, node.run("nic", "down", "y:hn0"));
    assertEquals(0, node.run("audit", "--result", "not-found", "--limit", "1", "--json"));
    var record = node.array().getJsonObject(0);
    assertEquals("nic.down", record.getString("operation"));
    assertEquals("start", record.getString("by"));
    assertEquals("rest 127.0.0.1", record.getString("from"));
    assertEquals(0, node.run("audit", "--by", "nobody"));
    assertEquals(1, node.out().lines().count(), "the headers alone");
  }

  @Test
  void showAgainAndAgain() {
    var watch = List.of("get", "nics", "-o", "name", "--watch", "--interval", "1ms");
    var arguments = new ArrayList<>(watch);
    arguments.addAll(List.of("--times", "3"));
    assertEquals(0, node.run(arguments.toArray(String[]::new)));
    assertEquals("a:hn0\nb:hn0\n".repeat(3), node.out());
  }

  @Test
  void showOnlyWhatAFilterWants() {
    assertEquals(0, node.run("get", "nics", "-o", "name", "--filter", "path:synthetic \"a:hn0\""));
    assertEquals("a:hn0\n", node.out());
    assertEquals(0, node.run("get", "nics", "-o", "name", "--filter=-id:a:*"));
    assertEquals("b:hn0\n", node.out());
    assertEquals(0, node.run("get", "ledger", "--json", "--filter", "device:switch*"));
    assertEquals(1, node.object().getJsonArray("devices").size());
    assertEquals(2, node.run("get", "nics", "--filter", "mtu>many"));
    assertEquals("hnswitch: --filter: not a number: \"many\" at 4\n", node.err());
    assertEquals(2, node.run("get", "nics", "a:hn0", "--filter", "up:true"));
  }

  @Test
  void takeNothingDownUnasked() {
    assertEquals(2, node.run("destroy"));
    assertTrue(node.err().contains("- nic a:hn0"), node.err());
    assertTrue(node.err().contains("--yes"), node.err());
    assertEquals(0, node.run("destroy", "--dry-run"));
    assertTrue(node.out().contains("- switch sw0"), node.out());
    assertEquals(5, node.run("destroy", "--yes", "--if-revision", "9999"));
    assertEquals(0, node.run("get", "nics", "-o", "name"));
    assertFalse(node.out().isEmpty());
  }

  @Test
  void completeWords() {
    assertEquals(0, node.run("completion"));
    assertTrue(node.out().contains("fdb-flush"), "generated verbs, too");
    assertTrue(node.out().contains("complete -F"), "a script for bash");
  }
}
