package io.hnswitch.console;

import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Knows whether any socket listens to ticks, from what the bridge tells. */
final class TickListeners {

  private final Map<SockJSSocket, Set<String>> bySocket = new IdentityHashMap<>();
  private final Consumer<Boolean> changed;
  private boolean any;

  /**
   * @param changed called with whether anybody listens, when that changes
   */
  TickListeners(Consumer<Boolean> changed) {
    this.changed = changed;
  }

  void on(BridgeEvent event) {
    switch (event.type()) {
      case REGISTERED -> {
        var address = event.getRawMessage().getString("address", "");
        if (address.startsWith(TickSource.TICKS)) {
          bySocket.computeIfAbsent(event.socket(), socket -> new HashSet<>()).add(address);
        }
      }
      case UNREGISTER -> {
        var addresses = bySocket.get(event.socket());
        if (addresses != null && event.getRawMessage() != null) {
          addresses.remove(event.getRawMessage().getString("address", ""));
          if (addresses.isEmpty()) {
            bySocket.remove(event.socket());
          }
        }
      }
      case SOCKET_CLOSED -> bySocket.remove(event.socket());
      case SOCKET_CREATED,
          SOCKET_IDLE,
          SOCKET_PING,
          SOCKET_ERROR,
          SEND,
          PUBLISH,
          RECEIVE,
          REGISTER -> {}
    }
    if (any == bySocket.isEmpty()) {
      any = !any;
      changed.accept(any);
    }
  }
}
