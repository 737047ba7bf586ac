/**
 * What a link does to the frames that go by it: delay, loss, duplicates, reordering, corruption and
 * a rate, in netem's words.
 *
 * <p>A link has two directions. What each is to do is said in named layers of {@link
 * io.hnswitch.impair.Impairment}s, of which a later one replaces what it names of those before; put
 * together they are one {@link io.hnswitch.impair.Effect}. An {@link io.hnswitch.impair.Impairer}
 * has that effect on frames: it decides with random numbers of its own, and copies what has to wait
 * into memory of its own, so that whoever sent it has its credit back. Time is passed in; an {@link
 * io.hnswitch.impair.ImpairedWay} has the timer, and lets bursts through untouched while there is
 * nothing to do.
 *
 * <p>Random numbers begin with the lab's seed, or with {@link io.hnswitch.impair.Dice} that a layer
 * brings. A {@link io.hnswitch.impair.Preview} has an impairer play with frames of its own, to say
 * beforehand what would become of them.
 */
package io.hnswitch.impair;
