/**
 * The deterministic simulator: the real devices on one thread under a seeded scheduler, with time
 * that only the scheduler moves. {@link io.hnswitch.sim.Simulation} is one run; {@code
 * docs/simulator.md} tells how to use and to extend it.
 */
package io.hnswitch.sim;
