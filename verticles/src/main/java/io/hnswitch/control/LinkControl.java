package io.hnswitch.control;

/** What a link understands, on {@link io.hnswitch.bus.Addresses#link}. */
public sealed interface LinkControl {

  /** Answered with a {@link LinkView}. */
  record Describe() implements LinkControl {}
}
