package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;

/**
 * What the host's end of an hn channel is told when it is made.
 *
 * @param virtualSwitch the switch its port is on
 */
public record NetvspSettings(NicId nic, MacAddress mac, String virtualSwitch) {}
