package io.hnswitch.launch;

import io.hnswitch.console.metrics.NodeMeters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which hnswitch this is. */
final class Version {

  private static final String REVISION = "revision";

  private Version() {}

  /** From the jar's manifest; {@code dev} when it runs from class files. */
  static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /** Of the sources, as the build has noted it; {@code unknown} when it could not. */
  static String revision() {
    try (var noted = Version.class.getResourceAsStream(REVISION)) {
      return noted == null
          ? "unknown"
          : new String(noted.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is known of it. */
  static NodeMeters.Build build() {
    return new NodeMeters.Build(text(), revision(), Runtime.version().toString());
  }
}
