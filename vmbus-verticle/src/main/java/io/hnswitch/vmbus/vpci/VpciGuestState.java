package io.hnswitch.vmbus.vpci;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the guest's driver knows about one vPCI bus. Immutable.
 *
 * @param config what it was made with
 * @param phase how far the bus is
 * @param version agreed, if it is
 * @param asked the one request of the bus that waits for an answer, if there is one
 * @param interrupts requests for interrupts that wait, by transaction
 * @param listed the newest list of functions that was not worked on, if there is one
 * @param functions by slot
 * @param revoked the channel is gone; never becomes false again
 * @param serial numbers transactions and timers; the last one used
 */
public record VpciGuestState(
    Config config,
    Phase phase,
    Optional<VpciVersion> version,
    Optional<Asked> asked,
    SortedMap<Long, AskedInterrupt> interrupts,
    Optional<List<FunctionDescriptor>> listed,
    SortedMap<Integer, VpciFunction> functions,
    boolean revoked,
    long serial) {

  /**
   * Fixed choices.
   *
   * @param versions to try, in that order
   * @param window address of the config window
   * @param answerWait bound of every wait for the host
   */
  public record Config(List<VpciVersion> versions, long window, Duration answerWait) {
    public Config {
      versions = List.copyOf(versions);
    }
  }

  /**
   * New → Negotiating → Listing → Sizing → PoweringOn (→ PoweringOff → PoweringOn) → Assigning →
   * Installed → Detaching → Ended; from all of them to Ended when something fails.
   */
  public sealed interface Phase {
    /** Not begun. */
    record New() implements Phase {}

    /** A version was asked for; {@code rest} comes next. */
    record Negotiating(List<VpciVersion> rest) implements Phase {
      public Negotiating {
        rest = List.copyOf(rest);
      }
    }

    /** The list of functions is awaited; {@code timer} bounds that. */
    record Listing(long timer) implements Phase {}

    /** The functions are asked for their BARs. */
    record Sizing() implements Phase {}

    /** D0_ENTRY was sent; {@code again} after a first failure. */
    record PoweringOn(boolean again) implements Phase {}

    /** D0_EXIT was sent after a failed D0_ENTRY. */
    record PoweringOff() implements Phase {}

    /** The functions get their resources. */
    record Assigning() implements Phase {}

    /** The bus works; functions come and go. */
    record Installed() implements Phase {}

    /** The functions leave, then the bus. */
    record Detaching() implements Phase {}

    /** Closed. */
    record Ended() implements Phase {}
  }

  /** A request that waits for its completion; its transaction is also the number of its timer. */
  public record Asked(long transaction, What what) {}

  /** What was asked. */
  public sealed interface What {
    /** A version. */
    record Version(VpciVersion version) implements What {}

    /** The BARs of a function. */
    record Resources(int slot) implements What {}

    /** D0_ENTRY. */
    record PowerOn() implements What {}

    /** D0_EXIT. */
    record PowerOff() implements What {}

    /** To take resources. */
    record Assign(int slot) implements What {}

    /** Something about a function that is gone: the answer does not matter. */
    record Abandoned() implements What {}
  }

  /** A vector of a function that was asked for. */
  public record AskedInterrupt(int slot, int vector) {}

  public VpciGuestState {
    interrupts = Collections.unmodifiableSortedMap(new TreeMap<>(interrupts));
    functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
  }

  /** A bus whose channel is open, and nothing was said. */
  public static VpciGuestState initial(Config config) {
    return new VpciGuestState(
        config,
        new Phase.New(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(),
        Optional.empty(),
        new TreeMap<>(),
        false,
        0);
  }

  /**
   * Checks what must hold between events.
   *
   * @throws IllegalStateException naming what does not
   */
  public void validate() {
    if (phase instanceof Phase.Ended
        && (asked.isPresent() || !interrupts.isEmpty() || !functions.isEmpty())) {
      throw new IllegalStateException("something is left after the end: " + this);
    }
    functions.forEach(
        (slot, function) -> {
          if (slot != function.descriptor().slot()) {
            throw new IllegalStateException("function in the wrong slot: " + slot);
          }
        });
  }
}
