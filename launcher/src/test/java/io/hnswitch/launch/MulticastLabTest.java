package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.LabEvent;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.testing.GroupFrames;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multicast between guests of two switches with a wire between them, on every path. */
class MulticastLabTest {

  private static final Duration SETTLING = Duration.ofSeconds(6);
  private static final String GROUP = "239.1.2.3";
  private static final String OTHER = "239.1.2.4";

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: multicast }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches:
          left: { multicast: { querier: true, query-interval: 10s, response: 1s, last-member: 500ms } }
          right: { multicast: { snooping: true } }
        adapters: { pf0: { switch: left }, pf1: { switch: right } }
        links: { core: { endpoints: [pf0, pf1] } }
        guests:
          a: { nics: { hn0: { switch: left, mac: "00:15:5d:00:00:0a", vf: { adapter: pf0, attach: false } } } }
          b: { nics: { hn0: { switch: left, mac: "00:15:5d:00:00:0b", vf: { adapter: pf0, attach: false } } } }
          c: { nics: { hn0: { switch: right, mac: "00:15:5d:00:00:0c", vf: { adapter: pf1, attach: false } } } }
          d: { nics: { hn0: { switch: right, mac: "00:15:5d:00:00:0d", vf: { adapter: pf1, attach: false } } } }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;
  private final Map<String, Station> stations = new HashMap<>();
  private final List<LabEvent> events = new ArrayList<>();

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.harness().onLoop(() -> lab.harness().bus().onEvents(events::add));
    for (var guest : List.of("a", "b", "c", "d")) {
      var nic = NicId.parse(guest + ":hn0");
      var station = new Station(lab.harness().lab(), nic, new MacAddress(mac(guest)));
      stations.put(guest, lab.harness().deploy(station));
    }
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private static long mac(String guest) {
    return 0x0015_5d00_0000L | Integer.parseInt(guest, 16);
  }

  private void send(String guest, byte[]... frames) {
    lab.harness()
        .onLoop(
            () -> {
              stations.get(guest).send(frames);
              return null;
            });
    lab.elapse(Duration.ofMillis(1));
  }

  /** Who gets a datagram to a group from somebody. */
  private String reach(String from, String group) {
    for (var each : stations.values()) {
      lab.harness().onLoop(() -> each.takeCount(0));
    }
    send(from, GroupFrames.data(mac(from), group));
    var all = new StringBuilder();
    for (var guest : List.of("a", "b", "c", "d")) {
      int count =
          lab.harness().onLoop(() -> stations.get(guest).takeCount(GroupFrames.macOf(group)));
      all.append(guest.repeat(count));
    }
    return all.toString();
  }

  private void vf(String guest, boolean attach) {
    var nic = new JsonObject().put("nic", guest + ":hn0").put("wait", true);
    lab.ask(attach ? "vf.attach" : "vf.detach", nic);
    lab.elapse(Duration.ofMillis(50));
  }

  /** Does something on each combination of paths. */
  private void onEachPath(Runnable action) {
    action.run();
    for (var guest : List.of("a", "c", "b")) {
      vf(guest, true);
      action.run();
    }
    for (var guest : List.of("c", "a", "b")) {
      vf(guest, false);
      action.run();
    }
  }

  private JsonObject groups(String virtualSwitch) {
    return lab.get("switch.groups", "switch", virtualSwitch);
  }

  private String members(String virtualSwitch) {
    return groups(virtualSwitch).getJsonArray("groups").stream()
        .map(JsonObject.class::cast)
        .map(one -> one.getString("group") + "@" + one.getString("port"))
        .toList()
        .toString();
  }

  /** Frames that have gone by the wire from left to right. */
  private long wired() {
    return lab.get("link.get", "link", "core")
        .getJsonArray("ways")
        .getJsonObject(0)
        .getLong("frames");
  }

  @Test
  void goesWhereItWasAskedForOnEveryPathAndOverTheWire() {
    lab.apply(LAB);
    assertEquals("bcd", reach("a", GROUP), "members are not known yet");
    lab.elapse(SETTLING);
    assertEquals("", reach("a", GROUP));
    send("c", GroupFrames.v3Report(mac("c"), GroupFrames.record(4, GROUP)));
    onEachPath(
        () -> {
          assertEquals("[239.1.2.3@pf0]", members("left"));
          assertEquals("[239.1.2.3@c:hn0]", members("right"));
          assertEquals("c", reach("a", GROUP));
          assertEquals("c", reach("d", GROUP));
          assertEquals("", reach("c", GROUP));
          long before = wired();
          assertEquals("", reach("a", OTHER));
          assertEquals(before, wired(), "nobody beyond the wire wants it");
          send("c", GroupFrames.v3Report(mac("c"), GroupFrames.record(4, GROUP)));
        });
    assertEquals("bcd", reach("a", "224.0.0.251"));
    onEachPath(
        () -> {
          send("b", GroupFrames.v2Report(mac("b"), OTHER));
          assertEquals("b", reach("a", OTHER));
          assertEquals("b", reach("d", OTHER));
          send("b", GroupFrames.leave(mac("b"), OTHER));
          lab.elapse(Duration.ofMillis(1200));
          assertEquals("", reach("a", OTHER));
          assertEquals("", reach("d", OTHER));
        });
  }

  @Test
  void membersStayWhileVfsComeAndGoAndAnswer() {
    lab.apply(LAB);
    lab.elapse(SETTLING);
    send("b", GroupFrames.mldReport(mac("b"), "ff0e::42"));
    for (int i = 0; i < 4; i++) {
      vf("b", i % 2 == 0);
      lab.elapse(Duration.ofSeconds(7));
      send("b", GroupFrames.mldReport(mac("b"), "ff0e::42"));
      assertEquals("b", reach("a", "ff0e::42"));
    }
    lab.elapse(Duration.ofSeconds(22));
    assertEquals("", reach("a", "ff0e::42"), "it has not answered for 21 s");
    var told =
        events.stream()
            .filter(event -> event.type().contains(".group-"))
            .filter(event -> event.subject().equals("left"))
            .map(event -> event.type() + " " + event.data().get("cause"))
            .toList();
    assertEquals(
        List.of("hnswitch.switch.group-joined null", "hnswitch.switch.group-left expired"), told);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void explainsWhereAGroupGoes(boolean vf) {
    lab.apply(LAB);
    lab.elapse(SETTLING);
    if (vf) {
      vf("a", true);
    }
    assertEquals("[]", members("left"));
    var nobody = explain(OTHER);
    assertTrue(nobody.contains("nobody has asked for it: to routers"), nobody);
    send("c", GroupFrames.v2Report(mac("c"), GROUP));
    var asked = explain(GROUP);
    assertTrue(asked.contains("to the ports that have asked for it, and to routers"), asked);
    assertTrue(asked.contains("nic c:hn0"), asked);
    assertTrue(!asked.contains("nic d:hn0"), asked);
    assertEquals("[239.1.2.3@pf0]", members("left"), "asking has changed nothing");
  }

  private String explain(String group) {
    var text =
        "udp 10.0.0.1:5 > %s:7 to %s".formatted(group, new MacAddress(GroupFrames.macOf(group)));
    return lab.ask("switch.explain", new JsonObject().put("nic", "a:hn0").put("text", text))
        .getJsonObject("data")
        .encode();
  }

  @Test
  void changesLiveAndGoesBackWithTheLab() {
    lab.apply(LAB.replace("multicast: { snooping: true }", ""));
    lab.elapse(SETTLING);
    assertEquals("cd", reach("a", "224.0.0.9").replace("b", ""));
    send("c", GroupFrames.v2Report(mac("c"), GROUP));
    assertEquals("cd", reach("a", GROUP), "the right one floods");
    lab.apply(LAB);
    lab.elapse(Duration.ofSeconds(11));
    send("c", GroupFrames.v2Report(mac("c"), GROUP));
    lab.elapse(Duration.ofSeconds(2));
    assertEquals("c", reach("a", GROUP));
    var export = lab.ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(export.contains("multicast:") && export.contains("query-interval: 10s"), export);
    lab.ask("lab.undo", new JsonObject());
    assertTrue(!groups("right").getBoolean("snooping"));
    assertEquals("cd", reach("a", GROUP));
  }

  @Test
  void keepsVlansApart() {
    lab.apply(
        LAB.replace("hn0: { switch", "hn0: { vlan: { mode: access, id: 10 }, switch")
            .replace(
                "hn0: { vlan: { mode: access, id: 10 }, switch: left, mac: \"00:15:5d:00:00:0b\"",
                "hn0: { vlan: { mode: access, id: 20 }, switch: left, mac: \"00:15:5d:00:00:0b\""));
    lab.elapse(SETTLING);
    send("b", GroupFrames.v2Report(mac("b"), GROUP));
    send("d", GroupFrames.v2Report(mac("d"), GROUP));
    onEachPath(
        () -> {
          assertEquals("d", reach("a", GROUP));
          assertEquals("", reach("b", GROUP));
          send("b", GroupFrames.v2Report(mac("b"), GROUP));
          send("d", GroupFrames.v2Report(mac("d"), GROUP));
        });
    var vlans =
        groups("left").getJsonArray("groups").stream()
            .map(JsonObject.class::cast)
            .map(one -> one.getInteger("vlan") + "@" + one.getString("port"))
            .toList();
    assertEquals(List.of("10@pf0", "20@b:hn0"), vlans);
  }

  @Test
  void countsWhatIsMalformedAndBelievesItNot() {
    lab.apply(LAB);
    lab.elapse(SETTLING);
    var wrong = GroupFrames.v2Report(mac("b"), GROUP);
    wrong[14 + 24 + 2] ^= 1;
    send("b", wrong);
    assertEquals("[]", members("left"));
    assertEquals(1, groups("left").getJsonObject("counters").getLong("multicast-malformed"));
  }

  @Test
  void saysWhatIsWrongWithItsKeys() {
    for (var wrong :
        List.of(
            "multicast: { response: 20s, query-interval: 10s }",
            "multicast: { robustness: 9 }",
            "multicast: { querier: { address: fd99::1 } }",
            "multicast: { router-ports: [x:hn0] }",
            "multicast: { snoop: true }")) {
      var text = LAB.replace("multicast: { snooping: true }", wrong);
      assertThrows(RuntimeException.class, () -> lab.apply(text), wrong);
    }
  }
}
