package io.hnswitch.console;

/** Why a console could not be started. */
public enum ConsoleError {
  /** The address it should listen on can be reached from other machines, and there is no TLS. */
  NOT_LOOPBACK,
  /** The file with the named tokens cannot be read. */
  TOKENS_UNREADABLE,
  /** The file with the users cannot be read. */
  USERS_UNREADABLE,
  /** Certificate or key of TLS cannot be used. */
  TLS_UNUSABLE,
  /** Another process listens there. */
  PORT_IN_USE,
  /** The system does not let it listen there for another reason. */
  CANNOT_LISTEN
}
