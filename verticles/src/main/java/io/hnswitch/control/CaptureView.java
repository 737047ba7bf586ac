package io.hnswitch.control;

import java.util.List;

/**
 * A capture.
 *
 * @param id its id
 * @param at the NICs, and the adapters whose wires, where it looks on
 * @param where {@code nic} or {@code port}: where it looks at the frames of NICs
 * @param direction which of their frames
 * @param filter which frames it keeps, in libpcap's syntax; empty for all
 * @param state {@code armed}, {@code running} or {@code ended}
 * @param auto {@code start} or {@code on-switchover}: what the time limit runs from
 * @param limitMs for how long it runs, in milliseconds, from its start or from the switch-over
 * @param snaplen bytes kept of a frame at most
 * @param ring bytes of its ring
 * @param frames how many it captures before it ends; 0 for no end
 * @param seen frames that it has seen, whether they fitted its filter or not
 * @param oldest number of the oldest frame in the ring
 * @param next number that the next frame will have; as many were captured
 * @param overwritten frames that are no longer in the ring
 */
public record CaptureView(
    String id,
    List<String> at,
    String where,
    String direction,
    String filter,
    String state,
    String auto,
    long limitMs,
    int snaplen,
    int ring,
    long frames,
    long seen,
    long oldest,
    long next,
    long overwritten) {

  public CaptureView {
    at = List.copyOf(at);
  }
}
