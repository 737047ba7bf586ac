/**
 * Who has asked for which multicast group: snooping of IGMP (RFC 1112, 2236, 3376) and MLD (RFC
 * 2710, 3810) as RFC 4541 recommends it, and a querier that asks.
 *
 * <p>A {@link io.hnswitch.multicast.MembershipReader} reads a message or says that it is malformed;
 * a {@link io.hnswitch.multicast.Snooper} keeps, for each VLAN and each of the two protocols, the
 * querier, the ports that routers are at, and the ports that have asked for each group, and says of
 * each frame which ports get it. Time is passed in. The virtual switch owns one and feeds it;
 * adapters ask the same one about their wires, so it makes no difference by which path a guest
 * sends.
 */
package io.hnswitch.multicast;
