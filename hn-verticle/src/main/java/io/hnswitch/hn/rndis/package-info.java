/**
 * The RNDIS layer of the synthetic NIC: control messages and NDIS objects as records, and packet
 * messages, which carry the frames, written and read in place.
 *
 * <p>On the frame path {@link io.hnswitch.hn.rndis.RndisPacketWriter} puts a header and per-packet
 * information in front of a frame, and {@link io.hnswitch.hn.rndis.RndisPacketReader} checks what a
 * peer has put there; {@link io.hnswitch.hn.rndis.RndisOffload} turns the information into the
 * switch's own offload word. Nothing here keeps state across messages.
 */
package io.hnswitch.hn.rndis;
