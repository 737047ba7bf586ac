package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree of a node that runs, by REST and by the command line. */
class SysctlFacesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
      """;

  private static TestNode node;
  private static HttpClient http;

  @BeforeAll
  static void start(@TempDir Path folder) {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    node = TestNode.start(folder, LAB);
  }

  @AfterAll
  static void stop() {
    http.close();
    node.close();
  }

  private static HttpResponse<String> rest(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + "/api/v1" + path))
            .header("Authorization", "Bearer " + node.token())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonArray get(String query) {
    var response = rest("GET", "/sysctls" + query, "");
    assertEquals(200, response.statusCode(), response.body());
    return new JsonObject(response.body()).getJsonArray("data");
  }

  @Test
  void readsPartsOverRest() {
    var one = get("?name=hw.hn.vf_transparent").getJsonObject(0);
    assertEquals(1, one.getInteger("value"));
    assertEquals("rdtun", one.getString("access"));
    assertEquals(0, one.getInteger("default"));
    assertEquals(1, get("?prefix=dev.hn.1.nvs_version").size());
    assertEquals("b:hn0", get("?nic=b:hn0").getJsonObject(0).getString("value"));
    assertTrue(get("").size() > 150);
  }

  @Test
  void writesOverRest() {
    var response = rest("PUT", "/sysctls/dev.hn.1.direct_tx_size", "{\"value\":64}");
    assertEquals(200, response.statusCode(), response.body());
    var data = new JsonObject(response.body()).getJsonObject("data");
    assertEquals(128, data.getInteger("old"));
    assertEquals(64, data.getInteger("value"));
    assertEquals(64, get("?name=dev.hn.1.direct_tx_size").getJsonObject(0).getInteger("value"));
  }

  @Test
  void writesByTheCommandLine() {
    assertEquals(0, node.run("sysctl", "dev.hn.0.tx_chimney_size=512", "dev.hn.0.agg_pkts=4"));
    assertTrue(node.out().endsWith("-> 512\ndev.hn.0.agg_pkts: -1 -> 4\n"), node.out());
    assertEquals(0, node.run("sysctl", "-n", "dev.hn.0.agg_pktmax"));
    assertEquals("4\n", node.out());
  }

  @Test
  void keepsARuntimeChangeInTheExport() {
    assertEquals(0, node.run("sysctl", "hw.hn.vf_xpnt_attwait=3"));
    assertEquals("hw.hn.vf_xpnt_attwait: 2 -> 3\n", node.out());
    assertEquals(0, node.run("export"));
    assertTrue(node.out().contains("hw.hn.vf_xpnt_attwait: 3"), node.out());
    assertEquals(0, node.run("sysctl", "hw.hn.vf_xpnt_attwait=0"));
    assertEquals("hw.hn.vf_xpnt_attwait: 3 -> 2\n", node.out());
    assertTrue(node.err().contains("0 is replaced by 2"), node.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hw.hn.colour | red | 404 | 4 | unknown oid 'hw.hn.colour'",
        "dev.hn.5.polling | 0 | 404 | 4 | unknown oid 'dev.hn.5.polling'",
        "dev.hn.0.rxvf | x | 404 | 4 | unknown oid 'dev.hn.0.rxvf'",
        "hw.hn.vfmap | x | 409 | 5 | hw.hn.vfmap=x: EPERM: it is read-only",
        "hw.hn.tso_maxlen | 9 | 409 | 5 | hw.hn.tso_maxlen=9: EPERM: the driver reads it when it"
            + " starts: set it in the lab file, in spec.tunables",
        "dev.hn.0.caps | 0 | 409 | 5 | dev.hn.0.caps=0: EPERM: it is read-only",
        "dev.hn.0.polling | 99 | 400 | 3 | dev.hn.0.polling=99: EINVAL: must be 0 or 100 to"
            + " 1000000",
        "dev.hn.0.tx_chimney_size | 0 | 400 | 3 | dev.hn.0.tx_chimney_size=0: EINVAL: must be 1 to"
            + " 6144",
        "hw.hn.udpcs_fixup_mtu | 65536 | 400 | 3 | hw.hn.udpcs_fixup_mtu=65536: EINVAL: must be 0"
            + " to 65535",
      })
  void refusesWithTheReason(String name, String value, int status, int exit, String detail) {
    var body = new JsonObject().put("value", value).encode();
    var response = rest("PUT", "/sysctls/" + name, body);
    assertEquals(status, response.statusCode());
    var problem = Problem.parse(response.body()).orElseThrow();
    assertTrue(problem.detail().startsWith(detail), problem.detail());
    assertEquals(exit, node.run("sysctl", name + "=" + value));
    assertEquals("sysctl: " + problem.detail() + "\n", node.err());
    assertEquals("", node.out());
  }

  @Test
  void refusesAnIndirectionTableWithOneRing() {
    assertEquals(5, node.run("sysctl", "dev.hn.0.rss_ind=0" + " 0".repeat(127)));
    assertTrue(node.err().endsWith("EOPNOTSUPP: there is one receive ring\n"), node.err());
  }
}
