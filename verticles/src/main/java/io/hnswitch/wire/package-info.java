/**
 * Links: what joins the wires of two adapters.
 *
 * <p>Two adapters of one node hand frames to each other, as {@link
 * io.hnswitch.wire.LocalLinkVerticle} has told them.
 */
package io.hnswitch.wire;
