/**
 * The control messages of VMBus: immutable records, their bytes, and one line of text for each.
 *
 * <p>Control messages are rare, so they are decoded as a whole. Bytes that are no message become a
 * typed result that names the field and its value; nothing is thrown for what a peer sent.
 */
package io.hnswitch.vmbus.wire;
