/**
 * The built jar with the kernel, as root: nodes run as processes of their own, namespaces and TAP
 * devices are real, and the programs that talk through them are {@code ping}, {@code iperf3} and
 * {@code tcpdump}. Nothing here can be skipped: what is missing on the machine is a failure.
 */
package io.hnswitch.launch.it;
