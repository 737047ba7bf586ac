package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.DropReason;
import java.util.Locale;

/**
 * What an error of the socket means. None ends the link: the next datagram is tried like the first.
 */
enum SocketTrouble {
  /** The socket holds as much as it may ({@code EAGAIN}, {@code ENOBUFS}). */
  FULL(DropReason.CREDIT_EXHAUSTED, ""),
  /** Longer than a datagram can be ({@code EMSGSIZE}). */
  TOO_LONG(DropReason.OVERSIZE, ""),
  /** There is no way there ({@code ENETUNREACH}). */
  NETWORK_UNREACHABLE(DropReason.LINK_DOWN, "the network of the remote cannot be reached"),
  /** Nobody answers there ({@code EHOSTUNREACH}). */
  HOST_UNREACHABLE(DropReason.LINK_DOWN, "the remote cannot be reached"),
  /** Nobody listens there ({@code ECONNREFUSED}). */
  PORT_UNREACHABLE(DropReason.LINK_DOWN, "nobody listens at the remote's port"),
  /** The interface is down ({@code ENETDOWN}). */
  NETWORK_DOWN(DropReason.LINK_DOWN, "the interface towards the remote is down"),
  /** The local address is not there any more ({@code EINVAL}, {@code EADDRNOTAVAIL}). */
  NO_LOCAL_ADDRESS(DropReason.LINK_DOWN, "the local address is not there"),
  /** Something forbids it ({@code EPERM}, {@code EACCES}). */
  FORBIDDEN(DropReason.ACL_DENY, "sending to the remote is forbidden"),
  /** Anything else. */
  OTHER(DropReason.LINK_DOWN, "the socket failed");

  private static final int EPERM = 1;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;
  private static final int EMSGSIZE = 90;
  private static final int EADDRNOTAVAIL = 99;
  private static final int ENETDOWN = 100;
  private static final int ENETUNREACH = 101;
  private static final int ENOBUFS = 105;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTDOWN = 112;
  private static final int EHOSTUNREACH = 113;

  private final DropReason reason;
  private final String words;
  private final String label = "socket-" + name().toLowerCase(Locale.ROOT).replace('_', '-');

  SocketTrouble(DropReason reason, String words) {
    this.reason = reason;
    this.words = words;
  }

  /**
   * The trouble behind an error number.
   *
   * @param errno positive
   */
  static SocketTrouble of(int errno) {
    return switch (errno) {
      case EAGAIN, ENOBUFS -> FULL;
      case EMSGSIZE -> TOO_LONG;
      case ENETUNREACH -> NETWORK_UNREACHABLE;
      case EHOSTUNREACH, EHOSTDOWN -> HOST_UNREACHABLE;
      case ECONNREFUSED -> PORT_UNREACHABLE;
      case ENETDOWN -> NETWORK_DOWN;
      case EINVAL, EADDRNOTAVAIL -> NO_LOCAL_ADDRESS;
      case EPERM, EACCES -> FORBIDDEN;
      default -> OTHER;
    };
  }

  /** Why a frame is dropped that met it. */
  DropReason reason() {
    return reason;
  }

  /** Whether the link is down for as long as this is the last that was heard. */
  boolean isDown() {
    return !words.isEmpty();
  }

  String words() {
    return words;
  }

  /** The counter's name. */
  String label() {
    return label;
  }
}
