package io.hnswitch.l2;

import io.hnswitch.control.PolicyView;
import io.hnswitch.id.NicId;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.policy.Violation;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What people see of a NIC's policy. */
final class PolicyViews {

  private PolicyViews() {}

  static PolicyView of(NicId nic, PortPolicies policies, long now) {
    var gate = policies.of(nic).gate();
    if (gate == null) {
      return new PolicyView(nic, Map.of(), Map.of(), Map.of(), 0, 0, List.of());
    }
    return new PolicyView(
        nic,
        gate.drops(true),
        gate.drops(false),
        gate.hits(),
        gate.conversations(now),
        gate.conversationsRefused(),
        gate.violations().stream().map(one -> example(one, now)).toList());
  }

  private static PolicyView.Example example(Violation one, long now) {
    return new PolicyView.Example(
        one.reason().slug(),
        Duration.ofNanos(now - one.nanos()),
        one.unreported(),
        one.length(),
        HexFormat.of().formatHex(one.bytes()));
  }
}
