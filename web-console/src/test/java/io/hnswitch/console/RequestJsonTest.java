package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RequestJsonTest {

  @Test
  void mergesBodyPathAndQuery() {
    var json =
        request("nic.set")
            .body("application/merge-patch+json", "{\"mtu\":1400}")
            .texts(Map.of("nic", "a:hn0").entrySet())
            .texts(Map.of("up", "true").entrySet())
            .json();
    assertEquals(new JsonObject().put("mtu", 1400).put("nic", "a:hn0").put("up", "true"), json);
  }

  @Test
  void acceptsTheSameSaidTwice() {
    var json =
        request("nic.set")
            .body("", "{\"nic\":\"a:hn0\",\"mtu\":1400}")
            .texts(Map.of("nic", "a:hn0", "mtu", "1400").entrySet())
            .json();
    assertEquals("a:hn0", json.getString("nic"));
  }

  @Test
  void refusesDifferentThingsSaidTwice() {
    var problem =
        refused(
            () ->
                request("nic.get")
                    .body("application/json", "{\"nic\":\"b:hn0\"}")
                    .texts(Map.of("nic", "a:hn0").entrySet()));
    assertEquals("/nic", problem.errors().getFirst().pointer());
    assertEquals("nic is given twice: b:hn0 and a:hn0", problem.detail());
  }

  @Test
  void takesYamlForALabFile() {
    var json = request("lab.apply").body("application/yaml; charset=utf-8", "kind: Lab\n").json();
    assertEquals(new JsonObject().put("text", "kind: Lab\n"), json);
  }

  @Test
  void refusesYamlElsewhere() {
    refused(() -> request("nic.set").body("application/yaml", "mtu: 1400\n"));
  }

  @Test
  void refusesFormsAndOtherTypes() {
    var problem =
        refused(() -> request("nic.up").body("application/x-www-form-urlencoded", "up=1"));
    assertTrue(problem.detail().contains("application/json"), problem.detail());
  }

  @Test
  void saysWhereJsonIsMalformed() {
    var error =
        refused(() -> request("nic.set").body("application/json", "{\"mtu\":1400,\n  mtu}"))
            .errors()
            .getFirst();
    assertEquals(2, error.line());
    assertTrue(error.column() > 0);
  }

  @Test
  void refusesJsonThatIsNoObject() {
    refused(() -> request("nic.set").body("application/json", "[1]"));
    refused(() -> request("nic.set").body("application/json", "1"));
    refused(() -> request("nic.set").body("application/json", "null"));
    refused(() -> request("nic.set").body("application/json", "{\"mtu\":1400"));
  }

  @Test
  void acceptsNoBody() {
    assertEquals(new JsonObject(), request("nic.list").body("text/html", " ").json());
  }

  @Test
  void readsTheRevisionOfIfMatch() {
    assertEquals(18L, request("nic.set").ifMatch("\"18\"").json().getValue("ifRevision"));
    assertEquals(new JsonObject(), request("nic.set").ifMatch("*").json());
    assertEquals(new JsonObject(), request("nic.get").ifMatch("\"18\"").json());
    refused(() -> request("nic.set").ifMatch("18"));
    refused(() -> request("nic.set").ifMatch("W/\"18\""));
    refused(() -> request("nic.set").ifMatch("\"9999999999999999999999\""));
  }

  private static RequestJson request(String operation) {
    return new RequestJson(Operations.get(operation));
  }

  private static Problem refused(Executable action) {
    var problem = assertThrows(ProblemException.class, action).problem();
    assertEquals(400, problem.status());
    return problem;
  }
}
