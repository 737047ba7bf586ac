package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import java.time.Instant;

/**
 * The lab as it was wanted for a while.
 *
 * @param number counts up, and is never used again
 * @param time when it began
 * @param before the revision that undoing this one goes back to, or {@link #NONE}
 * @param of the revision whose lab this one took up again, or {@link #NONE}
 * @param summary how it differs from the revision that was current before it, for people
 */
record LabRevision(
    long number, Instant time, Cause cause, long before, long of, String summary, LabSpec lab) {

  static final long NONE = -1;
}
