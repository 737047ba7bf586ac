/**
 * Live migration of a guest: it leaves the lab of one node and goes on in that of another, with its
 * traffic running.
 *
 * <p>{@link io.hnswitch.migration.MigrationSourceMachine} and {@link
 * io.hnswitch.migration.MigrationTargetMachine} decide, one at each node; between them one question
 * has one answer, whose the guest is ({@link io.hnswitch.migration.Side}). What a device hands over
 * is a {@link io.hnswitch.state.StateTree}. Frames that may not move on wait in a {@link
 * io.hnswitch.migration.FrameStore}, outside of everybody's credits. A {@link
 * io.hnswitch.migration.MigrationMark} is the frame that says how far the frames before it have
 * come, and {@link io.hnswitch.migration.Sightings} knows which frames came by two ways.
 */
package io.hnswitch.migration;
