package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs the command line within the test, and shows what the last command printed. */
final class Terminal {

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /** What a command needs to know to reach a node. */
  static Map<String, String> reaching(String url, String token) {
    return Map.of("HNSWITCH_URL", url, "HNSWITCH_TOKEN", token);
  }

  /** Runs a command to its end, with nothing on its standard input; gives its code. */
  int run(Map<String, String> environment, String... arguments) {
    return type("", environment, arguments);
  }

  /**
   * As {@link #run}.
   *
   * @param typed what is on standard input
   */
  int type(String typed, Map<String, String> environment, String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    var input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    return Main.commandLine(environment, input)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  /** Standard output of the last command. */
  String out() {
    return out.toString();
  }

  /** Standard error of the last command. */
  String err() {
    return err.toString();
  }

  /** The object that the last command printed. */
  JsonObject object() {
    return new JsonObject(out());
  }

  /** The list that the last command printed. */
  JsonArray array() {
    return new JsonArray(out());
  }
}
