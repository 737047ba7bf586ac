package io.hnswitch.vf;

import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;

/**
 * How a VF is made.
 *
 * @param id its id
 * @param grant whom the host gives it to
 * @param capabilities what it can do
 * @param tso what it takes as one super-frame
 * @param mtuMax the largest MTU it takes, in bytes
 * @param rss how it hashes what it receives
 */
record VfSettings(
    VfId id, Grant grant, OffloadCaps capabilities, TsoLimits tso, int mtuMax, VfRss rss) {}
