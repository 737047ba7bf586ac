package io.hnswitch.wire.vxlan;

import java.util.Optional;

/**
 * Whether a tunnel works, as far as its socket can tell: UDP has no connection. It is down from an
 * error that says that nothing gets through, until a datagram of the remote is taken, or datagrams
 * are sent for a while without such an error: those of the network come back later.
 */
final class VxlanState {

  /** How long sending must go well until the link counts as up again. */
  static final long QUIET_NANOS = 1_000_000_000L;

  private static final long NOT_SENT = -1;

  private SocketTrouble trouble;
  private long sendingSince = NOT_SENT;

  /** An error has come. Gives whether the link went down by it. */
  boolean failed(SocketTrouble what) {
    if (!what.isDown()) {
      return false;
    }
    boolean wasUp = trouble == null;
    trouble = what;
    sendingSince = NOT_SENT;
    return wasUp;
  }

  /** A datagram was sent. Gives whether the link is up again by it. */
  boolean sent(long now) {
    if (trouble == null) {
      return false;
    }
    if (sendingSince == NOT_SENT) {
      sendingSince = now;
    }
    return now - sendingSince >= QUIET_NANOS && up();
  }

  /** A datagram of the remote was taken. Gives whether the link is up again by it. */
  boolean received() {
    return trouble != null && up();
  }

  private boolean up() {
    trouble = null;
    return true;
  }

  /** Why it is down; empty when it is up. */
  Optional<String> reason() {
    return Optional.ofNullable(trouble).map(SocketTrouble::words);
  }
}
