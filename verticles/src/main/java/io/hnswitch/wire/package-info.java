/**
 * Links: what joins the wires of two adapters.
 *
 * <p>Two adapters of one node hand frames to each other, as {@link
 * io.hnswitch.wire.LocalLinkVerticle} has told them. When the adapters are on two nodes, each node
 * has a {@link io.hnswitch.wire.RemoteLinkVerticle} for its end. The two ends are joined by one TCP
 * connection: the end whose adapter's name comes first connects to the {@link
 * io.hnswitch.wire.WireHub} of the other node.
 *
 * <p>A connection begins with a handshake ({@link io.hnswitch.wire.Greeting}, {@link
 * io.hnswitch.wire.Hello}, {@link io.hnswitch.wire.Welcome}) in which both prove that they know a
 * secret and tell what has come to them by earlier connections. Then bursts go both ways, a message
 * for each, and are acknowledged. {@link io.hnswitch.wire.WireAccount} knows what of them has
 * arrived, is on its way, or is lost; {@link io.hnswitch.wire.WireReader} reads, and trusts
 * nothing.
 */
package io.hnswitch.wire;
