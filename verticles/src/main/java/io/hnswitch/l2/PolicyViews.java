package io.hnswitch.l2;

import io.hnswitch.control.PolicyView;
import io.hnswitch.id.NicId;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.policy.Violation;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** What people see of a NIC's policy. */
final class PolicyViews {

  private PolicyViews() {}

  static PolicyView of(NicId nic, PortPolicies policies, long now) {
    var slot = policies.of(nic);
    var gate = slot.gate();
    var refusals = slot.refusals();
    return new PolicyView(
        nic,
        refusals.counts(true),
        refusals.counts(false),
        gate == null ? Map.of() : gate.hits(),
        gate == null ? 0 : gate.conversations(now),
        gate == null ? 0 : gate.conversationsRefused(),
        refusals.violations().stream().map(one -> example(one, now)).toList());
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
