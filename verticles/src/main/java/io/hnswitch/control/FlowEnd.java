package io.hnswitch.control;

/**
 * What one end of a flow has to say of it; the words are defined at {@code FlowSink}. The sender
 * fills in {@code running} and {@code sent}, and with an echo what came back as the rest; the
 * receiver the rest. All latencies are 0 when no datagram has one.
 *
 * @param running it has neither been stopped nor sent all it was to send
 * @param sent datagrams that left
 * @param received distinct datagrams that arrived
 * @param missing datagrams that did not arrive although later ones did
 * @param largestGapNanos longest time between two arrivals
 */
public record FlowEnd(
    String id,
    boolean running,
    long sent,
    long received,
    long missing,
    long duplicated,
    long reordered,
    long latencyMinNanos,
    long latencyP50Nanos,
    long latencyP90Nanos,
    long latencyP99Nanos,
    long latencyMaxNanos,
    long largestGapNanos) {}
