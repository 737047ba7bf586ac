package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Request;
import io.hnswitch.lab.LabSpec;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an operation is answered, on two nodes: left has sw0, pf0 and a, right the others. */
class OperationReachTest {

  private static final LabSpec LAB =
      Labs.parse(
          """
          apiVersion: hnswitch/v1
          kind: Lab
          metadata: { name: two }
          spec:
            switches: { sw0: { place: left }, sw1: { place: right } }
            adapters: { pf0: { switch: sw0 }, pf1: { switch: sw1 } }
            links: { core: { endpoints: [pf0, pf1] } }
            guests:
              a: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.1/24 } } } } }
              b: { nics: { hn0: { switch: sw1, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
            flows: { f1: { from: "b:hn0", to: "a:hn0" } }
          """);

  private static OperationReach reach(String operation, String body) {
    return OperationReach.of(
        Request.of(Operations.get(operation), new JsonObject(body), Caller.UNKNOWN), LAB);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nic.get|{\"nic\":\"a:hn0\"}|left",
        "nic.up|{\"nic\":\"b:hn0\"}|right",
        "nic.up|{\"nic\":\"pf1/vf0\"}|right",
        "vf.attach|{\"nic\":\"b:hn0\"}|right",
        "vf.get|{\"vf\":\"pf0/vf1\"}|left",
        "switch.fdb|{\"switch\":\"sw1\"}|right",
        "adapter.get|{\"adapter\":\"pf1\"}|right",
        "flow.start|{\"from\":\"b:hn0\",\"to\":\"a:hn0\"}|right",
        "flow.stop|{\"id\":\"f1\"}|right",
        "capture.start|{\"at\":\"b:hn0\"}|right",
        "capture.start|{\"at\":[\"pf1\",\"b:hn0\"]}|right",
        "nic.sysctl|{\"nic\":\"b:hn0\"}|right"
      })
  void isTheNodeThatHasTheDevice(String operation, String body, String node) {
    assertEquals(
        node,
        switch (reach(operation, body)) {
          case OperationReach.Node(var name, _) -> name;
          case OperationReach other -> other.toString();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lab.apply|{\"text\":\"x\"}|Leader",
        "lab.undo|{}|Leader",
        "nic.sysctl-set|{\"name\":\"hw.hn.vf_xpnt_attwait\",\"value\":\"3\"}|Leader",
        "nic.sysctl-set|{\"name\":\"dev.hn.0.tx_chimney\",\"value\":\"3\"}|Here",
        "nic.list|{}|All",
        "ledger.get|{}|All",
        "capture.stop|{\"id\":\"c1\"}|Whoever",
        "flow.get|{\"id\":\"f9\"}|Whoever",
        "lab.export|{}|Here",
        "nic.get|{\"nic\":\"nobody:hn0\"}|Here",
        "nic.get|{\"nic\":\"nonsense\"}|Here",
        "cluster.members|{}|Here"
      })
  void isNotAboutOneNode(String operation, String body, String kind) {
    assertEquals(kind + "[]", reach(operation, body).toString());
  }

  /** What is listed is listed of all nodes. */
  @Test
  void asksAllForEveryListOfDevices() {
    var here = Set.of("lab", "guest", "audit", "token", "user", "script", "event");
    for (Operation operation : Operations.all()) {
      if (operation.name().endsWith(".list") && !here.contains(operation.noun())) {
        assertEquals("All[]", reach(operation.name(), "{}").toString(), operation.name());
      }
    }
  }
}
