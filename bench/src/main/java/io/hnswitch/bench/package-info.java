/**
 * Benchmarks. Each measures one piece under JMH, or compares two ways side by side, and prints
 * figures with the machine and settings they were taken on.
 *
 * <p>The paths from guest to guest have a load without end: a {@link
 * io.hnswitch.bench.BurstSourceVerticle} in place of one endpoint, a {@link
 * io.hnswitch.bench.CountingSinkVerticle} in place of the other, all devices between them as the
 * launcher deploys them. {@link io.hnswitch.bench.PathBenchmark} and {@link
 * io.hnswitch.bench.PathReport} look at what arrives.
 */
package io.hnswitch.bench;
