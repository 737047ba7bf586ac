/**
 * Where the options of {@code run} come from when the command line does not say: environment,
 * system properties, files. A key is the name of an option; the names elsewhere are made of it, so
 * a new option can be set everywhere without a word about it here.
 */
package io.hnswitch.launch.config;
