package io.hnswitch.endpoint.tap;

/** What kind of trouble a {@link TapException} is about. */
public enum TapError {
  /** The system has no TAP devices: not Linux, or no {@code /dev/net/tun}. */
  NOT_SUPPORTED,
  /** The process lacks CAP_NET_ADMIN (namespaces: CAP_SYS_ADMIN). */
  NOT_PERMITTED,
  /** An interface or address with that name is already there. */
  NAME_IN_USE,
  /** Any other failing system call or file access. */
  IO,
  /** The {@code ip} command is not installed. */
  COMMAND_MISSING,
  /** The {@code ip} command refused. */
  COMMAND_FAILED,
  /** The {@code ip} command, or a step between two, took longer than it may. */
  TIMED_OUT
}
