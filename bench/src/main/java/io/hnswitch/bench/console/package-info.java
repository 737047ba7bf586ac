/**
 * How the page of the web console does with a large lab that changes all the time. A {@link
 * io.hnswitch.bench.console.NodeProcess} runs the lab, an {@link
 * io.hnswitch.bench.console.EventStorm} makes events in it, and a {@link
 * io.hnswitch.bench.console.Chromium} looks at the page, which counts for itself what it does.
 * {@link io.hnswitch.bench.console.ConsoleReport} prints the figures.
 */
package io.hnswitch.bench.console;
