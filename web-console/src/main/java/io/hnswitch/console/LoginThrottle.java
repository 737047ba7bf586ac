package io.hnswitch.console;

import java.time.Duration;

/**
 * Slows down who guesses passwords, by the name that is guessed at and by the address that it comes
 * from. A try counts as wrong from its beginning, so that many at once gain nothing.
 */
final class LoginThrottle {

  private final Throttle throttle;

  LoginThrottle(Throttle throttle) {
    this.throttle = throttle;
  }

  /**
   * Begins a try.
   *
   * @return how long to wait instead; zero when the try may go on
   */
  Duration begin(String name, String address, long nowNanos) {
    var left = throttle.left(address(address), nowNanos);
    // What nobody can be called needs no row in the table.
    if (Principal.isName(name)) {
      var byName = throttle.left(name(name), nowNanos);
      left = byName.compareTo(left) > 0 ? byName : left;
    }
    if (left.isPositive()) {
      return left;
    }
    throttle.failed(address(address), nowNanos);
    if (Principal.isName(name)) {
      throttle.failed(name(name), nowNanos);
    }
    return Duration.ZERO;
  }

  /** It was right. Others at the same address may still be guessing at other names. */
  void succeeded(String name, String address) {
    throttle.forget(name(name));
    throttle.takeBack(address(address));
  }

  /** Nobody looked whether it was right. */
  void takeBack(String name, String address) {
    throttle.takeBack(name(name));
    throttle.takeBack(address(address));
  }

  private static String name(String name) {
    return "name " + name;
  }

  private static String address(String address) {
    return "login " + address;
  }
}
