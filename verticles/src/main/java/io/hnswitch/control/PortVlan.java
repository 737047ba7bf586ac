package io.hnswitch.control;

import io.hnswitch.policy.VlanPolicy;
import java.util.List;
import java.util.Optional;

/**
 * How a port takes part in VLANs, as people see it.
 *
 * @param mode untagged, access or trunk
 * @param untagged the VLAN of frames without a tag; nothing when they are in none
 * @param tagged the VLANs of frames with one, ids and ranges like {@code 20-30}
 * @param isolated whether nothing goes between it and other isolated ports
 * @param priority whether a priority that the guest gives is kept
 */
public record PortVlan(
    String mode,
    Optional<Integer> untagged,
    List<String> tagged,
    boolean isolated,
    boolean priority) {

  public PortVlan {
    tagged = List.copyOf(tagged);
  }

  /** As a policy says. */
  public static PortVlan of(VlanPolicy policy) {
    return switch (policy) {
      case VlanPolicy.Untagged _ ->
          new PortVlan("untagged", Optional.empty(), List.of(), false, false);
      case VlanPolicy.Access(var id, var isolated, var keeps) ->
          new PortVlan("access", Optional.of(id), List.of(), isolated, keeps);
      case VlanPolicy.Trunk(var nativeId, var allowed, var keeps) ->
          new PortVlan(
              "trunk", Optional.of(nativeId).filter(id -> id != 0), allowed.texts(), false, keeps);
    };
  }
}
