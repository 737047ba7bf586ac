/**
 * Receive-side scaling as every NIC of the switch has it: which fields of a frame are hashed, under
 * which names, and with which key.
 *
 * <p>{@link io.hnswitch.rss.Toeplitz} is the hash of one key, {@link io.hnswitch.rss.RssHash}
 * applies it to a frame for a set of {@link io.hnswitch.rss.RssTypes}. The host computes it with
 * what the guest has set, a VF with a {@link io.hnswitch.rss.VfRss} of its own; hn makes the two
 * agree. What a frame carries is a hash and a <em>hash info</em>: the function in the low byte, one
 * type bit above, as NDIS writes them.
 */
package io.hnswitch.rss;
