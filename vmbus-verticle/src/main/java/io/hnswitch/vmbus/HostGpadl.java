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
    /**
     * Body messages are missing.
     *
     * @param parts what came, message by message: joined only when it is complete, or a buffer of
     *     many pages would be copied once for each message
     * @param words in all parts
     * @param wanted what is announced
     */
    record InProgress(List<List<Long>> parts, int words, int wanted, int ranges) implements State {
      public InProgress {
        parts = List.copyOf(parts);
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
