package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.GpadlId;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the host's end of a bus knows about one guest. Immutable.
 *
 * @param config what it was made with
 * @param connection with the guest
 * @param channels by number, offered or not
 * @param gpadls shared memory by handle
 * @param attempts openings asked of devices so far
 */
public record BusHostState(
    Config config,
    HostConnection connection,
    SortedMap<ChannelId, HostChannel> channels,
    SortedMap<GpadlId, HostGpadl> gpadls,
    int attempts) {

  /**
   * Fixed choices of a host.
   *
   * @param versionMax highest version that it agrees to
   * @param messageConnection connection id for messages that guests from 5.0 on are told
   * @param sharedPagesMax pages that a guest may share at a time
   */
  public record Config(VmbusVersion versionMax, int messageConnection, int sharedPagesMax) {
    /** The newest version, and the limit of today's hosts, 1280 MB. */
    public static final Config DEFAULT = new Config(VmbusVersion.V5_3, 1, 1280 * 256);
  }

  public BusHostState {
    channels = Collections.unmodifiableSortedMap(new TreeMap<>(channels));
    gpadls = Collections.unmodifiableSortedMap(new TreeMap<>(gpadls));
  }

  /** No guest, no channels. */
  public static BusHostState initial(Config config) {
    return new BusHostState(
        config, new HostConnection.Disconnected(), new TreeMap<>(), new TreeMap<>(), 0);
  }

  /**
   * Checks what must hold between events.
   *
   * @throws IllegalStateException naming what does not
   */
  public void validate() {
    boolean connected = connection instanceof HostConnection.Connected;
    channels.forEach(
        (id, channel) -> {
          if (!id.equals(channel.offer().channel())) {
            throw new IllegalStateException("channel under another number: " + id);
          }
          boolean known = !(channel.state() instanceof HostChannel.State.Unoffered);
          if (known && !connected && !channel.isClosing()) {
            throw new IllegalStateException("known to a guest that left: " + id + " " + channel);
          }
        });
    if (connection instanceof HostConnection.Disconnected && !gpadls.isEmpty()) {
      throw new IllegalStateException("shared memory without a connection: " + gpadls.keySet());
    }
  }
}
