package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a switch does with multicast; the times and numbers are those of RFC 3376, section 8.
 *
 * @param snooping whether groups go only where they were asked for
 * @param querier the switch's own, if it has one
 * @param interval between general queries, {@link #MIN_INTERVAL} to {@link #MAX_INTERVAL}
 * @param response how long hosts may take to answer one, 100 ms to 25 s, less than the interval
 * @param lastMember how long they may take when somebody has left, 100 ms to 25 s
 * @param robustness how many messages in a row are expected to be lost at most, and one more; 1 to
 *     7
 * @param fastLeave whether a port that leaves a group is not asked again: for one host to a port
 * @param floods whether groups that nobody has asked for go everywhere, instead of to routers only
 * @param limit groups at most, {@link #MIN_LIMIT} to {@link #MAX_LIMIT}
 * @param routerPorts names of ports that routers are at, whatever is heard
 */
public record MulticastPolicy(
    boolean snooping,
    Optional<Querier> querier,
    Duration interval,
    Duration response,
    Duration lastMember,
    int robustness,
    boolean fastLeave,
    boolean floods,
    int limit,
    List<String> routerPorts) {

  public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  public static final Duration MAX_INTERVAL = Duration.ofHours(1);
  public static final Duration MIN_RESPONSE = Duration.ofMillis(100);
  public static final Duration MAX_RESPONSE = Duration.ofSeconds(25);
  public static final int MAX_ROBUSTNESS = 7;
  public static final int MIN_LIMIT = 1;
  public static final int MAX_LIMIT = 16_384;
  public static final int DEFAULT_LIMIT = 1024;

  /** Every group frame goes everywhere. */
  public static final MulticastPolicy OFF =
      new MulticastPolicy(
          false,
          Optional.empty(),
          Duration.ofSeconds(125),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          2,
          false,
          false,
          DEFAULT_LIMIT,
          List.of());

  public MulticastPolicy {
    requireIn("interval", interval, MIN_INTERVAL, MAX_INTERVAL);
    requireIn("response", response, MIN_RESPONSE, MAX_RESPONSE);
    requireIn("lastMember", lastMember, MIN_RESPONSE, MAX_RESPONSE);
    if (response.compareTo(interval) >= 0) {
      throw new IllegalArgumentException(
          "response must be less than interval: " + response + ", " + interval);
    }
    if (robustness < 1 || robustness > MAX_ROBUSTNESS) {
      throw new IllegalArgumentException("robustness out of range: " + robustness);
    }
    if (limit < MIN_LIMIT || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit out of range: " + limit);
    }
    routerPorts = List.copyOf(routerPorts);
  }

  private static void requireIn(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(what + " out of range: " + value);
    }
  }

  /**
   * A querier.
   *
   * @param address its IPv4 source address; {@code 0.0.0.0} asks without being taken for a router,
   *     and gives way to any other querier (RFC 4541, section 2.1.1)
   * @param igmp version that it speaks, 2 or 3
   * @param mld version that it speaks, 1 or 2
   */
  public record Querier(IpAddress address, int igmp, int mld) {

    public static final Querier DEFAULT = new Querier(IpAddress.ofV4(0), 3, 2);

    public Querier {
      if (!address.isV4() || !address.isUnicast() && !address.isUnspecified()) {
        throw new IllegalArgumentException("no IPv4 address of a querier: " + address);
      }
      if (igmp < 2 || igmp > 3 || mld < 1 || mld > 2) {
        throw new IllegalArgumentException("no version: igmp " + igmp + ", mld " + mld);
      }
    }
  }

  /** Whether nothing is to be done. */
  public boolean isOff() {
    return !snooping;
  }
}
