package io.hnswitch.launch.cluster;

/**
 * A node that is there.
 *
 * @param name of the node
 * @param run names this run of the node
 * @param version of its program
 * @param place where it meets the others
 * @param host of that place
 * @param wirePort where wires of the others end, at that host
 * @param self whether it is this node
 * @param leader whether it orders the changes: the one that is there for longest
 */
public record Member(
    String name,
    String run,
    String version,
    String place,
    String host,
    int wirePort,
    boolean self,
    boolean leader) {}
