/**
 * Endpoints: where a guest's network stack attaches to its hn. A {@linkplain
 * io.hnswitch.endpoint.TapEndpointVerticle TAP device} brings a real stack, an {@linkplain
 * io.hnswitch.endpoint.HostEndpointVerticle in-process host} is one. An endpoint is told by its hn
 * what it may leave to the NIC, gives it bursts of frames as long as it has credits, and takes what
 * hn has received.
 */
package io.hnswitch.endpoint;
