package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Numbered UDP datagrams: who receives them says after each run what has become of them. Sent by
 * {@code numbered.py}, which tells more.
 */
final class Datagrams implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String PORT = "4000";

  /** More than any test waits for. */
  static final int ENDLESS = 1_000_000;

  private final Running receiver;
  private int runs;

  private Datagrams(Running receiver) {
    this.receiver = receiver;
  }

  private static Running start(Namespace at, Stream<String> arguments) {
    var command = Stream.concat(Stream.of("python3", Checkout.script("numbered.py")), arguments);
    return at.start(command.toArray(String[]::new));
  }

  /** Starts to receive what comes to an interface, and to the groups that are joined there. */
  static Datagrams receive(Namespace at, String device, String... groups) {
    var words = Stream.concat(Stream.of("receive", device, PORT), Arrays.stream(groups));
    var receiver = start(at, words);
    receiver.awaitOut(BOUND, "ready"::equals);
    return new Datagrams(receiver);
  }

  /**
   * Begins to send so many, or as many as there is time for until an interrupt.
   *
   * @param burst so many at once
   * @param pauseMs milliseconds from burst to burst
   * @param device the interface for a group; none is needed for an address
   */
  static Running send(
      Namespace at, String address, int count, int burst, int pauseMs, String... device) {
    var words = Stream.of("send", address, PORT, "" + count, "" + burst, "" + pauseMs);
    var sender = start(at, Stream.concat(words, Arrays.stream(device)));
    sender.awaitOut(BOUND, "sending"::equals);
    return sender;
  }

  /** Ends a run that goes on: all that were sent came once, in order and as they were. */
  void assertUntouchedUntilNow(Running sender) {
    sender.signal("INT");
    var seen = seen(sender);
    var said = sender.awaitOut(BOUND, line -> line.startsWith("sent "));
    assertUntouched(Integer.parseInt(said.substring("sent ".length())), seen);
  }

  /** What has become of the next run, once its sender has ended. */
  JsonObject seen(Running sender) {
    sender.finish(BOUND).succeeds();
    runs++;
    receiver.awaitOutLines(runs, BOUND, Datagrams::isResult);
    var results = receiver.outLines().stream().filter(Datagrams::isResult).toList();
    assertEquals(runs, results.size(), results::toString);
    return new JsonObject(results.getLast());
  }

  private static boolean isResult(String line) {
    return line.startsWith("{");
  }

  /** All of a run came once, in order and as they were sent. */
  static void assertUntouched(int count, JsonObject seen) {
    for (var what : List.of("received", "distinct")) {
      assertEquals(count, seen.getInteger(what), seen::encode);
    }
    for (var what : List.of("late", "runs", "corrupted")) {
      assertEquals(0, seen.getInteger(what), seen::encode);
    }
    assertTrue(seen.getDouble("least") >= 0, seen::encode);
  }

  @Override
  public void close() {
    receiver.close();
  }
}
