package io.hnswitch.api;

import java.math.BigDecimal;

/** Numbers as JavaScript writes them, so that the page and the node see the same text. */
final class NumberText {

  private static final double PLAIN_MIN = 1e-6;
  private static final double PLAIN_END = 1e21;

  private NumberText() {}

  static String of(Number number) {
    double value = number.doubleValue();
    boolean isWhole = !(number instanceof Double || number instanceof Float);
    if (isWhole || !Double.isFinite(value)) {
      return number.toString();
    }
    if (value == 0) {
      return "0";
    }
    var decimal = new BigDecimal(number.toString()).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= PLAIN_MIN && size < PLAIN_END ? decimal.toPlainString() : scientific(decimal);
  }

  private static String scientific(BigDecimal decimal) {
    var digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }
}
