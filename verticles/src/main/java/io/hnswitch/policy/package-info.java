/**
 * What switch ports do with the frames of the guests behind them: VLANs, guards, storm limits,
 * access lists, bandwidth. {@link io.hnswitch.policy.PortPolicy} is what was asked for, {@link
 * io.hnswitch.policy.PortGate} is that at work. Nothing here knows Vert.x or reads a clock.
 */
package io.hnswitch.policy;
