package io.hnswitch.launch;

import io.hnswitch.launch.cluster.ClusterSettings;
import io.hnswitch.script.ScriptSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A node with real devices on a free port of this machine, and a terminal that reaches it. */
final class TestNode implements AutoCloseable {

  private final Node node;
  private final Terminal terminal = new Terminal();

  private TestNode(Node node) {
    this.node = node;
  }

  /**
   * Starts one.
   *
   * @param folder where it keeps what it keeps
   * @param lab the text of its lab
   */
  static TestNode start(Path folder, String lab) {
    return start(folder, LabStart.of(Labs.parse(lab)));
  }

  /** As {@link #start(Path, String)}, with whatever a lab begins from. */
  static TestNode start(Path folder, LabStart start) {
    return start(folder, start, Optional.empty());
  }

  /** As {@link #start(Path, LabStart)}, with scripts. */
  static TestNode start(Path folder, LabStart start, Optional<ScriptSettings> scripts) {
    var faces =
        new Node.Faces(
            Listen.parse("127.0.0.1:0"),
            Optional.empty(),
            folder.resolve("cache"),
            folder.resolve("tokens.json"));
    return new TestNode(
        Node.start(
            "test",
            faces,
            start,
            scripts,
            lab -> new RealDevices(lab, new Taps(folder.resolve("taps")), pcaps(folder))));
  }

  /**
   * Starts one of several.
   *
   * @param end what leaving the cluster comes to
   */
  static TestNode join(Path folder, LabStart start, ClusterSettings settings, Runnable end) {
    var faces =
        new Node.Faces(
            Listen.parse("127.0.0.1:0"),
            Optional.empty(),
            folder.resolve("cache"),
            folder.resolve("tokens.json"));
    return new TestNode(
        Node.start(
            settings.node(),
            faces,
            start,
            Optional.empty(),
            Optional.of(new Node.Joining(settings, end)),
            lab -> new RealDevices(lab, new Taps(folder.resolve("taps")), pcaps(folder))));
  }

  String url() {
    return node.url();
  }

  /** The token of its start. */
  String token() {
    return node.token();
  }

  /** Runs a command with the token of the start; gives its code. */
  int run(String... arguments) {
    return runAs(token(), arguments);
  }

  /** As {@link #run}, with another token. */
  int runAs(String token, String... arguments) {
    return terminal.run(Terminal.reaching(url(), token), arguments);
  }

  /** Standard output of the last command. */
  String out() {
    return terminal.out();
  }

  /** Standard error of the last command. */
  String err() {
    return terminal.err();
  }

  /** The object that the last command printed. */
  JsonObject object() {
    return terminal.object();
  }

  /** The list that the last command printed. */
  JsonArray array() {
    return terminal.array();
  }

  @Override
  public void close() {
    node.stop();
  }

  /** A folder with a file of two frames, one hour apart. */
  private static PcapFolder pcaps(Path folder) {
    var file = ByteBuffer.allocate(24 + 2 * (16 + 60)).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535);
    file.putInt(1);
    for (int i = 0; i < 2; i++) {
      file.putInt(3600 * i).putInt(0).putInt(60).putInt(60).putLong(-1).putInt(0x0a000000 + i);
      file.put(new byte[48]);
    }
    try {
      var pcaps = Files.createDirectories(folder.resolve("pcaps"));
      Files.write(pcaps.resolve("hour.pcap"), file.array());
      return PcapFolder.of(pcaps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
