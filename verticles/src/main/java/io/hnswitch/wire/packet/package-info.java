/**
 * The wire of an adapter that ends at an interface of the system: a physical NIC or one end of a
 * veth pair. {@link io.hnswitch.wire.packet.PacketLinkVerticle} is the link, {@link
 * io.hnswitch.endpoint.InterfacePort} its way to the interface.
 */
package io.hnswitch.wire.packet;
