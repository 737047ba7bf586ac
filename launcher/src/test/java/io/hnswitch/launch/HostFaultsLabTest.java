package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.LabEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are serviced, read nothing for a while, or lose what is said to them. */
class HostFaultsLabTest {

  private static final Duration SETTLING = Duration.ofSeconds(6);

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: faults }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: true } } } }
          b: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        flows:
          f: { from: "a:hn0", to: "b:hn0", rate: 100pps, echo: false, udp: 9 }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;
  private final List<LabEvent> events = new ArrayList<>();

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.harness().onLoop(() -> lab.harness().bus().onEvents(events::add));
    lab.apply(LAB);
    lab.elapse(SETTLING);
    assertEquals("vf", path("a:hn0"));
  }

  @AfterEach
  void stop() {
    lab.ask("fault.clear-all", new JsonObject());
    assertEquals(List.of(), faults());
    var ledger = lab.ask("ledger.get", new JsonObject()).getJsonObject("data");
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encodePrettily);
    lab.close();
  }

  private String path(String nic) {
    return lab.get("nic.get", "nic", nic).getString("path");
  }

  private List<String> faults() {
    JsonArray all = lab.ask("fault.list", new JsonObject()).getJsonArray("data");
    return all.stream()
        .map(JsonObject.class::cast)
        .map(one -> one.getString("operation") + " " + one.getString("object"))
        .toList();
  }

  private void fault(String operation, String request) {
    lab.ask("fault." + operation, new JsonObject(request), Duration.ofMillis(1));
  }

  private long received() {
    return lab.get("flow.get", "id", "f").getLong("received");
  }

  private long arrivesIn(Duration time) {
    long before = received();
    lab.elapse(time);
    return received() - before;
  }

  private List<String> told() {
    return events.stream()
        .filter(event -> event.type().startsWith("hnswitch.nic.fault-"))
        .map(event -> event.type().substring(19) + " " + event.data().get("fault"))
        .toList();
  }

  private static void assertNear(long wanted, long found) {
    assertEquals(wanted, found, 4);
  }

  @Test
  void aHostIsServiced() {
    long revision = lab.ask("lab.get", new JsonObject()).getLong("revision");
    fault("servicing", "{\"nic\":\"a:hn0\"}");
    assertEquals(List.of("fault.servicing a:hn0"), faults());
    lab.elapse(Duration.ofSeconds(2));
    assertEquals("synthetic", path("a:hn0"));
    assertNear(6_000, arrivesIn(Duration.ofSeconds(60)));
    assertEquals("synthetic", path("a:hn0"), "62 of 65 seconds");
    lab.elapse(Duration.ofSeconds(8));
    assertEquals("vf", path("a:hn0"));
    assertEquals(List.of(), faults());
    assertEquals(List.of("began fault.servicing", "ended fault.servicing"), told());
    assertEquals(0, lab.get("flow.get", "id", "f").getLong("lost"));
    assertEquals(revision, lab.ask("lab.get", new JsonObject()).getLong("revision"));
  }

  @Test
  void theHostIsAwayWhileItIsServiced() {
    fault("servicing", "{\"nic\":\"a:hn0\",\"for\":\"10s\",\"pause\":\"3s\"}");
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(List.of("fault.servicing a:hn0", "fault.stall a:hn0"), faults());
    assertEquals(0, arrivesIn(Duration.ofSeconds(1)));
    lab.elapse(Duration.ofSeconds(2));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
    lab.elapse(Duration.ofSeconds(12));
    assertEquals("vf", path("a:hn0"));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
    assertEquals(List.of(), faults());
  }

  @Test
  void endsWithTheOthersAndGivesTheVfBack() {
    fault("servicing", "{\"nic\":\"a:hn0\",\"pause\":\"20s\"}");
    lab.elapse(Duration.ofSeconds(2));
    assertEquals("synthetic", path("a:hn0"));
    lab.ask("fault.clear-all", new JsonObject());
    assertEquals(List.of(), faults());
    lab.elapse(SETTLING);
    assertEquals("vf", path("a:hn0"));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
  }

  @Test
  void aStalledChannelGoesOnWhereItStood() {
    lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0").put("wait", true));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
    fault("stall", "{\"nic\":\"a:hn0\",\"for\":\"2s\"}");
    assertEquals(List.of("fault.stall a:hn0"), faults());
    lab.elapse(SteppedLab.STEP);
    assertEquals(0, arrivesIn(Duration.ofSeconds(1)));
    lab.elapse(Duration.ofMillis(1100));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
    assertEquals(List.of(), faults());
    assertEquals(List.of("began fault.stall", "ended fault.stall"), told());
    assertEquals(0, lab.get("flow.get", "id", "f").getLong("reordered"));
    assertEquals(0, lab.get("flow.get", "id", "f").getLong("duplicated"));
  }

  @Test
  void aVfCarriesOnWhileTheChannelIsStalled() {
    fault("stall", "{\"nic\":\"a:hn0\",\"for\":\"2s\"}");
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
    lab.elapse(Duration.ofSeconds(2));
    lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0").put("wait", true));
    assertEquals("synthetic", path("a:hn0"));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void recoversFromLostControlMessages(int next) {
    lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0").put("wait", true));
    fault("lose-control", "{\"nic\":\"a:hn0\",\"next\":" + next + ",\"for\":\"10m\"}");
    assertEquals(List.of("fault.lose-control a:hn0"), faults());
    lab.ask("vf.attach", new JsonObject().put("nic", "a:hn0"));
    lab.elapse(Duration.ofSeconds(1));
    assertTrue(arrivesIn(Duration.ofSeconds(1)) > 90, "frames are not control messages");
    // The host's answer is waited for for a minute, and what failed is tried again.
    for (int i = 0; i < 10 && !path("a:hn0").equals("vf"); i++) {
      lab.elapse(Duration.ofSeconds(60));
      lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0").put("wait", true));
      lab.ask("vf.attach", new JsonObject().put("nic", "a:hn0"));
      lab.elapse(SETTLING);
    }
    assertEquals("vf", path("a:hn0"));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20%", "50%", "100%"})
  void comesBackWhenControlMessagesAreNoLongerLost(String chance) {
    fault("lose-control", "{\"nic\":\"a:hn0\",\"chance\":\"" + chance + "\",\"for\":\"10m\"}");
    for (int i = 0; i < 2; i++) {
      lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0"));
      lab.elapse(Duration.ofSeconds(40));
      lab.ask("vf.attach", new JsonObject().put("nic", "a:hn0"));
      lab.elapse(Duration.ofSeconds(40));
      assertTrue(arrivesIn(Duration.ofSeconds(1)) > 90, "frames are not control messages");
    }
    var counters = lab.get("nic.get", "nic", "a:hn0").getJsonObject("host");
    assertTrue(counters.getJsonObject("counters").getLong("control-lost") > 0, counters::encode);
    lab.ask("fault.clear-all", new JsonObject());
    lab.elapse(Duration.ofSeconds(70));
    lab.ask("vf.detach", new JsonObject().put("nic", "a:hn0").put("wait", true));
    lab.ask("vf.attach", new JsonObject().put("nic", "a:hn0").put("wait", true));
    assertEquals("vf", path("a:hn0"));
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
  }

  @Test
  void aNicThatIsMadeAnewHasNoFaults() {
    fault("stall", "{\"nic\":\"b:hn0\",\"for\":\"10m\"}");
    lab.apply(
        LAB.replace(
            "b: { nics: { hn0: { switch: sw0,", "b: { nics: { hn0: { channels: 2, switch: sw0,"));
    assertEquals(List.of(), faults());
    lab.elapse(SETTLING);
    assertNear(100, arrivesIn(Duration.ofSeconds(1)));
  }

  @Test
  void refusesWhatIsNoFault() {
    for (var wrong :
        List.of(
            "stall {\"nic\":\"x:hn0\"}",
            "stall {\"nic\":\"a:hn0\",\"for\":\"0s\"}",
            "lose-control {\"nic\":\"a:hn0\"}",
            "lose-control {\"nic\":\"a:hn0\",\"chance\":\"200%\"}",
            "servicing {\"nic\":\"b:hn0\"}",
            "servicing {\"nic\":\"a:hn0\",\"for\":\"1s\",\"pause\":\"1s\"}")) {
      var at = wrong.indexOf(' ');
      assertThrows(
          RuntimeException.class,
          () -> fault(wrong.substring(0, at), wrong.substring(at + 1)),
          wrong);
    }
    fault("stall", "{\"nic\":\"a:hn0\"}");
    assertThrows(RuntimeException.class, () -> fault("stall", "{\"nic\":\"a:hn0\"}"));
  }
}
