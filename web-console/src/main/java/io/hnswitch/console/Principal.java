package io.hnswitch.console;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operation.Role;
import java.util.Locale;

/**
 * Who asks: the name of a token, never the token.
 *
 * @param role what it may
 */
record Principal(String name, Role role) {

  /** Knows the token that the node printed at its start. */
  static final Principal START = new Principal("start", Role.ADMIN);

  /** The node itself. */
  static final Principal NODE = new Principal("node", Role.ADMIN);

  /** Has shown no token where none is needed to look. */
  static final Principal ANONYMOUS = new Principal("anonymous", Role.VIEWER);

  boolean isAnonymous() {
    return equals(ANONYMOUS);
  }

  /** As whoever serves a request sees it. */
  Caller from(String place) {
    return new Caller(name, roleSlug(), place);
  }

  String roleSlug() {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
