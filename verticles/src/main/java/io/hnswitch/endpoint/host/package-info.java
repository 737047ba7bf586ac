/**
 * The decisions of an in-process host: a guest without an operating system, for labs that need
 * somebody who answers and something to measure.
 *
 * <p>{@link io.hnswitch.endpoint.host.HostStack} answers ARP, NDP and echoes and finds next hops.
 * {@link io.hnswitch.endpoint.host.FlowSource} and {@link io.hnswitch.endpoint.host.FlowSink} are
 * the two ends of a numbered UDP flow, {@link io.hnswitch.endpoint.host.FlowReport} is what became
 * of it. Nothing here reads a clock, waits, or knows how frames travel: time is passed in as
 * nanoseconds of any monotonic clock, frames leave through a {@link
 * io.hnswitch.endpoint.host.FrameSink}. An object belongs to one thread.
 */
package io.hnswitch.endpoint.host;
