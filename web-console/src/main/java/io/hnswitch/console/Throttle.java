package io.hnswitch.console;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: after {@link #FREE} wrong tries, each further one of the same guesser has to
 * wait twice as long as the one before, at most {@link #WAIT_MAX}. Who is quiet for {@link #FORGET}
 * begins anew. Guessers are few: the table forgets who failed least lately.
 */
final class Throttle {

  static final int FREE = 5;
  static final Duration WAIT_FIRST = Duration.ofSeconds(1);
  static final Duration WAIT_MAX = Duration.ofMinutes(15);
  static final Duration FORGET = Duration.ofHours(1);
  static final int GUESSERS_MAX = 10_000;

  private static final int DOUBLINGS_MAX = 20;
  private static final int NETWORK_BYTES = 8;

  private final Map<String, Tries> byGuesser = new LinkedHashMap<>();

  private record Tries(int count, long lastNanos) {

    Duration pause() {
      if (count <= FREE) {
        return Duration.ZERO;
      }
      var wait = WAIT_FIRST.multipliedBy(1L << Math.min(count - FREE - 1, DOUBLINGS_MAX));
      return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }

    Duration left(long nowNanos) {
      var left = pause().minusNanos(nowNanos - lastNanos);
      return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isOld(long nowNanos) {
      return nowNanos - lastNanos >= FORGET.toNanos();
    }
  }

  /**
   * Who guesses, as far as an address tells: of IPv6 the first 64 bits, for whoever has one address
   * there has them all.
   *
   * @param address a literal
   */
  static String guesser(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      int scope = address.indexOf('%');
      var bytes =
          InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope)).getAddress();
      return bytes.length == NETWORK_BYTES * 2
          ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
          : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  /** How long a guesser has to wait before the next try; zero when it may try now. */
  Duration left(String guesser, long nowNanos) {
    var tries = byGuesser.get(guesser);
    return tries == null || tries.isOld(nowNanos) ? Duration.ZERO : tries.left(nowNanos);
  }

  /** Counts a wrong try; one whose outcome is not known yet counts too, until it is. */
  void failed(String guesser, long nowNanos) {
    var before = byGuesser.remove(guesser);
    int count = before == null || before.isOld(nowNanos) ? 0 : before.count();
    if (byGuesser.size() == GUESSERS_MAX) {
      byGuesser.remove(byGuesser.keySet().iterator().next());
    }
    byGuesser.put(guesser, new Tries(count + 1, nowNanos));
  }

  /** Takes back one try: it was right. */
  void takeBack(String guesser) {
    byGuesser.computeIfPresent(
        guesser,
        (same, tries) ->
            tries.count() == 1 ? null : new Tries(tries.count() - 1, tries.lastNanos()));
  }

  /** Forgets a guesser that turned out to be none. */
  void forget(String guesser) {
    byGuesser.remove(guesser);
  }

  int guessers() {
    return byGuesser.size();
  }
}
