package io.hnswitch.hn;

import io.hnswitch.hn.rndis.NdisRssParams;

/** What a ready session can be asked for, one after the other. */
sealed interface NvscRequest {

  /** OID current packet filter. */
  record SetFilter(int filter) implements NvscRequest {}

  /** OID offload parameters: coalescing follows LRO. */
  record SetCoalescing(boolean wanted) implements NvscRequest {}

  /** OID media connect status. */
  record QueryLink() implements NvscRequest {}

  /**
   * OID receive scale parameters.
   *
   * @param asked who asks, to tell answers apart
   */
  record SetRss(NdisRssParams parameters, int asked) implements NvscRequest {}

  /**
   * NVS 129, completion requested.
   *
   * @param asked who asks, to tell answers apart
   */
  record SetDatapath(boolean vf, int asked) implements NvscRequest {}

  /** RNDIS HALT and the revocation of both buffers, then the end. */
  record Halt() implements NvscRequest {}
}
