package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ports do in a whole lab, with real devices and time moved by hand. */
class PolicyLabTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: policies }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0 } }
        defaults: { nic: { switch: sw0, vlan: { mode: access, id: 10 }, vf: { adapter: pf0, attach: false } } }
        guests:
          a: { nics: { hn0: { mac: "00:15:5d:00:00:0a", endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { mac: "00:15:5d:00:00:0b", endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          c: { nics: { hn0: { mac: "00:15:5d:00:00:0c", vlan: none, endpoint: { host: { ip: 10.0.0.3/24 } } } } }
        flows:
          f: { from: "a:hn0", to: "b:hn0", rate: 500pps, echo: false, udp: 9 }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.apply(LAB);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return lab.ask(operation, request);
  }

  private JsonObject data(String operation, String key, String value) {
    return lab.get(operation, key, value);
  }

  private void set(String nic, String key, String value) {
    ask("nic.set", new JsonObject().put("nic", nic).put(key, value));
  }

  private long received() {
    return data("flow.get", "id", "f").getLong("received");
  }

  private long arrivesIn(Duration time) {
    long before = received();
    lab.elapse(time);
    return received() - before;
  }

  /** Does something on each combination of paths. */
  private void onEachPath(Runnable action) {
    action.run();
    lab.vf("a:hn0", true);
    action.run();
    lab.vf("b:hn0", true);
    action.run();
    lab.vf("a:hn0", false);
    action.run();
    lab.vf("b:hn0", false);
  }

  private String explain(String text) {
    var said =
        ask("switch.explain", new JsonObject().put("nic", "a:hn0").put("text", text))
            .getJsonObject("data");
    return said.getJsonArray("ends").stream()
        .map(JsonObject.class::cast)
        .map(end -> end.getString("what") + " " + end.getString("where"))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Test
  void changesWhatPassesOnEveryPath() {
    onEachPath(
        () -> {
          assertTrue(arrivesIn(Duration.ofSeconds(1)) > 400, "in the same VLAN");
          set("b:hn0", "vlan", "{ mode: access, id: 20 }");
          lab.elapse(SteppedLab.STEP);
          assertEquals(0, arrivesIn(Duration.ofSeconds(1)), "in another VLAN");
          set("b:hn0", "vlan", "{ mode: access, id: 10 }");
          assertTrue(arrivesIn(Duration.ofSeconds(1)) > 400, "in the same VLAN again");
          set("a:hn0", "acl", "[{ direction: outbound, action: deny, protocol: udp }]");
          lab.elapse(SteppedLab.STEP);
          assertEquals(0, arrivesIn(Duration.ofSeconds(1)), "denied");
          set("a:hn0", "acl", "none");
          set("a:hn0", "bandwidth", "{ out: 100Kbit, burst: 64KiB }");
          lab.elapse(Duration.ofSeconds(3));
          // 100 kbit/s are some 24 frames of 512 bytes a second.
          long passed = arrivesIn(Duration.ofSeconds(2));
          assertTrue(passed > 20 && passed < 200, () -> "limited to " + passed);
          set("a:hn0", "bandwidth", "none");
        });
    var dropped = data("nic.policy", "nic", "a:hn0").getJsonObject("droppedFromGuest");
    assertTrue(dropped.getLong("acl-deny") > 400, dropped::encode);
    assertTrue(dropped.getLong("rate-exceeded") > 400, dropped::encode);
  }

  @Test
  void dropsWhatIsTooLongForTheMtuOnEveryPath() {
    lab.apply(LAB.replace("udp: 9", "udp: 9, size: 5000").replace("nic: {", "nic: { mtu: 9000,"));
    onEachPath(
        () -> {
          assertTrue(arrivesIn(Duration.ofSeconds(1)) > 400, "5000 bytes of 9000");
          set("b:hn0", "mtu", "1500");
          lab.elapse(SteppedLab.SETTLING);
          long before = oversize("b:hn0");
          assertEquals(0, arrivesIn(Duration.ofSeconds(1)), "it takes 1500");
          long dropped = oversize("b:hn0") - before;
          assertTrue(dropped > 400, () -> "dropped: " + dropped);
          set("b:hn0", "mtu", "9000");
          lab.elapse(SteppedLab.SETTLING);
        });
  }

  private long oversize(String nic) {
    return data("nic.policy", "nic", nic).getJsonObject("droppedToGuest").getLong("oversize", 0L);
  }

  @Test
  void goesBackWithTheLab() {
    var before = ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    set("a:hn0", "guards", "[mac-spoof, dhcp]");
    set("a:hn0", "storm", "{ broadcast: 5pps }");
    var after = ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(after.contains("guards: [mac-spoof, dhcp]") && after.contains("5pps"), after);
    ask("lab.undo", new JsonObject());
    ask("lab.undo", new JsonObject());
    assertEquals(
        before, ask("lab.export", new JsonObject()).getJsonObject("data").getString("text"));
    assertEquals(
        "none", data("nic.policy", "nic", "a:hn0").getJsonObject("policy").getString("storm"));
  }

  @Test
  void refusesWhatNoPortCanDoAndChangesNothing() {
    var why =
        assertThrows(
            ReplyException.class, () -> set("a:hn0", "acl", "[{ direction: in, action: deny }]"));
    assertTrue(why.getMessage().contains("acl[0].direction must be one of"), why::getMessage);
    assertTrue(arrivesIn(Duration.ofSeconds(1)) > 400, "it goes on");
  }

  @Test
  void explainsWhatItWouldDo() {
    onEachPath(
        () -> {
          var before = ask("ledger.get", new JsonObject()).getJsonObject("data");
          assertEquals("delivered nic b:hn0", explain("udp 10.0.0.1:5 > 10.0.0.2:7"));
          var all = explain("arp 10.0.0.1 > 10.0.0.2");
          assertTrue(all.startsWith("delivered nic b:hn0"), all);
          // c is known to nobody in VLAN 10.
          assertTrue(explain("icmp 10.0.0.1 > 10.0.0.3").startsWith("filtered"), "to c");
          var vlan = explain("icmp 10.0.0.1 > 10.0.0.2 vlan 10");
          assertTrue(vlan.startsWith("dropped port a:hn0") || vlan.startsWith("dropped"), vlan);
          var after = ask("ledger.get", new JsonObject()).getJsonObject("data");
          assertEquals(before.getLong("droppedTotal"), after.getLong("droppedTotal"));
        });
    set("a:hn0", "acl", "[{ name: no-dns, direction: outbound, action: deny, remote-port: 53 }]");
    onEachPath(
        () -> {
          var said =
              ask(
                      "switch.explain",
                      new JsonObject()
                          .put("nic", "a:hn0")
                          .put("text", "udp 10.0.0.1:5 > 10.0.0.2:53"))
                  .getJsonObject("data");
          var steps = said.getJsonArray("steps");
          assertEquals(
              new JsonObject()
                  .put("where", "port a:hn0")
                  .put("check", "acl")
                  .put("verdict", "no-dns: denied"),
              steps.getJsonObject(steps.size() - 1));
          assertEquals("acl-deny", said.getJsonArray("ends").getJsonObject(0).getString("detail"));
        });
  }

  @Test
  void explainsAFrameGivenInHexadecimal() {
    var said =
        ask(
                "switch.explain",
                new JsonObject()
                    .put("nic", "a:hn0")
                    .put("frame", "00155d00000b 00155d00000a 9000 0000"))
            .getJsonObject("data");
    assertEquals("delivered", said.getJsonArray("ends").getJsonObject(0).getString("what"));
  }

  @Test
  void saysWhatIsWrongWithAFrame() {
    for (var wrong :
        new JsonArray()
            .add("tcp 10.0.0.1 >")
            .add("tcp 10.0.0.1 > fd99::1")
            .add("udp 10.0.0.1:99999 > 10.0.0.2:1")
            .add("icmp 10.0.0.1 > 10.9.9.9")
            .add("gre 10.0.0.1 > 10.0.0.2")
            .add("udp 10.0.0.1 > 10.0.0.2 colour red")) {
      var why = assertThrows(ReplyException.class, () -> explain(wrong.toString()));
      assertEquals(400, why.failureCode(), why::getMessage);
      assertTrue(why.getMessage().contains("/text"), why::getMessage);
    }
  }
}
