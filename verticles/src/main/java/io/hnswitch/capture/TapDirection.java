package io.hnswitch.capture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which frames of a NIC are looked at. */
public enum TapDirection {
  /** What the guest sends. */
  SOURCE,
  /** What the guest gets. */
  DESTINATION,
  BOTH;

  /** Whether what the guest sends is looked at. */
  public boolean sent() {
    return this != DESTINATION;
  }

  /** Whether what the guest gets is looked at. */
  public boolean got() {
    return this != SOURCE;
  }

  /** The name in files and requests. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with a name. */
  public static Optional<TapDirection> ofSlug(String slug) {
    return Stream.of(values()).filter(one -> one.slug().equals(slug)).findFirst();
  }

  /** All names. */
  public static List<String> slugs() {
    return Stream.of(values()).map(TapDirection::slug).toList();
  }
}
