package io.hnswitch.endpoint.host;

/**
 * What became of a flow; the words are defined at {@link FlowSink}. All latencies are 0 when no
 * frame has one.
 *
 * @param sent frames the source wrote
 * @param received distinct frames that arrived
 * @param lost sent minus received
 * @param duplicated arrivals beyond the first of a frame
 * @param reordered frames that arrived after a later one
 * @param latencyMinNanos smallest latency, exact
 * @param latencyP50Nanos median, to three digits
 * @param latencyP90Nanos 90th percentile, to three digits
 * @param latencyP99Nanos 99th percentile, to three digits
 * @param latencyMaxNanos largest latency, exact
 * @param largestGapNanos longest time between two arrivals
 */
public record FlowReport(
    long sent,
    long received,
    long lost,
    long duplicated,
    long reordered,
    long latencyMinNanos,
    long latencyP50Nanos,
    long latencyP90Nanos,
    long latencyP99Nanos,
    long latencyMaxNanos,
    long largestGapNanos) {

  /** True when every frame arrived once and in order. */
  public boolean isFlawless() {
    return lost == 0 && duplicated == 0 && reordered == 0;
  }
}
