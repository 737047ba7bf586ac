package io.hnswitch.endpoint;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.TapDevice;
import io.hnswitch.endpoint.tap.TapException;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.frame.DropReason;

/** Why a TAP could not be made, in words that say what to do about it. */
final class TapRefusal {

  private TapRefusal() {}

  /** The cause itself when there is nothing to add. */
  static Throwable of(Throwable cause, TapSettings tap) {
    return cause instanceof TapException trouble ? of(trouble, tap) : cause;
  }

  private static Throwable of(TapException trouble, TapSettings tap) {
    return switch (trouble.error()) {
      case NOT_PERMITTED ->
          refused(
              Refusal.NOT_PERMITTED,
              "a tap needs root, or CAP_NET_ADMIN (with a namespace CAP_SYS_ADMIN, too)",
              trouble);
      case NAME_IN_USE ->
          refused(
              Refusal.STATE_CONFLICT,
              "the interface name "
                  + tap.name()
                  + " is in use"
                  + (tap.namespace().isEmpty()
                      ? ""
                      : " in the network namespace " + tap.namespace()),
              trouble);
      case NOT_SUPPORTED, IO, COMMAND_MISSING, COMMAND_FAILED, TIMED_OUT -> trouble;
    };
  }

  private static RefusedException refused(Refusal reason, String words, TapException trouble) {
    return new RefusedException(reason, words + ": " + trouble.getMessage());
  }

  /**
   * Why a frame was not taken.
   *
   * @param error what {@link TapDevice#write} answered, below 0
   */
  static DropReason reason(int error) {
    return switch (error) {
      case TapDevice.INTERFACE_DOWN -> DropReason.LINK_DOWN;
      case TapDevice.GONE -> DropReason.NO_OWNER;
      case TapDevice.WOULD_BLOCK -> DropReason.CREDIT_EXHAUSTED;
      default -> DropReason.BAD_FCS;
    };
  }
}
