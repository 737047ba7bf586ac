package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.ViewJson;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as in lab files: {@code 500ms 30s 5m}. */
final class DurationWord implements ITypeConverter<Duration> {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  @Override
  public Duration convert(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "wanted a time like 500ms, 30s or 5m, not \"" + text + "\"");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /**
   * A time in a request.
   *
   * @param pointer to the member, for problems
   */
  static Duration of(String pointer, String text) {
    try {
      return new DurationWord().convert(text);
    } catch (TypeConversionException e) {
      throw Names.invalid(pointer, pointer.substring(1) + ": " + e.getMessage());
    }
  }

  static String text(Duration duration) {
    return ViewJson.duration(duration);
  }
}
