/**
 * The learning Ethernet switch.
 *
 * <p>{@link io.hnswitch.l2.SwitchVerticle} is the device: it connects ports, receives bursts by
 * them and serves control requests. {@link io.hnswitch.l2.SwitchCore} decides for every frame of a
 * burst where it goes, with the {@link io.hnswitch.l2.Fdb forwarding database}; {@link
 * io.hnswitch.l2.BurstDealer} deals the frames out to the ports without moving a byte. Nothing but
 * the verticle and its {@link io.hnswitch.l2.BusEgress egresses} knows Vert.x.
 */
package io.hnswitch.l2;
