/**
 * Several nodes that run one lab: who is there, what they share (revisions, owners), and how they
 * ask each other. The only package that knows Hazelcast.
 */
package io.hnswitch.launch.cluster;
