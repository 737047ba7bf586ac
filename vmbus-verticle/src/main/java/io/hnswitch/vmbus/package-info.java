/**
 * VMBus channels as actors. A channel is offered, opened with a ring buffer that both sides share
 * through a GPADL, carries packets while it is open, and ends when it is closed or its offer is
 * rescinded.
 *
 * <p>The bytes are in {@link io.hnswitch.vmbus.Ring} with its {@link io.hnswitch.vmbus.RingWriter}
 * and {@link io.hnswitch.vmbus.RingReader}, and in the packet flyweights; the decisions of both
 * ends of the control plane are in {@link io.hnswitch.vmbus.BusHostMachine} and {@link
 * io.hnswitch.vmbus.BusGuestMachine}, which talk to each other only in encoded control messages
 * ({@link io.hnswitch.vmbus.wire}).
 */
package io.hnswitch.vmbus;
