package io.hnswitch.lab;

import java.util.Comparator;
import java.util.List;

/**
 * One step of a plan.
 *
 * @param action what happens to the object
 * @param kind what it is
 * @param id the object's id; the lab's own name for {@link Kind#LAB}, the NIC's for {@link Kind#VF}
 * @param properties what changes in it; empty for add and remove
 * @param affects ids of other objects that notice
 */
public record LabChange(
    Action action, Kind kind, String id, List<Property> properties, List<String> affects) {

  /** What happens to an object. */
  public enum Action {
    ADD,
    CHANGE,
    REMOVE
  }

  /** Kinds of objects, in the order in which they are made. */
  public enum Kind {
    /** The lab itself: metadata, seed, clock, tunables. */
    LAB,
    SWITCH,
    ADAPTER,
    /** Joins the wires of two adapters. */
    LINK,
    NIC,
    /** The pairing of a NIC with an adapter's VF. */
    VF,
    FLOW,
    CAPTURE
  }

  /** What a change costs; the later, the more. */
  public enum Effect {
    /** In place, no frame is lost for it. */
    LIVE,
    /** In place, but the port carries nothing for a moment. */
    PAUSES_PORT,
    /** The object is taken down and made anew; for a flow: it starts again. */
    RECREATES_DEVICE
  }

  /**
   * A property that changes.
   *
   * @param name as in the file
   * @param from its value before, as in the file
   * @param to its value after
   * @param effect what it costs
   */
  public record Property(String name, String from, String to, Effect effect) {}

  public LabChange {
    properties = List.copyOf(properties);
    affects = List.copyOf(affects);
    if (properties.isEmpty() == (action == Action.CHANGE)) {
      throw new IllegalArgumentException(action + " of " + id + " with " + properties);
    }
  }

  /** The costliest effect of its properties; adding and removing is making a device. */
  public Effect effect() {
    return properties.stream()
        .map(Property::effect)
        .max(Comparator.naturalOrder())
        .orElse(Effect.RECREATES_DEVICE);
  }
}
