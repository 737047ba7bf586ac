package io.hnswitch.vmbus.vpci;

import java.util.List;

/**
 * A function as the guest sees it.
 *
 * @param descriptor what the host said
 * @param state see {@link State}
 * @param ejected the host asked for it back; it is told when the function is gone
 * @param interrupts that were created for it
 * @param successor what the host lists in the same slot now, at most one
 */
public record VpciFunction(
    FunctionDescriptor descriptor,
    State state,
    boolean ejected,
    List<Msi> interrupts,
    List<FunctionDescriptor> successor) {

  /** Found → Sized → Assigned → Installed → Removing → gone. */
  public sealed interface State {
    /** Listed by the host. */
    record Found() implements State {}

    /** Its BAR masks are known. */
    record Sized(List<Integer> bars) implements State {
      public Sized {
        bars = List.copyOf(bars);
      }
    }

    /** Its resources are assigned. */
    record Assigned(List<Integer> bars) implements State {
      public Assigned {
        bars = List.copyOf(bars);
      }
    }

    /** The operating system has it. */
    record Installed() implements State {}

    /** The operating system was told to let it go. */
    record Removing() implements State {}
  }

  public VpciFunction {
    interrupts = List.copyOf(interrupts);
    successor = List.copyOf(successor);
  }

  static VpciFunction found(FunctionDescriptor descriptor) {
    return new VpciFunction(descriptor, new State.Found(), false, List.of(), List.of());
  }

  VpciFunction in(State next) {
    return new VpciFunction(descriptor, next, ejected, interrupts, successor);
  }

  VpciFunction asEjected() {
    return new VpciFunction(descriptor, state, true, interrupts, successor);
  }

  VpciFunction with(List<Msi> more) {
    return new VpciFunction(descriptor, state, ejected, more, successor);
  }

  VpciFunction followedBy(List<FunctionDescriptor> next) {
    return new VpciFunction(descriptor, state, ejected, interrupts, next);
  }

  boolean isRemoving() {
    return state instanceof State.Removing;
  }

  boolean isInstalled() {
    return state instanceof State.Installed;
  }
}
