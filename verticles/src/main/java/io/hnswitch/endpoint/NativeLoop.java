package io.hnswitch.endpoint;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.util.Optional;

/** What devices with a descriptor of the system need of their event loop. */
public final class NativeLoop {

  private NativeLoop() {}

  /**
   * Why a device cannot be, if its loop does not watch descriptors.
   *
   * @param device what it is, like {@code link out}
   */
  public static Optional<RefusedException> missing(EventLoop loop, String device) {
    return loop instanceof IoEventLoop io && io.isCompatible(TapIoHandle.class)
        ? Optional.empty()
        : Optional.of(
            new RefusedException(
                Refusal.NOT_SUPPORTED, device + " needs Linux and Netty's native epoll transport"));
  }
}
