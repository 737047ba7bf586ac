/**
 * What a device hands over to the one that goes on in its place, perhaps at another node: a {@link
 * io.hnswitch.state.StateTree}. Who has something to hand over has {@code save} and {@code
 * restore}.
 */
package io.hnswitch.state;
