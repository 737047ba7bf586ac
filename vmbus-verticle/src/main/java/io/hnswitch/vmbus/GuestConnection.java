package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.VmbusVersion;
import java.util.List;

/** The guest's connection: idle → negotiating → connected → unloading → idle. */
public sealed interface GuestConnection {

  /** Not connected: not begun, failed or unloaded. */
  record Idle() implements GuestConnection {}

  /** One version was asked for; {@code rest} comes next, in that order. */
  record Negotiating(VmbusVersion asked, List<VmbusVersion> rest, int timer)
      implements GuestConnection {
    public Negotiating {
      rest = List.copyOf(rest);
    }
  }

  /** A version is agreed; messages go to {@code messageConnection}. */
  record Connected(VmbusVersion version, int messageConnection, Scan scan)
      implements GuestConnection {}

  /** The host gives everything back. */
  record Unloading(int timer) implements GuestConnection {}

  /** How far the first scan for devices is. */
  enum Scan {
    /** Offers are coming. */
    RUNNING,
    /** All offers came, some devices still attach. */
    ATTACHING,
    /** What comes now is hot-added. */
    DONE
  }
}
