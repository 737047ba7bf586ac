package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  private static final String NICS =
      """
      [{"id":"a:hn0","mac":"00:15:5d:00:00:0a","up":true,"link":true,"mtu":1500,"path":"vf",
      "vf":"pf0/vf0","pair":{"state":"vf-active"},"offloads":["rxcsum","lro"]},
      {"id":"b:hn0","mac":"00:15:5d:00:00:0b","up":false,"link":true,"mtu":900,
      "path":"synthetic","offloads":[]}]
      """;

  private final FakeNode node = new FakeNode();
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    node.close();
  }

  private int run(String... arguments) {
    return run(Terminal.reaching(node.url(), "secret"), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return terminal.run(environment, arguments);
  }

  private List<String> lines() {
    return terminal.out().lines().toList();
  }

  private String file(String text) {
    try {
      return Files.writeString(folder.resolve("lab.yaml"), text).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void laysOutATable() {
    node.on("GET /nics", NICS);
    assertEquals(0, run("get", "nics"));
    assertEquals(
        List.of(
            "ID     MAC                UP   LINK  MTU   PATH       VF       PAIR       OFFLOADS",
            "a:hn0  00:15:5d:00:00:0a  yes  yes   1500  vf         pf0/vf0  vf-active  rxcsum,lro",
            "b:hn0  00:15:5d:00:00:0b  no   yes   900   synthetic  -        -          -"),
        lines());
    assertEquals("", terminal.err());
  }

  @Test
  void writesTheOtherForms() {
    node.on("GET /nics", NICS);
    assertEquals(0, run("get", "nics", "-o", "name"));
    assertEquals(List.of("a:hn0", "b:hn0"), lines());
    run("get", "nics", "-o", "jsonl");
    assertEquals(2, lines().size());
    assertTrue(lines().getFirst().startsWith("{\"id\":\"a:hn0\""));
    run("get", "nics", "--json");
    assertTrue(terminal.out().startsWith("["));
    run("get", "nic", "-o", "yaml");
    assertTrue(terminal.out().startsWith("- id: a:hn0"), terminal.out());
  }

  @Test
  void putsIdsIntoThePath() {
    node.on("GET /nics/a:hn0", "{\"id\":\"a:hn0\"}").on("GET /vfs/pf0%2Fvf0", "{}");
    assertEquals(0, run("describe", "nic", "a:hn0"));
    assertEquals(List.of("id: a:hn0"), lines());
    assertEquals(0, run("describe", "vf", "pf0/vf0"));
  }

  @Test
  void mapsProblemsToExitCodes() {
    var codes = Map.of(400, 3, 422, 3, 401, 6, 403, 6, 404, 4, 409, 5, 412, 5, 500, 1, 504, 7);
    codes.forEach(
        (status, exit) -> {
          node.refuse("GET /nics", status, "slug");
          assertEquals(exit, run("get", "nics"), "status " + status);
          assertEquals("hnswitch: no, because of slug [slug]\n", terminal.err());
          assertEquals("", terminal.out());
        });
  }

  @Test
  void saysWhenItIsNoNode() {
    node.raw("GET /nics", 200, "<html>").raw("GET /vfs", 500, "oops");
    assertEquals(1, run("get", "nics"));
    assertEquals(1, run("get", "vfs"));
    assertEquals(6, run(Terminal.reaching(node.url(), "wrong"), "get", "nics"));
  }

  @Test
  void takesTheLineThatANodePrints() {
    node.on("GET /nics", "[]");
    assertEquals(0, run(Map.of(), "get", "nics", "--url", node.url() + "/?token=secret"));
  }

  @Test
  void cannotReachWhatIsNotThere() {
    var url = node.url();
    node.close();
    assertEquals(7, run("get", "nics", "--url", url));
    assertTrue(terminal.err().contains("no node answers at " + url), terminal.err());
    assertEquals(7, run(Map.of("XDG_RUNTIME_DIR", folder.toString()), "get", "nics"));
    assertTrue(terminal.err().contains("no node runs here"), terminal.err());
    assertEquals(2, run("get", "nics", "--url", "not a url"));
  }

  @Test
  void findsTheNodeOfThisMachine() {
    node.on("GET /nics", "[]");
    var environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
    var state = RuntimeFolder.of(environment);
    state.write(NodeFile.ofThisProcess("left", node.url(), "secret"));
    assertEquals(0, run(environment, "get", "nics"));
    state.write(NodeFile.ofThisProcess("right", node.url(), "secret"));
    assertEquals(2, run(environment, "get", "nics"));
    assertEquals(0, run(environment, "get", "nics", "--node", "right"));
    assertEquals(7, run(environment, "get", "nics", "--node", "middle"));
  }

  @Test
  void tellsWrongUsage() {
    assertEquals(2, run("gett"));
    assertEquals(2, run("get"));
    assertEquals(2, run("get", "nicks"));
    assertTrue(terminal.err().contains("did you mean nics?"), terminal.err());
    assertEquals(2, run("nic"));
    assertEquals(2, run("nic", "set", "a:hn0", "mtu"));
    assertEquals(2, run("vf", "attach", "a:hn0", "--timeout", "soon"));
    assertEquals(2, run("get", "nics", "-o", "xml"));
    assertEquals(2, run("run", "--listen", "here"));
    assertEquals(3, run("run", "--listen", "0.0.0.0:0"));
    assertTrue(terminal.err().contains("refusing to listen"), terminal.err());
    assertEquals("", terminal.out());
    assertEquals(0, run("--help"));
  }

  @Test
  void changesNics() {
    node.on("PATCH /nics/a:hn0", "{\"id\":\"a:hn0\"}").on("POST /nics/a:hn0/actions/up", "{}");
    assertEquals(0, run("nic", "set", "a:hn0", "mtu=1400", "offloads=+tso4,-lro"));
    assertEquals(
        "PATCH /nics/a:hn0 {\"mtu\":\"1400\",\"offloads\":\"+tso4,-lro\"}",
        node.requests.getLast());
    assertEquals(0, run("nic", "up", "a:hn0"));
  }

  @Test
  void waitsForTheVf() {
    node.on("POST /nics/a:hn0/actions/attach-vf", "{\"nic\":\"a:hn0\",\"vf\":\"pf0/vf0\"}")
        .on("GET /pairs/a:hn0", "{\"state\":\"vf-active\"}");
    assertEquals(0, run("vf", "attach", "a:hn0", "--wait"));
    assertEquals(List.of("nic: a:hn0", "vf: pf0/vf0", "state: vf-active"), lines());
    node.on("GET /pairs/a:hn0", "{\"state\":\"waiting\",\"reason\":\"why\"}");
    assertEquals(7, run("vf", "attach", "a:hn0", "--wait", "--timeout", "0s"));
    node.on("GET /pairs/a:hn0", "{\"state\":\"failed\",\"reason\":\"why\"}");
    assertEquals(1, run("vf", "attach", "a:hn0", "--wait"));
  }

  @Test
  void saysHowAVfLeaves() {
    node.on("POST /nics/a:hn0/actions/detach-vf", "{}");
    assertEquals(0, run("vf", "detach", "a:hn0", "--how", "surprise"));
    assertTrue(node.requests.getLast().endsWith("{\"how\":\"surprise\"}"));
    assertEquals(2, run("vf", "detach", "a:hn0", "--how", "gently"));
  }

  @Test
  void startsAndStopsFlows() {
    node.on("POST /flows", "{\"id\":\"f1\"}").on("POST /flows/f1/actions/stop", "{\"id\":\"f1\"}");
    assertEquals(
        0, run("flow", "start", "--from", "a:hn0", "--to", "b:hn0", "--rate", "max", "-o", "name"));
    assertEquals(List.of("f1"), lines());
    assertTrue(node.requests.getLast().contains("\"rate\":\"max\""));
    assertEquals(0, run("flow", "stop", "f1"));
    assertEquals(2, run("flow", "start", "--from", "a:hn0"));
  }

  @Test
  void plansAndApplies() {
    var change =
        """
        {"lab":"two","empty":false,"changes":[{"action":"change","kind":"nic","id":"a:hn0",
        "effect":"live","affects":["f1"],"properties":[
        {"name":"mtu","from":"1500","to":"1400","effect":"live"}]}]}
        """;
    node.on("POST /lab/actions/plan", change).on("PUT /lab", change);
    var lab = file(Labs.TWO);
    assertEquals(10, run("plan", lab, "--exit-code"));
    assertEquals(List.of("~ nic a:hn0  affects f1", "    mtu: 1500 -> 1400 (live)"), lines());
    assertEquals(0, run("apply", lab, "--dry-run"));
    assertTrue(node.requests.getLast().contains("\"dryRun\":true"));
    node.on("POST /lab/actions/plan", "{\"lab\":\"two\",\"empty\":true,\"changes\":[]}");
    assertEquals(0, run("plan", lab, "--exit-code"));
    assertEquals(List.of("no changes"), lines());
  }

  @Test
  void goesBackAndNamesRevisions() {
    var plan =
        """
        {"lab":"two","empty":false,"applied":true,"of":17,"revision":19,"changes":[
        {"action":"change","kind":"nic","id":"a:hn0","effect":"live","affects":[],"properties":[
        {"name":"mtu","from":"1400","to":"1500","effect":"live"}]}]}
        """;
    node.on("POST /lab/actions/undo", plan).on("POST /lab/actions/restore", plan);
    assertEquals(0, run("undo"));
    assertEquals(List.of("~ nic a:hn0", "    mtu: 1400 -> 1500 (live)"), lines());
    assertEquals("revision 19 with the lab of revision 17\n", terminal.err());
    assertEquals(0, run("undo", "--dry-run", "--if-revision", "18", "-q"));
    assertEquals(
        "POST /lab/actions/undo {\"dryRun\":true,\"ifRevision\":18}", node.requests.getLast());
    assertEquals("", terminal.err());
    assertEquals(0, run("restore", "17", "-o", "name"));
    assertEquals(List.of("19"), lines());
    assertTrue(node.requests.getLast().contains("{\"revision\":17,"));
    run("restore", "base", "--json");
    assertTrue(node.requests.getLast().contains("{\"name\":\"base\","));
    assertTrue(terminal.out().startsWith("{"));
    node.refuse("POST /lab/actions/undo", 409, "state-conflict");
    assertEquals(5, run("undo"));
    assertEquals(2, run("restore"));
    node.on("POST /lab/actions/checkpoint", "{\"name\":\"base\",\"revision\":17}");
    assertEquals(0, run("checkpoint", "base"));
    assertEquals(List.of("base is revision 17"), lines());
    assertEquals(0, run("checkpoint", "base", "--dry-run"));
    assertEquals(List.of("base would be revision 17"), lines());
  }

  @Test
  void listsRevisions() {
    node.on(
        "GET /lab/revisions?limit=1",
        "{\"current\":18,\"cursor\":18,\"more\":true,\"revisions\":[{\"revision\":18,\"time\":\"T\",\"operation\":\"lab.undo\",\"of\":16,\"summary\":\"~"
            + " nic a:hn0 (mtu)\",\"checkpoints\":[\"base\"]}]}");
    assertEquals(0, run("revisions", "--limit", "1"));
    assertEquals(
        List.of(
            "REVISION  TIME  OPERATION  OF  BY  CHECKPOINTS  CHANGES",
            "18        T     lab.undo   16  -   base         ~ nic a:hn0 (mtu)"),
        lines());
    assertEquals("older ones: --cursor 18\n", terminal.err());
    node.on("GET /lab/revisions?cursor=18", "{\"revisions\":[],\"more\":false}");
    assertEquals(0, run("revisions", "--cursor", "18", "--json"));
    assertEquals("[ ]", terminal.out().strip());
  }

  @Test
  void namesEveryProblemOfAFile() {
    var lab =
        file(Labs.TWO.replace("10.0.0.1/24", "10.0.0.1/99").replace("sw0: {}", "sw0: { a: 1 }"));
    assertEquals(3, run("validate", lab));
    var problems = terminal.err().lines().toList();
    assertEquals(3, problems.size(), terminal.err());
    assertTrue(problems.getFirst().matches(".*lab\\.yaml:5:\\d+: .*"), problems.getFirst());
    assertEquals(3, run("run", lab, "--listen", "127.0.0.1:0"));
    assertEquals(3, run("validate", folder.resolve("none.yaml").toString()));
    assertEquals(0, run("validate", file(Labs.TWO)));
    assertEquals(List.of(), node.requests);
  }

  @Test
  void showsEvents() {
    var event =
        "{\"id\":\"r-1\",\"type\":\"hnswitch.nic.path-changed\",\"subject\":\"a:hn0\","
            + "\"time\":\"T\",\"data\":{\"to\":\"vf\"}}";
    node.on(
        "GET /events/since?limit=1000",
        "{\"events\":[" + event + "],\"cursor\":\"r-1\",\"more\":false}");
    assertEquals(0, run("events"));
    assertEquals(List.of("T  hnswitch.nic.path-changed  a:hn0  {\"to\":\"vf\"}"), lines());
    node.raw("GET /events?since=r-0", 200, ": hello\n\nid: r-1\ndata: " + event + "\n\n");
    assertEquals(0, run("events", "--follow", "--since", "r-0", "-o", "name"));
    assertEquals(List.of("r-1"), lines());
  }

  @Test
  void showsLabAndVersion() {
    node.on("GET /lab/export", "{\"text\":\"kind: Lab\\n\"}");
    assertEquals(0, run("export"));
    assertEquals("kind: Lab\n", terminal.out());
    assertEquals(0, run("version"));
    assertTrue(terminal.out().startsWith("hnswitch "));
  }
}
