package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.lab.LabSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node that runs was configured, by the command line and so by REST. */
class ConfigFacesTest {

  @TempDir private Path folder;

  @Test
  void tellsWhatTheNodeWasToldAndByWhom() {
    var settings = RunVerb.settings(Map.of("HNSWITCH_LOG_FORMAT", "json"), List.of());
    var start = LabStart.of(LabSpec.empty("none")).with(ConfigJson.of(settings));
    try (var node = TestNode.start(folder, start)) {
      assertEquals(0, node.run("config", "show", "--origin", "--url", node.url()), node::err);
      assertEquals(
          "KEY         VALUE  ORIGIN\nlog-format  json   environment HNSWITCH_LOG_FORMAT\n",
          node.out());
      assertEquals(
          0,
          node.run("config", "show", "--effective", "-o", "json", "--url", node.url()),
          node::err);
      assertTrue(node.array().size() > 6, node::out);
    }
  }
}
