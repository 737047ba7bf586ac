package io.hnswitch.wire;

import io.hnswitch.frame.FrameBurst;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What whoever accepted a connection says and checks until it carries frames. */
final class ServerHandshake implements WireConnection.Handler {

  private static final Logger LOG = LoggerFactory.getLogger(ServerHandshake.class);

  private final WireHub hub;
  private final WireConnection connection;
  private final Greeting greeting;
  private boolean known;

  ServerHandshake(WireHub hub, WireConnection connection) {
    this.hub = hub;
    this.connection = connection;
    this.greeting = new Greeting(hub.secret().newNonce());
  }

  void begin() {
    connection.begin(this);
    connection.send(MessageType.GREETING, Greeting.BYTES, greeting::write);
  }

  @Override
  public void message(MessageType type, ByteBuffer body) {
    if (type != MessageType.HELLO || known) {
      throw new WireException(type + " where a hello should be");
    }
    boolean proved = Hello.isProved(body, hub.secret(), greeting);
    var hello = Hello.read(body);
    if (!proved) {
      refuse(hello, WireRefusal.SECRET);
      return;
    }
    var end = hub.end(hello.link());
    if (end == null) {
      refuse(hello, WireRefusal.LINK);
    } else if (!hello.toNode().equals(hub.settings().node())
        || !end.mayCome(hello.fromAdapter(), hello.fromNode())) {
      refuse(hello, WireRefusal.END);
    } else if (!end.accept(connection, hello)) {
      refuse(hello, WireRefusal.COUNTS);
    } else {
      known(true);
    }
  }

  private void refuse(Hello hello, WireRefusal why) {
    // A link that is not there may be so for a while, as a lab changes.
    LOG.atLevel(why == WireRefusal.LINK ? Level.DEBUG : Level.WARN)
        .log(
            "wire from {} refused, node {} for link {}: {}",
            connection.remote(),
            printable(hello.fromNode()),
            printable(hello.link()),
            why.words());
    connection.send(MessageType.REFUSED, Short.BYTES, to -> to.putShort((short) why.ordinal()));
    connection.close("refused: " + why.words());
  }

  private static String printable(String text) {
    return text.replaceAll("[^a-zA-Z0-9.:_-]", "?");
  }

  private void known(boolean welcome) {
    if (!known) {
      known = true;
      hub.known(welcome);
    }
  }

  @Override
  public FrameBurst take() {
    throw new WireException("frames before a hello");
  }

  @Override
  public void burst(FrameBurst burst) {
    throw new WireException("frames before a hello");
  }

  @Override
  public void readComplete() {
    // Nothing waits for that.
  }

  @Override
  public void closed(String reason) {
    known(false);
  }
}
