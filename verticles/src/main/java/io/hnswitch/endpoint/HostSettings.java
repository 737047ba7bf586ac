package io.hnswitch.endpoint;

import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.id.NicId;

/**
 * What an in-process host endpoint is told when it is made.
 *
 * @param suspended whether it waits to be told to go on: its guest comes from another node
 */
public record HostSettings(NicId nic, HostConfig config, boolean suspended) {

  /** Of a guest that starts here. */
  public HostSettings(NicId nic, HostConfig config) {
    this(nic, config, false);
  }
}
