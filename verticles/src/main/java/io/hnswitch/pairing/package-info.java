/**
 * Pairing: which VF belongs to which hn, and the life of such a pair from the VF's attach to its
 * departure.
 *
 * <p>{@code VfMatching} decides by MAC address who belongs to whom. {@code PairingMachine} is the
 * life of one hn: {@code PairingState} says how much of the pairing has been done (input taken
 * over, capabilities merged, VF up, path moved), {@code PairCourse} which step comes next for what
 * is wanted now, up or down, and every step that was done is undone in reverse order. {@link
 * io.hnswitch.pairing.PairingVerticle} and its {@code HnPair}s move the messages: they perform
 * effects as control requests and turn every outcome, a refusal or silence too, into the next
 * event.
 *
 * <p>Without transparent mode {@code DirectMachine} is the life of a pair: the VF is used directly,
 * and hn lets it receive what comes by the channel while it is up.
 *
 * <p>The behaviour is FreeBSD hn(4)'s transparent mode with the corrections of later versions:
 * failures are rolled back and tried again, the host's acknowledgement is waited for, the host's
 * association and its own return to the synthetic path are followed.
 */
package io.hnswitch.pairing;
