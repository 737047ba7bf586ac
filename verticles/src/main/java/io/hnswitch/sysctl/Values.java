package io.hnswitch.sysctl;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Which values a name takes. */
public sealed interface Values {

  /** Any 32-bit number. */
  Integers INT = new Integers(Integer.MIN_VALUE, Integer.MAX_VALUE, false);

  /** Off and on. */
  Integers FLAG = new Integers(0, 1, false);

  /** Whatever is said; also for what is never written. */
  Any ANY = new Any();

  /**
   * Whole numbers, decimal or with {@code 0x}.
   *
   * @param orZero whether 0 is allowed beside the range
   */
  record Integers(long min, long max, boolean orZero) implements Values {

    static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");
    static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,15}");

    public static Integers of(long min, long max) {
      return new Integers(min, max, false);
    }

    /** The number that a text says, allowed or not. */
    public static OptionalLong parse(String text) {
      if (DECIMAL.matcher(text).matches()) {
        return OptionalLong.of(Long.parseLong(text));
      }
      return HEXADECIMAL.matcher(text).matches()
          ? OptionalLong.of(Long.parseLong(text.substring(2), 16))
          : OptionalLong.empty();
    }

    @Override
    public boolean allows(String value) {
      var number = parse(value);
      return number.isPresent()
          && (number.getAsLong() >= min && number.getAsLong() <= max
              || orZero && number.getAsLong() == 0);
    }

    @Override
    public String wanted() {
      return (orZero ? "0 or " : "") + min + " to " + max;
    }
  }

  /**
   * Text of a form.
   *
   * @param wanted the form in words
   */
  record Text(Pattern form, String wanted) implements Values {

    public static Text of(String form, String wanted) {
      return new Text(Pattern.compile(form), wanted);
    }

    @Override
    public boolean allows(String value) {
      return form.matcher(value).matches();
    }
  }

  /** No check. */
  record Any() implements Values {

    @Override
    public boolean allows(String value) {
      return true;
    }

    @Override
    public String wanted() {
      return "";
    }
  }

  boolean allows(String value);

  /** What is allowed, in words: {@code 0 or 100 to 1000000}. */
  String wanted();
}
