package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was captured is replayed, captured again, and is the same, on either path. */
class ReplayIT {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private Place place;
  private NetnsLab lab;
  private NodeProcess node;
  private Cli cli;

  @BeforeEach
  void start() throws IOException {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    cli = new Cli(place);
    var pcaps = Files.createDirectories(place.root().resolve("pcaps"));
    var file = place.write("lab.yaml", lab.yaml());
    node =
        NodeProcess.start(
            place,
            Checkout.hnswitch(place.temporary()),
            "--pcap-dir",
            pcaps.toString(),
            file.toString());
  }

  @AfterEach
  void stop() {
    try (var ended = node;
        var removed = lab;
        var gone = place) {
      ended.rest().quietLedger();
      ended.stop();
      assertTrue(!removed.blue().exists());
      assertEquals(List.of(), gone.leftovers());
    }
  }

  private void capture(String id, String nic) {
    node.rest()
        .post("/captures", new JsonObject().put("id", id).put("at", new JsonArray(List.of(nic))));
  }

  private List<JsonObject> frames(String id) {
    return node.rest().get("/captures/" + id + "/frames?max=1000").getJsonArray("frames").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static List<String> bytes(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.getString("bytes")).toList();
  }

  private String replaying(String file) {
    return lab.yaml()
        + "    p: { nics: { hn0: { endpoint: { pcap: { file: %s, rate: 2000pps, auto: false } } } } }\n"
            .formatted(file);
  }

  private String refused(String file) {
    return cli.run("apply", place.write("bad.yaml", replaying(file)).toString()).err();
  }

  @Test
  void givesTheSameFramesOnEitherPath() {
    capture("first", "blue:hn0");
    lab.blue()
        .run("ping", "-q", "-c", "50", "-i", "0.002", "-s", "300", NetnsLab.GREEN_V4)
        .succeeds();
    var file = place.root().resolve("pcaps/ping.pcapng");
    cli.run("capture", "save", "first", file.toString()).succeeds();
    var saved = bytes(frames("first"));
    assertTrue(saved.size() >= 100, "" + saved.size());

    assertTrue(refused("../secret").contains("must be a path below"));

    cli.run("apply", place.write("replay.yaml", replaying("ping.pcapng")).toString()).succeeds();
    var rest = node.rest();
    for (var path : List.of("synthetic", "vf")) {
      if (path.equals("vf")) {
        rest.attach("p:hn0");
      }
      capture(path, "p:hn0");
      rest.post("/nics/p:hn0/actions/start-replay", new JsonObject());
      var sent =
          Eventually.look(
              BOUND,
              () ->
                  frames(path).stream()
                      .filter(frame -> frame.getString("direction").equals("tx"))
                      .toList(),
              frames -> frames.size() == saved.size());
      assertEquals(saved, bytes(sent));
      assertTrue(sent.stream().allMatch(frame -> frame.getString("path").equals(path)));
    }
    var endpoint =
        rest.list("/endpoints").stream()
            .filter(one -> one.getString("nic").equals("p:hn0"))
            .findFirst()
            .orElseThrow();
    assertEquals("pcap", endpoint.getString("kind"));
    assertEquals(2L * saved.size(), endpoint.getJsonObject("counters").getLong("sent"));
  }
}
