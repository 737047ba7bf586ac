package io.hnswitch.launch;

import io.hnswitch.console.metrics.NodeMeters;

/** Which hnswitch this is. */
final class Version {

  private Version() {}

  /** From the jar's manifest; {@code dev} when it runs from class files. */
  static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /** With the revision of the sources, which the build writes into the jar's manifest. */
  static NodeMeters.Build build() {
    return new NodeMeters.Build(text(), revision(), Runtime.version().toString());
  }

  private static String revision() {
    return "unknown";
  }
}
