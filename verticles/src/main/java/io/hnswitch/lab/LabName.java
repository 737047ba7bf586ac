package io.hnswitch.lab;

import java.util.Locale;
import java.util.regex.Pattern;

/** What names of labs and objects look like: no dots, they separate bus addresses. */
final class LabName {

  static final String SHAPE = "[a-z][a-z0-9-]{0,39}";

  private static final Pattern PATTERN = Pattern.compile(SHAPE);

  private LabName() {}

  static boolean isValid(String name) {
    return PATTERN.matcher(name).matches();
  }

  /**
   * Returns the name itself.
   *
   * @throws IllegalArgumentException with the name, when it is not one
   */
  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("bad name: \"" + name + "\"");
    }
    return name;
  }

  /** A valid name like a bad one, or empty. */
  static String guess(String text) {
    var guess = text.toLowerCase(Locale.ROOT).replaceAll("[_. ]", "-");
    return isValid(guess) ? guess : "";
  }
}
