package io.hnswitch.console;

import io.hnswitch.api.Caller;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who asks: the name of a token or user, never the token. Tokens and users have no name in common.
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

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Set<String> RESERVED = Set.of(START.name, NODE.name, ANONYMOUS.name);

  /** Whether a token or user can be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !RESERVED.contains(name);
  }

  /**
   * A name for a token or user.
   *
   * @param what it is for
   * @throws ProblemException when it is none
   */
  static String name(String what, String name) {
    if (!isName(name)) {
      throw invalid("/name", "not a name for a " + what + ": \"" + name + "\"; use a-z, 0-9 and -");
    }
    return name;
  }

  /**
   * The role with a slug.
   *
   * @throws ProblemException when there is none
   */
  static Role role(String slug) {
    for (var role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(slug)) {
        return role;
      }
    }
    throw invalid("/role", "a role is viewer, operator or admin, not \"" + slug + "\"");
  }

  private static ProblemException invalid(String pointer, String detail) {
    var error = new Problem.Error(pointer, detail, "", 0, 0);
    return Problem.of(ProblemCode.INVALID_VALUE, detail, List.of(error)).exception();
  }

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
