package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.testing.LabHarness;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleVerticleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LabHarness harness = LabHarness.withOtherLoops();

  @AfterEach
  void close() {
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "example.org", ""})
  void refusesToListenWhereOthersCanReachIt(String host) {
    var failure = assertThrows(ConsoleException.class, () -> deploy(host, 0));
    assertEquals(ConsoleError.NOT_LOOPBACK, failure.error());
    assertTrue(
        failure.getMessage().startsWith("refusing to listen on " + host + ": "),
        failure.getMessage());
  }

  @Test
  void saysThatThePortIsInUse() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      var failure = assertThrows(ConsoleException.class, () -> deploy("127.0.0.1", port));
      assertEquals(ConsoleError.PORT_IN_USE, failure.error());
      assertEquals("port " + port + " on 127.0.0.1 is in use", failure.getMessage());
    }
  }

  @Test
  void leavesNothingBehindWhenItCannotListen() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThrows(ConsoleException.class, () -> deploy("127.0.0.1", other.getLocalPort()));
    }
    deploy("127.0.0.1", 0);
    assertEquals(1, harness.vertx().deploymentIDs().size());
  }

  @Test
  void givesThePortBackWhenItIsUndeployed() throws IOException {
    var console = deploy("127.0.0.1", 0);
    int port = console.actualPort();
    harness.undeploy(console);
    // Vert.x says that a server is closed up to a millisecond before its socket is.
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isFree(port)) {
      assertTrue(System.nanoTime() - end < 0, "port " + port + " is in use");
      Thread.onSpinWait();
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (var next = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return next.getLocalPort() == port;
    } catch (BindException e) {
      return false;
    }
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConsoleSettings("127.0.0.1", 65_536, ConsoleHarness.TOKEN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConsoleSettings("127.0.0.1", -1, ConsoleHarness.TOKEN));
    assertThrows(
        IllegalArgumentException.class, () -> new ConsoleSettings("127.0.0.1", 0, "short"));
  }

  @Test
  void keepsTheTokenOutOfLogs() {
    var text = new ConsoleSettings("127.0.0.1", 0, ConsoleHarness.TOKEN).toString();
    assertFalse(text.contains(ConsoleHarness.TOKEN), text);
  }

  @Test
  void isNotReadyBeforeTheLabAnswers() {
    try (var console = new ConsoleHarness()) {
      var ready = console.stranger(HttpMethod.GET, "/health/ready");
      assertEquals(200, console.await(ready.send()).statusCode());
    }
    int port = deploy("localhost", 0).actualPort();
    var client = harness.vertx().createHttpClient();
    var status =
        client
            .request(HttpMethod.GET, port, "127.0.0.1", "/health/ready")
            .compose(request -> request.send())
            .map(response -> response.statusCode());
    assertEquals(503, harness.await(status));
  }

  @Test
  void answersWhileTheLabIsBusy() throws Exception {
    int port = deploy("127.0.0.1", 0).actualPort();
    var answered = new CountDownLatch(1);
    harness.context().runOnContext(ignored -> waitFor(answered));
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/openapi.json");
      var request =
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + ConsoleHarness.TOKEN)
              .timeout(Duration.ofSeconds(10))
              .build();
      assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    } finally {
      answered.countDown();
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ConsoleVerticle deploy(String host, int port) {
    return harness.deploy(
        new ConsoleVerticle(harness.lab(), new ConsoleSettings(host, port, ConsoleHarness.TOKEN)));
  }
}
