/**
 * The queueing discipline in front of hn's transmit paths: a {@link io.hnswitch.hn.qdisc.Shaper}
 * that lets frames go at a rate, urgent ones first and flows in turn. It stands above the gate, so
 * it does not know which path is active, and a switch-over means nothing to it.
 *
 * <p>Nothing here knows Vert.x or a clock: time is passed in, and who calls {@code pump} decides
 * when. Held frames are entries in arrays that name a burst and a slot; no payload moves.
 */
package io.hnswitch.hn.qdisc;
