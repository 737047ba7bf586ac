package io.hnswitch.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * What the devices of a lab run on: Vert.x, or a scheduler that stands for it and decides about
 * order and time.
 */
public interface Platform {

  Transport transport();

  /**
   * A loop of its own for a device.
   *
   * @param device its name in the books, like {@code hn a:hn0}
   */
  DeviceLoop newLoop(String device);

  /** Starts a verticle. Gives what {@link #undeploy} wants, on the caller's loop. */
  Future<String> deploy(VerticleBase verticle);

  /** Stops a verticle. Done on the caller's loop. */
  Future<Void> undeploy(String deployment);
}
