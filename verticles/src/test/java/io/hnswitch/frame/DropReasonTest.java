package io.hnswitch.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DropReasonTest {

  /** The list that metrics, captures and documents promise. */
  private static final String PUBLISHED =
      "link-down nic-down vf-gone vf-not-ready fence-overflow channel-full credit-exhausted"
          + " bus-discarded bus-timeout no-owner runt oversize bad-fcs vlan-not-allowed"
          + " vlan-malformed mac-spoof dhcp-guard router-guard storm acl-deny rate-exceeded"
          + " mirror-loop hairpin impair-loss impair-corrupt impair-queue-full shutdown";

  @Test
  void isTheClosedListOfSlugs() {
    assertEquals(
        PUBLISHED,
        Arrays.stream(DropReason.values()).map(DropReason::slug).collect(Collectors.joining(" ")));
  }

  @Test
  void isFoundByItsOrdinal() {
    assertEquals(DropReason.values().length, DropReason.count());
    for (var reason : DropReason.values()) {
      assertSame(reason, DropReason.of(reason.ordinal()));
    }
  }
}
