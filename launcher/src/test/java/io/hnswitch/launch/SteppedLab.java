package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.api.Operations;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A lab with real devices whose time a test moves by hand, and the operations that run it. */
final class SteppedLab implements AutoCloseable {

  static final Duration STEP = Duration.ofMillis(50);

  /** After what a lab is at rest that was asked to change. */
  static final Duration SETTLING = Duration.ofSeconds(6);

  private static final long PATIENCE_SECONDS = 60;

  private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);

  /**
   * Starts one with nothing in it.
   *
   * @param folder for what TAPs leave
   */
  SteppedLab(Path folder) {
    var devices = new RealDevices(harness.lab(), new Taps(folder.resolve("taps")));
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
  }

  LabHarness harness() {
    return harness;
  }

  void elapse(Duration time) {
    harness.elapse(time);
  }

  /** The answer to an operation; time goes by in steps while it is waited for. */
  JsonObject ask(String operation, JsonObject request) {
    return ask(operation, request, STEP);
  }

  /** As above, with steps of another length. */
  JsonObject ask(String operation, JsonObject request, Duration step) {
    Future<JsonObject> answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(Operations.get(operation).address(), request)
            .map(Message::body);
    until(answer, step);
    return harness.await(answer);
  }

  /** Lets time go by until something is done. */
  void until(Future<?> done) {
    until(done, STEP);
  }

  private void until(Future<?> done, Duration step) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!done.isComplete() && System.nanoTime() < end) {
      harness.settle();
      if (!done.isComplete()) {
        harness.elapse(step);
      }
    }
  }

  void apply(String lab) {
    ask("lab.apply", new JsonObject().put("text", lab));
  }

  /** What an operation says of one object. */
  JsonObject get(String operation, String key, String id) {
    return ask(operation, new JsonObject().put(key, id)).getJsonObject("data");
  }

  /** Gives a NIC a VF, or takes it away; a path of its own is reached before this is done. */
  void vf(String nic, boolean attach) {
    ask(attach ? "vf.attach" : "vf.detach", new JsonObject().put("nic", nic));
    elapse(SETTLING);
    assertEquals(attach ? "vf" : "synthetic", get("nic.get", "nic", nic).getString("path"), nic);
  }

  /** Takes the lab down; every frame must be accounted for. */
  @Override
  public void close() {
    ask("lab.destroy", new JsonObject());
    var total = harness.onLoop(() -> harness.lab().ledger().total());
    assertEquals(0, total.unaccounted() + total.inFlight(), total::toString);
    harness.close();
  }
}
