package io.hnswitch.launch;

import io.hnswitch.api.Problem;

/** What the process says when it ends; the same for every verb. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  INVALID(3),
  NOT_FOUND(4),
  CONFLICT(5),
  NOT_ALLOWED(6),
  UNREACHABLE(7),
  CHECKS_FAILED(8),
  PARTLY_DONE(9),
  CHANGES_PENDING(10),
  INTERRUPTED(130);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }

  /** For a problem that a node answered with. */
  static ExitCode of(Problem problem) {
    return switch (problem.status()) {
      case 400, 413, 422 -> INVALID;
      case 401, 403 -> NOT_ALLOWED;
      case 404, 405 -> NOT_FOUND;
      case 409, 412, 428 -> CONFLICT;
      case 503, 504 -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
