package io.hnswitch.rss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an interface hashes what it receives ({@code RSS_FUNC_*}). */
public enum RssFunction {
  /** It does not. */
  NONE,
  /** In a way that nobody else knows. */
  PRIVATE,
  /** By Toeplitz. */
  TOEPLITZ;

  /** The name in lab files and outputs. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> slugs() {
    return Arrays.stream(values()).map(RssFunction::slug).toList();
  }

  public static Optional<RssFunction> ofSlug(String text) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(text)).findFirst();
  }
}
