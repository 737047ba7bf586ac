package io.hnswitch.console;

import io.hnswitch.time.Timers;

/** What all sessions of all bridges share. */
record Bridge(
    BusGateway gateway,
    EventGateway events,
    TickListeners listeners,
    TokenCheck tokens,
    Connections connections,
    BridgeClients clients,
    Timers timers) {

  /** Of one message, in bytes; more ends the connection. */
  static final int MESSAGE_BYTES_MAX = 1 << 20;
}
