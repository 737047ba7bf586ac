/**
 * The public face of a node, as data: the closed {@linkplain io.hnswitch.api.Operations catalogue}
 * of operations that REST, command line and event bus share, the {@linkplain
 * io.hnswitch.api.Problem problems} they answer with, and the one {@linkplain
 * io.hnswitch.api.ViewJson translation} of typed views into JSON. The launcher serves the
 * operations on the bus, the console maps HTTP to them.
 */
package io.hnswitch.api;
