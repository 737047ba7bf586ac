package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.GpadlId;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a guest knows about its bus. Immutable.
 *
 * @param config what it was made with
 * @param connection with the host
 * @param channels by number
 * @param gpadls memory that the host knows, by handle
 * @param nextGpadl the next handle
 * @param timers timers started so far; the number of a timer is never used again
 */
public record BusGuestState(
    Config config,
    GuestConnection connection,
    SortedMap<ChannelId, GuestChannel> channels,
    SortedMap<GpadlId, GuestGpadl> gpadls,
    GpadlId nextGpadl,
    int timers) {

  /**
   * Fixed choices of a guest.
   *
   * @param versions to try, in that order
   * @param answerWait bound of every wait for the host
   * @param revokeGrace second bound for memory: a rescind in that time explains the silence
   */
  public record Config(List<VmbusVersion> versions, Duration answerWait, Duration revokeGrace) {
    /** All versions; 10 s; 200 ms. */
    public static final Config DEFAULT =
        new Config(VmbusVersion.ALL_DESCENDING, Duration.ofSeconds(10), Duration.ofMillis(200));

    public Config {
      versions = List.copyOf(versions);
      if (versions.isEmpty()) {
        throw new IllegalArgumentException("no versions");
      }
    }
  }

  public BusGuestState {
    channels = Collections.unmodifiableSortedMap(new TreeMap<>(channels));
    gpadls = Collections.unmodifiableSortedMap(new TreeMap<>(gpadls));
  }

  /** Not connected. */
  public static BusGuestState initial(Config config) {
    return new BusGuestState(
        config, new GuestConnection.Idle(), new TreeMap<>(), new TreeMap<>(), GpadlId.FIRST, 0);
  }

  /**
   * Checks what must hold between events.
   *
   * @throws IllegalStateException naming what does not
   */
  public void validate() {
    boolean idle =
        connection instanceof GuestConnection.Idle
            || connection instanceof GuestConnection.Negotiating;
    if (idle && (!channels.isEmpty() || !gpadls.isEmpty())) {
      throw new IllegalStateException("channels without a connection: " + channels.keySet());
    }
    gpadls.forEach(
        (id, gpadl) -> {
          if (!channels.containsKey(gpadl.channel())) {
            throw new IllegalStateException("memory without a channel: " + id);
          }
        });
  }
}
