package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.GpaRange;
import java.util.List;

/**
 * Memory that the guest shared, as the host sees it.
 *
 * @param channel that it was shared for
 * @param state see {@link State}
 */
public record HostGpadl(ChannelId channel, State state) {

  /** InProgress → Offered → Accepted → TearingDown → gone. */
  public sealed interface State {
    /** Body messages are missing; {@code words} is what came, {@code wanted} what is announced. */
    record InProgress(List<Long> words, int wanted, int ranges) implements State {
      public InProgress {
        words = List.copyOf(words);
      }
    }

    /** The device was asked. */
    record Offered(List<GpaRange> ranges) implements State {
      public Offered {
        ranges = List.copyOf(ranges);
      }
    }

    /** The device uses it. */
    record Accepted(List<GpaRange> ranges) implements State {
      public Accepted {
        ranges = List.copyOf(ranges);
      }
    }

    /** The guest wants it back; {@code asked} when the device was told, not before it closed. */
    record TearingDown(boolean asked) implements State {}
  }
}
