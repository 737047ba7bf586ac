/**
 * The NVS layer of the synthetic NIC: what guest and host say to each other in the payload of a
 * channel packet to agree on a version, share buffers, open sub-channels, move the datapath and
 * announce RNDIS messages.
 *
 * <p>Control messages are rare and become records ({@link io.hnswitch.hn.nvs.NvsMessage}); the two
 * messages around every burst of frames are written and read in place ({@link
 * io.hnswitch.hn.nvs.NvsFrames}). Nothing here keeps state: the order of a session is decided
 * elsewhere.
 */
package io.hnswitch.hn.nvs;
