package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** One connection of a bridge, as a {@link BridgeSession} sees it: whole JSON objects go out. */
interface BridgeWire {

  /** The face and who is at its other end, like {@code tcp 127.0.0.1}. */
  String place();

  /** What a published message and a success are called there. */
  String messageType();

  /** Whether a request may show a token by the header {@code hnswitch-token}. */
  boolean takesTokens();

  /** Whether who has shown no token may look on, as a viewer. */
  boolean admitsStrangers();

  /** Where the client is, for {@link Throttle}. */
  String address();

  /** Sends; the answer comes when the message is on its way. */
  Future<Void> write(Buffer json);

  /** What comes from the client. */
  ReadStream<Buffer> from();

  /** Does something when others had their turn. */
  void later(Runnable action);

  /** What goes to the client. */
  WriteStream<Buffer> to();

  /** Whether the client reads too slowly for more now. */
  default boolean isFull() {
    return to().writeQueueFull();
  }

  /** Stops or goes on reading from the client. */
  default void read(boolean wanted) {
    if (wanted) {
      from().resume();
    } else {
      from().pause();
    }
  }

  /** Ends the connection, for a reason. */
  void end(Problem why);
}
