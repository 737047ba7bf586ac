package io.hnswitch.control;

import io.hnswitch.policy.Trail;
import java.util.List;

/**
 * What a switch would do with a frame, and why.
 *
 * @param steps its decisions, in order
 * @param ways where the frame would go on; none when it ends there
 */
public record Explained(List<Trail.Step> steps, List<Way> ways) {

  public Explained {
    steps = List.copyOf(steps);
    ways = List.copyOf(ways);
  }

  /**
   * One way that a frame goes on.
   *
   * @param to a port of the switch; {@code uplink}, {@code wire} or the id of a VF of an adapter
   * @param tag out of band, as {@link io.hnswitch.policy.Vlans} has it
   */
  public record Way(String to, int tag) {}
}
