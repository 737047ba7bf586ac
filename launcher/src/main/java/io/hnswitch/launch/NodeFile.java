package io.hnswitch.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a running node tells of itself to programs of the same user.
 *
 * @param startMillis when its process started; a process id is used again some day
 * @param certificate file of the certificate that it shows; empty without TLS
 */
record NodeFile(
    String node, String url, String token, long pid, long startMillis, String certificate) {

  /** For a node without TLS. */
  NodeFile(String node, String url, String token, long pid, long startMillis) {
    this(node, url, token, pid, startMillis, "");
  }

  /** For this process. */
  static NodeFile ofThisProcess(String node, String url, String token) {
    var self = ProcessHandle.current();
    return new NodeFile(node, url, token, self.pid(), startMillis(self));
  }

  /** The same, for a node that shows a certificate. */
  NodeFile showing(Path file) {
    return new NodeFile(node, url, token, pid, startMillis, file.toAbsolutePath().toString());
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** True when the process that wrote it still runs. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(NodeFile::startMillis)
        .filter(start -> start == startMillis || start == 0 || startMillis == 0)
        .isPresent();
  }

  String text() {
    return new JsonObject()
        .put("url", url)
        .put("token", token)
        .put("pid", pid)
        .put("node", node)
        .put("startMillis", startMillis)
        .put("certificate", certificate)
        .encode();
  }

  /** Reads what {@link #text} gave. */
  static Optional<NodeFile> parse(String text) {
    try {
      var json = new JsonObject(text);
      return Optional.of(
          new NodeFile(
              json.getString("node"),
              json.getString("url"),
              json.getString("token"),
              json.getLong("pid"),
              json.getLong("startMillis", 0L),
              json.getString("certificate", "")));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      return Optional.empty();
    }
  }
}
