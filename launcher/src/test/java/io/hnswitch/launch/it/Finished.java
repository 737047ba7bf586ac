package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** A process that has ended. */
record Finished(List<String> command, int exit, String out, String err) {

  /** Itself, when it ended with this code. */
  Finished exits(int code) {
    assertEquals(code, exit, this::toString);
    return this;
  }

  Finished succeeds() {
    return exits(0);
  }

  JsonObject json() {
    return new JsonObject(out);
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + " exited with "
        + exit
        + "\n--- stdout\n"
        + out
        + "\n--- stderr\n"
        + err;
  }
}
