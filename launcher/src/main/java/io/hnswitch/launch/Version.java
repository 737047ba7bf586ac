package io.hnswitch.launch;

/** Which hnswitch this is. */
final class Version {

  private Version() {}

  /** From the jar's manifest; {@code dev} when it runs from class files. */
  static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
