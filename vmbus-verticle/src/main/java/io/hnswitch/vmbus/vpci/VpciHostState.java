package io.hnswitch.vmbus.vpci;

import java.time.Duration;
import java.util.List;

/**
 * All that the host knows about one vPCI bus with one function in slot 0. Immutable.
 *
 * @param config what it was made with
 * @param channel how far the guest is
 * @param presence whether the function is there
 * @param interrupts that the guest created
 * @param serial numbers timers and interrupts; the last one used
 */
public record VpciHostState(
    Config config, Channel channel, Presence presence, List<Msi> interrupts, int serial) {

  /**
   * Fixed choices.
   *
   * @param versions that are accepted
   * @param function the one function, in slot 0
   * @param bars its six BAR masks
   * @param ejectWait how long the guest may take to let go
   */
  public record Config(
      List<VpciVersion> versions,
      FunctionDescriptor function,
      List<Integer> bars,
      Duration ejectWait) {
    /** The time that hosts give a guest. */
    public static final Duration EJECT_WAIT = Duration.ofSeconds(60);

    public Config {
      versions = List.copyOf(versions);
      bars = List.copyOf(bars);
      if (function.slot() != 0 || bars.size() != VpciReply.BARS) {
        throw new IllegalArgumentException("not one function with six BARs: " + function);
      }
    }
  }

  /** Closed → Greeting → Running → Closed; Dead after a violation, until it is closed. */
  public sealed interface Channel {
    /** The guest has not opened it. */
    record Closed() implements Channel {}

    /** Open, without a version. */
    record Greeting() implements Channel {}

    /**
     * Open, with a version.
     *
     * @param window address of the config window, 0 = powered off
     * @param assigned whether the function has its resources
     */
    record Running(VpciVersion version, long window, boolean assigned) implements Channel {}

    /** The guest broke the protocol; nothing it says matters. */
    record Dead() implements Channel {}
  }

  /** Present → Ejecting → Gone. */
  public sealed interface Presence {
    /** The guest may use it. */
    record Present() implements Presence {}

    /** The guest was asked to let go; {@code timer} bounds that. */
    record Ejecting(int timer) implements Presence {}

    /** Taken away; the channel is rescinded. */
    record Gone() implements Presence {}
  }

  public VpciHostState {
    interrupts = List.copyOf(interrupts);
  }

  /** The function is there, the channel not open. */
  public static VpciHostState initial(Config config) {
    return new VpciHostState(config, new Channel.Closed(), new Presence.Present(), List.of(), 0);
  }

  /** Whether the guest's config window shows the function; otherwise it reads all ones. */
  public boolean isConfigReadable() {
    return !(presence instanceof Presence.Gone)
        && channel instanceof Channel.Running running
        && running.window() != 0;
  }
}
