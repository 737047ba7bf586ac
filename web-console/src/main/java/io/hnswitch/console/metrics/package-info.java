/**
 * What a node measures, for Prometheus. {@link io.hnswitch.console.metrics.Metric} is the list of
 * its own metrics. A scrape reads, at one moment on the lab's event loop, what devices count anyway
 * ({@link io.hnswitch.console.metrics.LabMeter}); the text is made on a worker. Micrometer has what
 * is no frame's business: HTTP, pools and the JVM.
 */
package io.hnswitch.console.metrics;
