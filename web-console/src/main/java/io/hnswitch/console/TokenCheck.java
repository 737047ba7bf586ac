package io.hnswitch.console;

import java.time.Duration;

/**
 * Tells whose a token is, and slows those down who show wrong ones. A right token is admitted
 * however many wrong ones came from its address: it cannot be guessed, and all programs of one
 * machine share an address.
 */
final class TokenCheck {

  private final Tokens tokens;
  private final Throttle throttle;

  TokenCheck(Tokens tokens, Throttle throttle) {
    this.tokens = tokens;
    this.throttle = throttle;
  }

  /** The answer. */
  sealed interface Result {
    /** It is the token of somebody. */
    record Known(Principal who) implements Result {}

    /** It is nobody's. */
    record Wrong() implements Result {}

    /** It is nobody's, and so were too many before. */
    record Throttled(Duration left) implements Result {}
  }

  /**
   * Looks whose a token is.
   *
   * @param address where it comes from
   */
  Result check(String token, String address, long nowNanos) {
    var found = tokens.find(token);
    return found.isPresent() ? new Result.Known(found.get()) : wrong(address, nowNanos);
  }

  /** Counts something wrong that was shown. */
  Result wrong(String address, long nowNanos) {
    var guesser = "token " + address;
    var left = throttle.left(guesser, nowNanos);
    if (left.isPositive()) {
      return new Result.Throttled(left);
    }
    throttle.failed(guesser, nowNanos);
    return new Result.Wrong();
  }
}
