package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that other machines can reach: in a network namespace, so that none does. */
class SecurityIT {

  private static final Path TLS = Checkout.ROOT.resolve("web-console/src/test/resources/tls");
  private static final String CERTIFICATE = TLS.resolve("ec.pem").toString();
  private static final String KEY = TLS.resolve("ec.key.pem").toString();
  private static final String LAB = Checkout.ROOT.resolve("docs/scripts/lab.yaml").toString();

  /** One of those in the certificate. */
  private static final String ADDRESS = "192.0.2.7";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** Asks without a token what a viewer may. */
  private static final String STRANGER =
      """
      import sys
      from hnswitch import Hnswitch, Problem
      with Hnswitch(sys.argv[1], int(sys.argv[2]), ca=sys.argv[3]) as node:
          try:
              print(node.request("sys.ping"))
          except Problem as problem:
              print(problem.code)
      """;

  private final Place place = Place.make();
  private final Namespace outside =
      new Namespace("hnit-s" + Long.toString(ProcessHandle.current().pid(), 36));

  @BeforeEach
  void make() {
    Checkout.requireEverything();
    outside.make();
    outside.run("ip", "link", "set", "lo", "up").succeeds();
    outside.run("ip", "address", "add", ADDRESS + "/32", "dev", "lo").succeeds();
  }

  @AfterEach
  void remove() {
    outside.remove();
    place.close();
  }

  private List<String> inside(String... command) {
    return Running.with(List.of("ip", "netns", "exec", outside.name()), command);
  }

  private List<String> hnswitch(String... arguments) {
    return Running.with(
        inside(Checkout.hnswitch(place.temporary()).toArray(String[]::new)), arguments);
  }

  private Finished run(List<String> command) {
    try (var running = Running.start(place.root(), place.environment(), command)) {
      return running.finish(BOUND);
    }
  }

  @Test
  void servesOtherMachinesByTlsAndWhoTheyAreOnly() {
    var ready = place.root().resolve("ready.json");
    var node =
        hnswitch(
            "run",
            LAB,
            "--listen",
            "0.0.0.0:0",
            "--tcp-listen",
            ADDRESS + ":0",
            "--tls-cert",
            CERTIFICATE,
            "--tls-key",
            KEY,
            "--allow-host",
            "lab.example.org",
            "--ready-file",
            ready.toString());
    try (var running = Running.start(place.root(), place.environment(), node)) {
      running.awaitOut(START, line -> line.startsWith("ready in "));
      var self = new JsonObject(place.read("ready.json"));
      var port = self.getString("url").replaceFirst("https://lab.example.org:", "");
      assertTrue(port.matches("[0-9]+"), self::encode);
      // The verbs of this machine know the node's certificate from the node.
      run(hnswitch("whoami")).succeeds();
      assertEquals("401", status("https://" + ADDRESS + ":" + port, "unused"));
      assertEquals("200", status("https://" + ADDRESS + ":" + port, self.getString("token")));
      var named = "https://lab.example.org:" + port;
      var resolve = "lab.example.org:" + port + ":" + ADDRESS;
      assertEquals("200", status(named, self.getString("token"), "--resolve", resolve));
      var rebound = "https://" + ADDRESS + ":" + port;
      assertEquals("403", status(rebound, self.getString("token"), "-HHost: evil.example"));
      var tcp = self.getString("tcp").split(":");
      var stranger = place.write("stranger.py", STRANGER).toString();
      var said = run(inside("env", CLIENTS, "python3", stranger, tcp[0], tcp[1], CERTIFICATE));
      assertEquals("unauthenticated", said.succeeds().out().strip());
      running.signal("INT");
      running.finish(BOUND).succeeds();
    }
  }

  private static final String CLIENTS =
      "PYTHONPATH=" + Checkout.ROOT.resolve("web-console/src/main/resources/webroot/clients");

  private String status(String url, String token, String... more) {
    var curl =
        Running.with(
            inside("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", CERTIFICATE),
            more);
    return run(Running.with(curl, "-HAuthorization: Bearer " + token, url + "/api/v1/nics"))
        .succeeds()
        .out();
  }

  @Test
  void warnsLoudlyWhenItIsForcedToListenWithoutTls() {
    var node = hnswitch("run", LAB, "-q", "--listen", ADDRESS + ":0", "--insecure-listen");
    try (var running = Running.start(place.root(), place.environment(), node)) {
      running.awaitOut(START, line -> line.contains("http://" + ADDRESS + ":"));
      running.signal("INT");
      var said = running.finish(BOUND).succeeds();
      assertTrue(said.err().contains("WARNING: listening on " + ADDRESS), said::toString);
    }
  }
}
