/**
 * What devices measure of themselves. A device counts where it always did and is asked on the lab's
 * event loop, all devices at one moment; nobody is told of single frames.
 */
package io.hnswitch.metrics;
