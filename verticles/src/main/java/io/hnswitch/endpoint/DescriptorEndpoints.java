package io.hnswitch.endpoint;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.id.NicId;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.util.Optional;

/** What endpoints with a descriptor of the system say to what they cannot do. */
final class DescriptorEndpoints {

  private DescriptorEndpoints() {}

  /** Why there cannot be one, if so. */
  static Optional<RefusedException> missing(EventLoop loop, String kind, NicId nic) {
    return loop instanceof IoEventLoop io && io.isCompatible(TapIoHandle.class)
        ? Optional.empty()
        : Optional.of(
            new RefusedException(
                Refusal.NOT_SUPPORTED,
                kind + " endpoint of " + nic + " needs Linux and Netty's native epoll transport"));
  }

  static Outcome hasNoFlows(String kind, NicId nic) {
    return Outcome.refused(
        Refusal.NOT_SUPPORTED,
        "the endpoint of " + nic + " is a " + kind + " one, flows need a host");
  }

  static Outcome replaysNothing(String kind, NicId nic) {
    return Outcome.refused(
        Refusal.NOT_SUPPORTED,
        "the endpoint of " + nic + " is a " + kind + " one and replays nothing");
  }

  static Outcome staysHere(String kind, NicId nic) {
    return Outcome.refused(
        Refusal.NOT_SUPPORTED,
        "the endpoint of " + nic + " is a " + kind + " one, which cannot go to another node");
  }
}
