package io.hnswitch.control;

import io.hnswitch.impair.Dice;
import io.hnswitch.impair.Effect;
import java.util.Optional;

/**
 * What happens at one end of a link.
 *
 * @param link its name
 * @param forward whether what this end sends goes forward
 * @param sending to the frames that it sends
 * @param receiving to those that come to it; nothing where the other end does that
 * @param up whether the link is; one that is down carries nothing, and the guest sees that
 */
public record LinkEnd(
    String link, boolean forward, Way sending, Optional<Way> receiving, boolean up) {

  /**
   * One direction.
   *
   * @param dice what chance begins with, if not with the lab's seed
   */
  public record Way(Effect effect, Optional<Dice> dice) {}

  /** The name of the direction of what is sent, or of what is received. */
  public String direction(boolean sent) {
    return sent == forward ? FORWARD : REVERSE;
  }

  public static final String FORWARD = "forward";
  public static final String REVERSE = "reverse";
}
