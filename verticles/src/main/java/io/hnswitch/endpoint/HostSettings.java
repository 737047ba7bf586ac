package io.hnswitch.endpoint;

import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.id.NicId;

/** What an in-process host endpoint is told when it is made. */
public record HostSettings(NicId nic, HostConfig config) {}
