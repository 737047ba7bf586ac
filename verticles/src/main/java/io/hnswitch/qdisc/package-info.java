/**
 * Queueing disciplines: a {@link io.hnswitch.qdisc.Shaper} that lets frames go at a rate, urgent
 * ones first and flows in turn. In front of hn's transmit paths a flow is a conversation, at an
 * adapter's wire it is a NIC. The first stands above the gate and the second below both paths, so a
 * switch-over means nothing to either.
 *
 * <p>Nothing here knows Vert.x or a clock: time is passed in, and who calls {@code pump} decides
 * when. Held frames are entries in arrays that name a burst and a slot; no payload moves.
 */
package io.hnswitch.qdisc;
