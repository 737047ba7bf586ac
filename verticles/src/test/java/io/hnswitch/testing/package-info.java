/**
 * Fixtures for the tests of all modules: a lab without devices ({@link
 * io.hnswitch.testing.LabHarness}), time moved by hand ({@link io.hnswitch.testing.ManualTimers}),
 * and a device that sends and records frames and fences ({@link io.hnswitch.testing.ProbeDevice}).
 */
package io.hnswitch.testing;
