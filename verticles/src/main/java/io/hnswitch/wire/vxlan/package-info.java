/**
 * Links that are tunnels: an adapter's wire whose far end is outside of all labs, at Linux's {@code
 * vxlan} device or at another switch.
 *
 * <p>{@link io.hnswitch.wire.vxlan.VxlanLinkVerticle} has one UDP socket on the lab's own event
 * loop. What the adapter sends is finished by {@link io.hnswitch.wire.vxlan.VxlanSender}, as the
 * outside has nothing but bytes: super-frames are cut, checksums computed, tags written. Of what
 * comes, {@link io.hnswitch.wire.vxlan.VxlanGate} decides what is taken. {@link
 * io.hnswitch.wire.vxlan.SocketTrouble} says what an error of the socket means; none of them ends
 * the link.
 */
package io.hnswitch.wire.vxlan;
