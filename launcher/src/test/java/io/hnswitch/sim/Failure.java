package io.hnswitch.sim;

import java.time.Duration;

/**
 * What a run found wrong.
 *
 * @param at virtual time of the run
 */
record Failure(Invariant invariant, String detail, Duration at) {}
