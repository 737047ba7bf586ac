package io.hnswitch.endpoint;

import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.id.NicId;

/** What a TAP endpoint is told when it is made. */
public record TapEndpointSettings(NicId nic, TapSettings tap) {}
