package io.hnswitch.qdisc;

/**
 * What a NIC has had of a way that several share.
 *
 * @param sender the NIC, or {@code others}
 * @param weight its share beside those of the others
 * @param frames that have gone
 * @param bytes of them on the wire
 * @param dropped frames that were too much
 */
public record Share(String sender, int weight, long frames, long bytes, long dropped) {}
