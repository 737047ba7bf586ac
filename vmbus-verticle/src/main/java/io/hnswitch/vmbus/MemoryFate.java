package io.hnswitch.vmbus;

/** What may be done with memory that was shared with the host. */
public enum MemoryFate {
  /** The host does not know it, or let go of it: free or reuse it. */
  FREE,
  /** The host may still write into it (FreeBSD: EISCONN): never free or reuse it. */
  LEAKED
}
