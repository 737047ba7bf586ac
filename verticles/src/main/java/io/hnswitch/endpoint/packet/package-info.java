/**
 * Frames from and to an interface that is there already, by an {@code AF_PACKET} socket. {@link
 * io.hnswitch.endpoint.packet.PacketSocket} is the socket: every frame comes and goes with a
 * virtio-net header, so that checksums and segments may be left unfinished on both sides, and the
 * kernel tells a VLAN tag beside the frame.
 *
 * <p>Source: Linux {@code net/packet/af_packet.c}, packet(7).
 */
package io.hnswitch.endpoint.packet;
