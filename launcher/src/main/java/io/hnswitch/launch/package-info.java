/**
 * The command line and the node. It reads configuration once, starts Vert.x, finds devices by their
 * providers, brings the lab to the state its file asks for, supervises what runs, and takes down
 * what it made.
 */
package io.hnswitch.launch;
