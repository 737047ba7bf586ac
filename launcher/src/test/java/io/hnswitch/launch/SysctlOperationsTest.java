package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.hnswitch.control.LabEvent;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.HwSysctls;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree by the event bus. */
class SysctlOperationsTest {

  private static final String TRANSPARENT =
      Labs.TWO.replace("spec:\n", "spec:\n  tunables: { hw.hn.vf_transparent: 1 }\n");

  private final LabHarness harness = new LabHarness();
  private final FakeDevices devices = new FakeDevices(harness.lab());
  private final List<LabEvent> events = new ArrayList<>();

  @BeforeEach
  void deploy() {
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
    apply(TRANSPARENT);
    harness.onLoop(() -> harness.bus().onEvents(this::heard));
    devices.log.clear();
  }

  private void heard(LabEvent event) {
    if (event.type().equals("hnswitch.sysctl.changed")) {
      events.add(event);
    }
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private Object ask(String operation, JsonObject request) {
    return harness.ask(operation, request).getValue("data");
  }

  private void apply(String lab) {
    ask("lab.apply", new JsonObject().put("text", lab));
  }

  private String export() {
    return ((JsonObject) ask("lab.export", new JsonObject())).getString("text");
  }

  private List<JsonObject> read(String... members) {
    return Printer.objects((JsonArray) ask("nic.sysctl", request(members)));
  }

  private List<String> names(String... members) {
    return read(members).stream().map(node -> node.getString("name")).toList();
  }

  private JsonObject one(String name) {
    return read("name", name).getFirst();
  }

  private JsonObject set(String name, Object value) {
    return (JsonObject)
        ask("nic.sysctl-set", new JsonObject().put("name", name).put("value", value));
  }

  private static JsonObject request(String... members) {
    var json = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      json.put(members[i], members[i + 1]);
    }
    return json;
  }

  private Problem refusal(String operation, JsonObject request) {
    var failure = assertThrows(ReplyException.class, () -> ask(operation, request));
    var problem = Problem.parse(failure.getMessage()).orElseThrow();
    assertEquals(problem.status(), failure.failureCode());
    return problem;
  }

  @Test
  void givesTheWholeTreeWithEveryMeaning() {
    var nodes = read();
    int device = DeviceSysctls.list().size() - 1;
    assertEquals(HwSysctls.list().size() + 2 * device, nodes.size());
    for (var node : nodes) {
      assertTrue(node.getValue("value") != null, node.encode());
      assertFalse(node.getString("description").isEmpty(), node.encode());
      assertTrue(
          List.of("rd", "rdtun", "rwtun", "rw", "counter").contains(node.getString("access")),
          node.encode());
    }
  }

  @Test
  void saysWhatHasNoEffect() {
    assertEquals("none: there are no transmit tasks", one("dev.hn.0.sched_tx").getString("effect"));
    assertNull(one("hw.hn.vf_transparent").getString("effect"));
  }

  @Test
  void describesAName() {
    assertEquals(
        new JsonObject()
            .put("name", "hw.hn.vf_xpnt_attwait")
            .put("value", 2L)
            .put("type", "int")
            .put("access", "rwtun")
            .put("description", "seconds between a VF's attach and its use, 2 at least")
            .put("default", 2L)
            .put("allowed", "-2147483648 to 86400"),
        one("hw.hn.vf_xpnt_attwait"));
  }

  @Test
  void givesParts() {
    assertEquals(List.of("hw.hn.vf_transparent"), names("name", "hw.hn.vf_transparent"));
    assertEquals(
        List.of("dev.hn.1.tx.0.packets", "dev.hn.1.tx.0.sends", "dev.hn.1.tx.0.oactive"),
        names("prefix", "dev.hn.1.tx"));
    assertEquals(HwSysctls.list().size(), names("prefix", "hw").size());
    assertTrue(names("nic", "b:hn0").stream().allMatch(name -> name.startsWith("dev.hn.1.")));
    assertEquals(List.of("dev.hn.1.polling"), names("nic", "b:hn0", "prefix", "dev.hn.1.polling"));
  }

  @Test
  void mapsNumbersToIds() {
    assertEquals("a:hn0", one("dev.hn.0.%desc").getString("value"));
    assertEquals("b:hn0", one("dev.hn.1.%desc").getString("value"));
  }

  @Test
  void keepsANumberWhenAnotherNicLeaves() {
    apply(
        TRANSPARENT
            .replaceFirst("(?s)    a:\n.*?attach: true \\} \\}\n", "")
            .replaceFirst("(?s)  flows:.*", ""));
    assertEquals("b:hn0", one("dev.hn.1.%desc").getString("value"));
    assertEquals(404, refusal("nic.sysctl", request("prefix", "dev.hn.0")).status());
    apply(TRANSPARENT);
    assertEquals("a:hn0", one("dev.hn.0.%desc").getString("value"));
  }

  // holds: S1, S13
  @Test
  void listsVfsAndTheirPairs() {
    assertEquals("", one("hw.hn.vflist").getString("value"));
    devices.paired.put(new NicId("a", "hn0"), new VfId("pf0", 0));
    devices.paired.put(new NicId("b", "hn0"), new VfId("pf0", 1));
    assertEquals("pf0/vf0 pf0/vf1", one("hw.hn.vflist").getString("value"));
    assertEquals("pf0/vf0:a:hn0 pf0/vf1:b:hn0", one("hw.hn.vfmap").getString("value"));
  }

  // holds: S102
  @Test
  void hasTheNamesOfTheMode() {
    assertEquals(0, one("dev.hn.0.vf_xpnt_enabled").getInteger("value"));
    assertEquals(404, refusal("nic.sysctl", request("name", "dev.hn.0.rxvf")).status());
    apply(Labs.TWO);
    assertEquals("0", one("dev.hn.0.rxvf").getString("value"));
    assertEquals(404, refusal("nic.sysctl", request("name", "dev.hn.0.vf_xpnt_enabled")).status());
  }

  @Test
  void listsADeviceThatDoesNotAnswerWithTheReason() {
    devices.failing.add("a:hn0 ReadSysctls[]");
    var node = read("prefix", "dev.hn").getFirst();
    assertEquals("dev.hn.0", node.getString("name"));
    assertEquals("state-conflict", node.getJsonObject("problem").getString("code"));
    assertTrue(names("prefix", "dev.hn").contains("dev.hn.1.polling"));
  }

  @Test
  void changesTheAttachWaitWhileItRuns() {
    var answer = set("hw.hn.vf_xpnt_attwait", 5);
    assertEquals(
        new JsonObject().put("name", "hw.hn.vf_xpnt_attwait").put("old", 2L).put("value", 5L),
        answer);
    assertEquals(List.of("pairing SetAttachWait[seconds=5]"), devices.log);
    assertEquals(5, one("hw.hn.vf_xpnt_attwait").getInteger("value"));
    assertTrue(export().contains("hw.hn.vf_xpnt_attwait: 5"), export());
    harness.settle();
    assertEquals(
        List.of(
            new LabEvent(
                "hnswitch.sysctl.changed",
                "hw.hn.vf_xpnt_attwait",
                Map.of("from", "2", "to", "5"))),
        events);
  }

  // holds: C20
  @Test
  void clampsAnAttachWaitThatIsTooShort() {
    set("hw.hn.vf_xpnt_attwait", "9");
    var answer = set("hw.hn.vf_xpnt_attwait", "1");
    assertEquals(2, answer.getInteger("value"));
    assertEquals("1 is replaced by 2: it is the minimum", answer.getString("note"));
    assertEquals("pairing SetAttachWait[seconds=2]", devices.log.getLast());
    assertFalse(export().contains("attwait"), "it is the default again");
  }

  @Test
  void recreatesNothingForATunableThatIsReadAgain() {
    set("hw.hn.udpcs_fixup_mtu", 900);
    apply(
        TRANSPARENT.replace(
            "hw.hn.vf_transparent: 1",
            "hw.hn.vf_transparent: 1, hw.hn.vf_xpnt_attwait: 4, hw.hn.udpcs_fixup_mtu: 800"));
    assertEquals(List.of("pairing SetAttachWait[seconds=4]"), devices.log);
    assertEquals(800, one("hw.hn.udpcs_fixup_mtu").getInteger("value"));
  }

  @Test
  void changesNothingWhenPairingRefuses() {
    devices.failing.add("pairing SetAttachWait[seconds=7]");
    var refused = refusal("nic.sysctl-set", request("name", "hw.hn.vf_xpnt_attwait", "value", "7"));
    assertEquals(409, refused.status());
    assertEquals(2, one("hw.hn.vf_xpnt_attwait").getInteger("value"));
  }

  @Test
  void writesToADevice() {
    var answer = set("dev.hn.1.polling", "1000");
    assertEquals(0, answer.getInteger("old"));
    assertEquals(1000, answer.getInteger("value"));
    assertEquals("b:hn0", answer.getString("nic"));
    assertEquals(1000, one("dev.hn.1.polling").getInteger("value"));
    assertEquals(0, one("dev.hn.0.polling").getInteger("value"));
    harness.settle();
    assertEquals("dev.hn.1.polling", events.getFirst().subject());
    assertEquals(Map.of("from", "0", "to", "1000", "nic", "b:hn0"), events.getFirst().data());
  }

  @Test
  void zeroesTheModulesCounter() {
    assertEquals(0, set("hw.hn.udpcs_fixup", "anything").getInteger("value"));
    assertEquals(List.of(), events);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hw.hn.vf_transparant | 1 | 404 | unknown oid 'hw.hn.vf_transparant'"
            + " (did you mean 'hw.hn.vf_transparent'?)",
        "dev.hn.00.polling | 1 | 404 | unknown oid 'dev.hn.00.polling'",
        "dev.hn.7.polling | 1 | 404 | unknown oid 'dev.hn.7.polling'",
        "dev.hn.0.poling | 1 | 404 | unknown oid 'dev.hn.0.poling'"
            + " (did you mean 'dev.hn.0.polling'?)",
        "dev.hn.0.tx.1.packets | 1 | 404 | unknown oid 'dev.hn.0.tx.1.packets'",
        "kern.hostname | x | 404 | unknown oid 'kern.hostname'",
        "hw.hn.vflist | x | 409 | hw.hn.vflist=x: EPERM: it is read-only",
        "dev.hn.0.%desc | x | 409 | dev.hn.0.%desc=x: EPERM: it is read-only",
        "dev.hn.0.txdesc_cnt | 1 | 409 | dev.hn.0.txdesc_cnt=1: EPERM: it is read-only",
        "hw.hn.vf_transparent | 0 | 409 | hw.hn.vf_transparent=0: EPERM: the driver reads it when"
            + " it starts: set it in the lab file, in spec.tunables",
        "hw.hn.vf_xpnt_attwait | 86401 | 400 | hw.hn.vf_xpnt_attwait=86401: EINVAL:"
            + " must be -2147483648 to 86400",
        "hw.hn.udpcs_fixup_mtu | big | 400 | hw.hn.udpcs_fixup_mtu=big: EINVAL: must be 0 to 65535",
        "dev.hn.0.polling | 5 | 400 | dev.hn.0.polling=5: EINVAL: must be 0 or 100 to 1000000",
      })
  void refusesWithTheReason(String name, String value, int status, String detail) {
    var problem = refusal("nic.sysctl-set", request("name", name, "value", value));
    assertEquals(status, problem.status());
    if (status == 404 && !detail.contains("did you")) {
      assertTrue(problem.detail().startsWith(detail), problem.detail());
    } else {
      assertEquals(detail, problem.detail());
    }
    harness.settle();
    assertEquals(List.of(), events);
    assertEquals(List.of(), devices.log);
  }

  @Test
  void refusesToReadWhatIsNotThere() {
    assertEquals(
        "unknown oid 'hw.hn.vf_list' (did you mean 'hw.hn.vflist'?)",
        refusal("nic.sysctl", request("name", "hw.hn.vf_list")).detail());
    assertEquals(404, refusal("nic.sysctl", request("prefix", "hw.h")).status());
    assertEquals(404, refusal("nic.sysctl", request("nic", "z:hn0")).status());
    assertEquals(
        404, refusal("nic.sysctl", request("nic", "a:hn0", "name", "hw.hn.vflist")).status());
    assertEquals(400, refusal("nic.sysctl-set", request("name", "hw.hn.vflist")).status());
  }
}
