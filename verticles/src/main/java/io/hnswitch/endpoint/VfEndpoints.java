package io.hnswitch.endpoint;

import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.Optional;

/**
 * Gives a VF that is used beside its hn an endpoint of its own, in the same guest. Asked whenever a
 * driver has probed a VF, on the lab's event loop.
 */
@FunctionalInterface
public interface VfEndpoints {

  /** No VF has an interface of its own: transparent mode, or nobody to show it to. */
  VfEndpoints NONE = (vf, nic) -> Optional.empty();

  /**
   * @param nic whose address the VF has
   * @return not deployed yet; serves {@link io.hnswitch.bus.Addresses#vfEndpoint} and {@link
   *     io.hnswitch.bus.Addresses#vfEndpointReceive}
   */
  Optional<DeviceVerticle> above(VfId vf, NicId nic);
}
