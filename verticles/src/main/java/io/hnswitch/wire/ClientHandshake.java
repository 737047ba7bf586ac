package io.hnswitch.wire;

import io.hnswitch.frame.FrameBurst;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** What whoever connected says and checks until the connection carries frames. */
final class ClientHandshake implements WireConnection.Handler {

  private final WireSecret secret;
  private final WireConnection connection;
  private final Hello hello;
  private final Consumer<Hello.Count> welcomed;
  private final Consumer<String> failed;
  private boolean greeted;

  /**
   * @param hello what to say
   * @param welcomed told what the far end knows; takes the connection over
   * @param failed told why it ended before that
   */
  ClientHandshake(
      WireSecret secret,
      WireConnection connection,
      Hello hello,
      Consumer<Hello.Count> welcomed,
      Consumer<String> failed) {
    this.secret = secret;
    this.connection = connection;
    this.hello = hello;
    this.welcomed = welcomed;
    this.failed = failed;
  }

  @Override
  public void message(MessageType type, ByteBuffer body) {
    if (type == MessageType.GREETING && !greeted) {
      greeted = true;
      var greeting = Greeting.read(body);
      connection.send(MessageType.HELLO, Hello.BYTES_MAX, to -> hello.write(to, secret, greeting));
    } else if (type == MessageType.WELCOME && greeted) {
      welcomed.accept(Welcome.read(body, secret, hello.nonce()).count());
    } else if (type == MessageType.REFUSED && greeted) {
      connection.close("refused: " + WireRefusal.of(body.getShort()).words());
    } else {
      throw new WireException(type + " in a handshake");
    }
  }

  @Override
  public FrameBurst take() {
    throw new WireException("frames before a welcome");
  }

  @Override
  public void burst(FrameBurst burst) {
    throw new WireException("frames before a welcome");
  }

  @Override
  public void readComplete() {
    // Nothing waits for that.
  }

  @Override
  public void closed(String reason) {
    failed.accept(reason);
  }
}
