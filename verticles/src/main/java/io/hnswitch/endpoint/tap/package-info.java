/**
 * The native side of a TAP endpoint: where a real network stack attaches to the switch.
 *
 * <p>Life of one: {@link io.hnswitch.endpoint.tap.TapNetwork#recover} removes what a crashed node
 * left behind; {@link io.hnswitch.endpoint.tap.TapDevice#open} makes the interface; {@link
 * io.hnswitch.endpoint.tap.TapNetwork#place} moves it into its network namespace and gives it name,
 * addresses and MTU; {@link io.hnswitch.endpoint.tap.TapIoHandle#register} lets an event loop say
 * when frames wait; {@link io.hnswitch.endpoint.tap.VnetHeader} translates what the kernel left to
 * do on a frame. To take it down: deregister the handle, close the device (the interface goes with
 * its descriptor), {@link io.hnswitch.endpoint.tap.TapNetwork#remove}.
 *
 * <p>Nothing here knows Vert.x or the event bus.
 */
package io.hnswitch.endpoint.tap;
