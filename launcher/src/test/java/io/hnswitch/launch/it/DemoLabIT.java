package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script with the lab that it runs when it is given none. */
class DemoLabIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SCRIPT = Checkout.ROOT.resolve("hnswitch").toString();
  private static final int FLOWS = 3;

  private final Place place = Place.make();

  @BeforeEach
  void require() {
    Checkout.requireEverything();
  }

  @AfterEach
  void remove() {
    place.close();
  }

  private Finished script(String... arguments) {
    return script(Map.of(), arguments);
  }

  private Finished script(Map<String, String> environment, String... arguments) {
    var all = new HashMap<>(place.environment());
    all.putAll(environment);
    try (var running = Running.start(place.root(), all, Running.with(List.of(SCRIPT), arguments))) {
      return running.finish(BOUND);
    }
  }

  @Test
  void showsVfsThatComeAndGoUnderFlows() {
    try (var node = NodeProcess.start(place, List.of(SCRIPT))) {
      var nics = script("get", "nics").succeeds();
      assertTrue(nics.out().contains("a:hn0") && nics.out().contains("c:hn0"), nics::toString);
      for (var kind :
          List.of("vfs", "switches", "adapters", "pairs", "flows", "endpoints", "ledger")) {
        assertTrue(!script("get", kind).succeeds().out().isBlank(), kind);
      }
      assertTrue(script("describe", "nic", "a:hn0").succeeds().out().contains("a:hn0"));

      var attached = script("vf", "attach", "b:hn0", "--wait").succeeds();
      assertTrue(attached.out().contains("vf-active"), attached::toString);
      var detached = script("vf", "detach", "b:hn0", "--wait").succeeds();
      assertTrue(detached.out().contains("synthetic"), detached::toString);

      var flows = new JsonArray(script("get", "flows", "-o", "json").succeeds().out());
      assertEquals(FLOWS, flows.size(), flows::encodePrettily);
      for (int i = 0; i < FLOWS; i++) {
        var flow = flows.getJsonObject(i);
        assertTrue(flow.getLong("received") > 100, flow::encodePrettily);
        assertEquals(0, flow.getLong("lost"), flow::encodePrettily);
        assertEquals(0, flow.getLong("duplicated"), flow::encodePrettily);
        assertEquals(0, flow.getLong("reordered"), flow::encodePrettily);
      }
      node.stop();
    }
    assertEquals(List.of(), place.leftovers());
    assertEquals(
        7, script("get", "nics").exit(), "a node that was stopped must not be found again");
  }

  @Test
  void findsAJdkThatIsRecentEnough() throws IOException {
    var old = place.root().resolve("old-jdk");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    var java = old.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    var found =
        script(
                Map.of("JAVA_HOME", old.toString(), "PATH", java.getParent() + ":/usr/bin:/bin"),
                "--java-home")
            .succeeds();
    var release = Files.readString(Path.of(found.out(), "release"));
    assertTrue(release.matches("(?s).*JAVA_VERSION=\"(2[5-9]|[3-9][0-9]).*"), release);
  }
}
