package io.hnswitch.testing;

import io.hnswitch.multicast.MulticastPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Policies that tests begin with. */
public final class TestPolicies {

  private TestPolicies() {}

  /** Snooping with the times of RFC 3376, no querier, and room for four groups. */
  public static MulticastPolicy snooping() {
    return new MulticastPolicy(
        true,
        Optional.empty(),
        Duration.ofSeconds(125),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        2,
        false,
        false,
        4,
        List.of());
  }
}
