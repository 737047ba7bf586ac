package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command's output, byte for byte. */
class SysctlVerbTest {

  private static final String NODES =
      """
      [{"name":"dev.hn.0.%desc","value":"a:hn0","description":"the NIC"},
      {"name":"dev.hn.0.vf","value":"","description":"the VF"},
      {"name":"dev.hn.0.polling","value":0,"description":"polls","effect":"none: it interrupts"},
      {"name":"dev.hn.0.tso_max","value":62762,"description":"longest super-frame, bytes"}]
      """;

  private final FakeNode node = new FakeNode();
  private final Terminal terminal = new Terminal();

  @BeforeEach
  void prepare() {
    node.on("GET /sysctls?prefix=dev.hn.0", NODES);
    node.on("GET /sysctls", NODES);
    node.raw(
        "PUT /sysctls/dev.hn.0.polling",
        200,
        "{\"data\":{\"name\":\"dev.hn.0.polling\",\"old\":0,\"value\":100}}");
    refuse("PUT /sysctls/dev.hn.0.colour", 404, "not-found", "unknown oid 'dev.hn.0.colour'");
    refuse("GET /sysctls?prefix=dev.hn.9", 404, "not-found", "unknown oid 'dev.hn.9'");
    refuse(
        "PUT /sysctls/dev.hn.0.vf", 409, "not-permitted", "dev.hn.0.vf=x: EPERM: it is read-only");
    refuse(
        "PUT /sysctls/dev.hn.0.sched_tx",
        400,
        "invalid-value",
        "dev.hn.0.sched_tx=x: EINVAL: must be 0 to 1");
  }

  private void refuse(String place, int status, String code, String detail) {
    node.raw(
        place,
        status,
        "{\"type\":\"/problems/%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}"
            .formatted(code, status, code, detail));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private int run(String... arguments) {
    return terminal.run(Terminal.reaching(node.url(), "secret"), arguments);
  }

  private void prints(String wanted, String... arguments) {
    assertEquals(0, run(arguments), terminal.err());
    assertEquals(wanted, terminal.out());
    assertEquals("", terminal.err());
  }

  @Test
  void printsAsSysctlDoes() {
    var tree =
        """
        dev.hn.0.%desc: a:hn0
        dev.hn.0.vf:\s
        dev.hn.0.polling: 0
        dev.hn.0.tso_max: 62762
        """;
    prints(tree, "sysctl", "dev.hn.0");
    prints(tree, "sysctl", "-a");
    prints("a:hn0\n\n0\n62762\n", "sysctl", "-n", "dev.hn.0");
    prints("dev.hn.0.%desc\ndev.hn.0.vf\ndev.hn.0.polling\ndev.hn.0.tso_max\n", "sysctl", "-aN");
    prints(
        """
        dev.hn.0.%desc: the NIC
        dev.hn.0.vf: the VF
        dev.hn.0.polling: polls (effect: none: it interrupts)
        dev.hn.0.tso_max: longest super-frame, bytes
        """,
        "sysctl", "-d", "dev.hn.0");
    prints("dev.hn.0.polling: 0 -> 100\n", "sysctl", "dev.hn.0.polling=100");
    prints("0 -> 100\n", "sysctl", "-n", "dev.hn.0.polling=100");
    assertEquals("PUT /sysctls/dev.hn.0.polling {\"value\":\"100\"}", node.requests.getLast());
  }

  @Test
  void answersEveryAssignmentAndEndsWithTheFirstFailure() {
    assertEquals(
        4,
        run(
            "sysctl",
            "dev.hn.0.colour=red",
            "dev.hn.0.polling=100",
            "dev.hn.0.vf=x",
            "dev.hn.0.sched_tx=x"));
    assertEquals("dev.hn.0.polling: 0 -> 100\n", terminal.out());
    assertEquals(
        """
        sysctl: unknown oid 'dev.hn.0.colour'
        sysctl: dev.hn.0.vf=x: EPERM: it is read-only
        sysctl: dev.hn.0.sched_tx=x: EINVAL: must be 0 to 1
        """,
        terminal.err());
    assertEquals(5, run("sysctl", "dev.hn.0.vf=x"));
    assertEquals(3, run("sysctl", "dev.hn.0.sched_tx=x", "dev.hn.0.vf=x"));
    assertEquals(4, run("sysctl", "dev.hn.9"));
    assertEquals("sysctl: unknown oid 'dev.hn.9'\n", terminal.err());
  }

  @Test
  void givesJson() {
    assertEquals(0, run("sysctl", "dev.hn.0", "dev.hn.0.polling=100", "-o", "json"));
    var array = terminal.array();
    assertEquals(5, array.size());
    assertEquals("none: it interrupts", array.getJsonObject(2).getString("effect"));
    assertEquals(100, array.getJsonObject(4).getInteger("value"));
    assertEquals(0, run("sysctl", "-a", "-o", "name"));
    assertTrue(terminal.out().startsWith("dev.hn.0.%desc\n"), terminal.out());
  }

  @Test
  void notesAReplacedValue() {
    node.on(
        "PUT /sysctls/hw.hn.vf_xpnt_attwait",
        "{\"name\":\"hw.hn.vf_xpnt_attwait\",\"old\":3,\"value\":2,"
            + "\"note\":\"1 is replaced by 2: it is the minimum\"}");
    assertEquals(0, run("sysctl", "hw.hn.vf_xpnt_attwait=1"));
    assertEquals("hw.hn.vf_xpnt_attwait: 3 -> 2\n", terminal.out());
    assertEquals(
        "sysctl: hw.hn.vf_xpnt_attwait: 1 is replaced by 2: it is the minimum\n", terminal.err());
  }

  @Test
  void saysWhichDeviceDoesNotAnswer() {
    node.on(
        "GET /sysctls?prefix=dev.hn",
        "[{\"name\":\"dev.hn.0\",\"problem\":{\"code\":\"peer-timeout\",\"status\":504,"
            + "\"detail\":\"a:hn0 did not answer\"}},"
            + "{\"name\":\"dev.hn.1.vf\",\"value\":\"pf0/vf1\"}]");
    assertEquals(7, run("sysctl", "dev.hn"));
    assertEquals("dev.hn.1.vf: pf0/vf1\n", terminal.out());
    assertEquals("sysctl: dev.hn.0: a:hn0 did not answer\n", terminal.err());
  }

  @Test
  void wantsToKnowWhat() {
    assertEquals(2, run("sysctl"));
    assertEquals(7, run("sysctl", "-a", "--url", "http://127.0.0.1:1"));
  }
}
