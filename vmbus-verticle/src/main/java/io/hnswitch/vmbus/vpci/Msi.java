package io.hnswitch.vmbus.vpci;

/**
 * A translated interrupt: what the guest writes into the function's MSI registers.
 *
 * @param count of vectors
 * @param data of the message
 * @param address of the message
 */
public record Msi(int count, int data, long address) {}
