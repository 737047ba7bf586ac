/**
 * Frames to and from a QEMU process, by the sockets of its {@code -netdev stream} and {@code
 * -netdev dgram}. A stream carries each frame behind its length, four bytes with the most
 * significant first; a datagram is one frame. Neither has a word for checksums that are to be
 * finished or frames that are to be cut, so all frames are plain ones.
 *
 * <p>{@link io.hnswitch.endpoint.qemu.QemuSockets} opens sockets and looks after who is at the far
 * end; {@link io.hnswitch.endpoint.qemu.FrameInlet} and {@link
 * io.hnswitch.endpoint.qemu.FrameOutlet} read and write frames, without knowing of either. What
 * comes is never trusted: a length that QEMU does not have ends the connection.
 *
 * <p>Source: QEMU {@code net/stream.c}, {@code net/dgram.c}, {@code net/net.c} (net_fill_rstate).
 */
package io.hnswitch.endpoint.qemu;
