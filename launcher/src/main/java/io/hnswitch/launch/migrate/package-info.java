/**
 * Guests that go from node to node. {@link io.hnswitch.launch.migrate.Migrations} is a node's part:
 * what is wanted of it begins a {@code Departure}, what another node says to it an {@code Arrival},
 * and both do what the machines of {@code io.hnswitch.migration} decide. How nodes reach each other
 * is a {@link io.hnswitch.launch.migrate.MigrationPeer}, who decides between them an {@link
 * io.hnswitch.launch.migrate.Arbiter}, and what a lab has to do with it a {@link
 * io.hnswitch.launch.migrate.GuestHome}.
 */
package io.hnswitch.launch.migrate;
