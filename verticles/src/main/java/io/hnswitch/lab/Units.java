package io.hnswitch.lab;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A notation of numbers with a unit: a whole number and one of a few suffixes.
 *
 * @param <T> what is written that way
 */
final class Units<T> {

  /** {@code 500us 20ms 3s 5m}. */
  static final Units<Duration> DURATION =
      new Units<>(
          "a duration like 500us, 20ms, 3s or 5m",
          false,
          List.of(
              new Scale("ns", 1),
              new Scale("us", 1_000),
              new Scale("ms", 1_000_000),
              new Scale("s", 1_000_000_000),
              new Scale("m", 60_000_000_000L)),
          Duration::ofNanos,
          Duration::toNanos,
          Map.of("sec", "s", "secs", "s", "min", "m", "mins", "m", "msec", "ms", "usec", "us"));

  /** Bytes: {@code 512}, {@code 64KiB}. */
  static final Units<Long> SIZE =
      new Units<>(
          "a size like 512 or 64KiB",
          true,
          List.of(new Scale("KiB", 1 << 10), new Scale("MiB", 1 << 20)),
          Function.identity(),
          Function.identity(),
          Map.of("K", "KiB", "k", "KiB", "KB", "KiB", "kb", "KiB", "M", "MiB", "MB", "MiB"));

  /** Packets per second: {@code 2000pps}. */
  static final Units<Long> RATE =
      new Units<>(
          "a rate like 2000pps, or max",
          false,
          List.of(new Scale("pps", 1)),
          Function.identity(),
          Function.identity(),
          Map.of("p/s", "pps", "Hz", "pps", "/s", "pps"));

  /** Frames per second: {@code 1000pps}. */
  static final Units<Long> FRAME_RATE =
      new Units<>(
          "a rate like 1000pps",
          false,
          List.of(new Scale("pps", 1)),
          Function.identity(),
          Function.identity(),
          Map.of("p/s", "pps", "Hz", "pps", "/s", "pps"));

  /** Bits per second: {@code 100Mbit}. */
  static final Units<Long> BIT_RATE =
      new Units<>(
          "a rate like 100Mbit, with Kbit, Mbit or Gbit",
          false,
          List.of(
              new Scale("Kbit", 1_000),
              new Scale("Mbit", 1_000_000),
              new Scale("Gbit", 1_000_000_000)),
          Function.identity(),
          Function.identity(),
          Map.of(
              "K", "Kbit", "k", "Kbit", "kbit", "Kbit", "M", "Mbit", "m", "Mbit", "mbit", "Mbit",
              "Mbps", "Mbit", "G", "Gbit", "g", "Gbit", "gbit", "Gbit"));

  private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]{0,17})([A-Za-z/]*)");

  private final String wanted;
  private final boolean bare;
  private final Map<String, Long> scales;
  private final Function<Long, T> make;
  private final Function<T, Long> number;
  private final Map<String, String> mistakes;

  private Units(
      String wanted,
      boolean bare,
      List<Scale> scales,
      Function<Long, T> make,
      Function<T, Long> number,
      Map<String, String> mistakes) {
    this.wanted = wanted;
    this.bare = bare;
    this.scales = map(scales);
    this.make = make;
    this.number = number;
    this.mistakes = mistakes;
  }

  /** What a text must be, for messages. */
  String wanted() {
    return wanted;
  }

  Optional<T> parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches() || !isUnit(parts.group(2))) {
      return Optional.empty();
    }
    var scale = scales.getOrDefault(parts.group(2), 1L);
    var value = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(scale));
    return value.bitLength() > 62 ? Optional.empty() : Optional.of(make.apply(value.longValue()));
  }

  /** With the largest unit that leaves a whole number. */
  String format(T value) {
    long rest = number.apply(value);
    if (rest == 0 && !bare) {
      return "0" + usual();
    }
    var text = bare ? Long.toString(rest) : "";
    for (var scale : scales.entrySet()) {
      if (rest != 0 && rest % scale.getValue() == 0) {
        text = rest / scale.getValue() + scale.getKey();
      }
    }
    return text;
  }

  /** What a text without a unit, or with a wrong one, may have meant; empty for no idea. */
  String guess(String text) {
    var parts = TEXT.matcher(text.replace(" ", ""));
    if (!parts.matches()) {
      return "";
    }
    var unit = parts.group(2);
    if (isUnit(unit)) {
      return parts.group(1) + unit;
    }
    var meant = mistakes.getOrDefault(unit, unit.isEmpty() ? usual() : "");
    if (meant.isEmpty()) {
      meant = Words.nearest(unit, scales.keySet());
    }
    return meant.isEmpty() ? "" : parts.group(1) + meant;
  }

  private boolean isUnit(String unit) {
    return scales.containsKey(unit) || bare && unit.isEmpty();
  }

  /** Who leaves out a duration's unit most often means seconds. */
  private String usual() {
    return scales.containsKey("s") ? "s" : scales.keySet().iterator().next();
  }

  private static Map<String, Long> map(List<Scale> scales) {
    var map = new LinkedHashMap<String, Long>();
    scales.forEach(scale -> map.put(scale.unit(), scale.value()));
    return map;
  }

  /** A suffix and what it multiplies by; from the smallest. */
  private record Scale(String unit, long value) {}
}
