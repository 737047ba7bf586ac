/**
 * hn's receive-side scaling and its agreement with a VF's.
 *
 * <p>While a VF is active, the first frames of a flow may come by the channel and the rest by the
 * VF, so a flow must have the same hash on both, or none that anybody sees. {@link
 * io.hnswitch.hn.rss.RssAgreement} holds what hn has set and finds out what both can have: the VF's
 * key, the types in common, and of those the ones whose hash cannot differ. {@link
 * io.hnswitch.hn.rss.RssRules} is that choice alone. {@link io.hnswitch.hn.rss.ReceivedHash} shows
 * of the hashes that come by the channel what was agreed. At the host's end, {@link
 * io.hnswitch.hn.rss.HostRss} keeps what the guest has set and {@link io.hnswitch.hn.rss.HostHash}
 * computes it.
 */
package io.hnswitch.hn.rss;
