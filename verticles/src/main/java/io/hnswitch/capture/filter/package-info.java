/**
 * Filters for frames in the syntax of libpcap ({@code pcap-filter(7)}): a text becomes a {@link
 * io.hnswitch.capture.filter.FrameFilter} once, which then looks at frames where they lie and
 * allocates nothing. What is not in the subset is refused with the word and its column.
 */
package io.hnswitch.capture.filter;
