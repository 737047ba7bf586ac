package io.hnswitch.impair;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A probability, exact to a millionth, as in {@code 0.5%}.
 *
 * @param millionths 0 to {@value #ALL}
 */
public record Chance(int millionths) {

  private static final int ALL = 1_000_000;
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,4})?)%");

  public static final Chance NEVER = new Chance(0);
  public static final Chance ALWAYS = new Chance(ALL);

  public Chance {
    if (millionths < 0 || millionths > ALL) {
      throw new IllegalArgumentException("no probability: " + millionths + " millionths");
    }
  }

  /**
   * Percent with at most four decimals.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Chance parse(String text) {
    var percent = TEXT.matcher(text);
    if (!percent.matches()) {
      throw new IllegalArgumentException("must be percent like 0.5%, not \"" + text + "\"");
    }
    int value = new BigDecimal(percent.group(1)).movePointRight(4).intValueExact();
    if (value > ALL) {
      throw new IllegalArgumentException("must be 0% to 100%, not \"" + text + "\"");
    }
    return new Chance(value);
  }

  public boolean isNever() {
    return millionths == 0;
  }

  /** From 0 to 1. */
  public double value() {
    return millionths / (double) ALL;
  }

  /** As in lab files. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
  }
}
