package io.hnswitch.control;

import io.hnswitch.id.NicId;

/**
 * A capture at an hn.
 *
 * @param id its id
 * @param nic where it looks on
 * @param snaplen bytes kept of a frame at most
 * @param ring bytes of its ring
 * @param oldest number of the oldest frame in the ring
 * @param next number that the next frame will have; as many were captured
 * @param overwritten frames that are no longer in the ring
 */
public record CaptureView(
    String id, NicId nic, int snaplen, int ring, long oldest, long next, long overwritten) {}
