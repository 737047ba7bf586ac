package io.hnswitch.migration;

import java.util.List;

/**
 * What follows from an event.
 *
 * @param next the state from now on
 * @param effects what is to be done, in order
 */
public record Step<S, E>(S next, List<E> effects) {

  public Step {
    effects = List.copyOf(effects);
  }
}
