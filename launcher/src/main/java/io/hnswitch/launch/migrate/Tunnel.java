package io.hnswitch.launch.migrate;

import io.vertx.core.buffer.Buffer;

/**
 * The source's end of the way that frames take after their guest: messages in their order, each
 * once, or none any more when the way is broken. The target's node gives them to {@link
 * Migrations#tunnelled}.
 */
public interface Tunnel {

  /** Sends a message; does not wait. */
  void send(Buffer message);

  /** Whether nothing should be sent now. */
  boolean isFull();

  /** Told once when there is room again after {@link #isFull}. */
  void onRoom(Runnable action);

  /** Nothing more will be sent. */
  void close();
}
