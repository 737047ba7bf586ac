package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.util.Optional;

/** Tells the stack above hn what hn can do, and knows the memory the stack transmits from. */
final class EndpointLink {

  private final Bus bus;
  private final NicId nic;
  private final MacAddress mac;
  private final Runnable memoryKnown;
  private Optional<EndpointControl.Configured> memory = Optional.empty();

  /**
   * @param memoryKnown told when the stack has answered where its frames lie
   */
  EndpointLink(Bus bus, NicId nic, MacAddress mac, Runnable memoryKnown) {
    this.bus = bus;
    this.nic = nic;
    this.mac = mac;
    this.memoryKnown = memoryKnown;
  }

  /** Says what has changed; done when the stack knows, or cannot be told. */
  Future<Outcome> tell(NicInterface face) {
    var configure =
        new EndpointControl.Configure(
            mac,
            face.mtu(),
            face.enabled(),
            face.tso(),
            face.isUp(),
            face.isRunning() && face.link());
    return bus.request(Addresses.endpoint(nic), configure, EndpointControl.Configured.class)
        .onSuccess(
            configured -> {
              memory = Optional.of(configured).filter(one -> one.memoryBytes() > 0);
              memoryKnown.run();
            })
        .<Outcome>map(configured -> Outcome.DONE)
        .otherwise(Outcome.DONE);
  }

  /** Where the stack's frames lie, once it has said so. */
  Optional<EndpointControl.Configured> memory() {
    return memory;
  }
}
