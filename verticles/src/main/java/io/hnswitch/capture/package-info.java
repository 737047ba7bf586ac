/**
 * Captured frames: a bounded ring that a device copies frames into while somebody looks on, and the
 * pcapng form in which other programs read them. The frame path allocates nothing.
 */
package io.hnswitch.capture;
