package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node that runs was configured, by the command line and so by REST. */
class ConfigFacesTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    return Main.commandLine(Map.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void tellsWhatTheNodeWasToldAndByWhom() {
    var settings = RunVerb.settings(Map.of("HNSWITCH_LOG_FORMAT", "json"), List.of());
    var node =
        Node.start(
            "test",
            new Node.Faces(
                Listen.parse("127.0.0.1:0"),
                Optional.empty(),
                folder.resolve("cache"),
                folder.resolve("tokens.json")),
            LabStart.of(LabSpec.empty("none")).with(ConfigJson.of(settings)),
            one -> new RealDevices(one, new Taps(folder.resolve("taps"))));
    try {
      var with = List.of("--url", node.url(), "--token", node.token());
      var show = new ArrayList<>(List.of("config", "show", "--origin"));
      show.addAll(with);
      assertEquals(0, run(show.toArray(String[]::new)), err::toString);
      assertEquals(
          "KEY         VALUE  ORIGIN\nlog-format  json   environment HNSWITCH_LOG_FORMAT\n",
          out.toString());
      show.addAll(List.of("--effective", "-o", "json"));
      assertEquals(0, run(show.toArray(String[]::new)), err::toString);
      assertTrue(new JsonArray(out.toString()).size() > 6, out::toString);
    } finally {
      node.stop();
    }
  }
}
