package io.hnswitch.vf;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;

/**
 * A VF given to a NIC.
 *
 * @param mac the NIC's address, which is the VF's too
 * @param serial of this gift, different from that of every other: late answers are told by it
 */
record Grant(NicId nic, MacAddress mac, int serial) {}
