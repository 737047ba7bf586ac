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

  /**
   * Page numbers of one message, behind those of the messages before. No record: a guest may send
   * its pages one by one, and a chain that long must not be compared or printed link by link.
   */
  public static final class Part {
    private final Part before;
    private final List<Long> words;

    /**
     * @param before the part of the message before; null for the first
     */
    Part(Part before, List<Long> words) {
      this.before = before;
      this.words = List.copyOf(words);
    }

    Part before() {
      return before;
    }

    List<Long> words() {
      return words;
    }
  }

  /** InProgress → Offered → Accepted → TearingDown → gone. */
  public sealed interface State {
    /**
     * Body messages are missing.
     *
     * @param last what came last, and before it; joined only when it is complete, or a buffer of
     *     many pages would be copied once for each message
     * @param words in all parts
     * @param wanted what is announced
     */
    record InProgress(Part last, int words, int wanted, int ranges) implements State {}

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
