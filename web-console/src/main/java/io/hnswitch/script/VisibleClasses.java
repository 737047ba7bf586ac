package io.hnswitch.script;

import java.util.List;
import java.util.Set;

/**
 * What a script can name beside the JDK: its own classes, {@link Script}, and the types that occur
 * there. Nothing of the switch and no Vert.x that would lead into it. That keeps a script within
 * its role by construction; it is no wall against a script that means harm, which is why only its
 * owner's files are run.
 */
final class VisibleClasses {

  private static final String SCRIPT = Script.class.getName();
  private static final List<String> PACKAGES =
      List.of("io.vertx.core.json.", "io.vertx.core.buffer.", "io.vertx.codegen.annotations.");
  private static final Set<String> CLASSES =
      Set.of(
          SCRIPT,
          "io.vertx.core.AsyncResult",
          "io.vertx.core.Completable",
          "io.vertx.core.CompositeFuture",
          "io.vertx.core.Expectation",
          "io.vertx.core.Future",
          "io.vertx.core.Handler",
          "io.vertx.core.Promise",
          "io.vertx.core.shareddata.ClusterSerializable",
          "io.vertx.core.shareddata.Shareable");

  private VisibleClasses() {}

  /** Whether a script can name a class; by its binary name. */
  static boolean contain(String name) {
    return CLASSES.contains(name)
        || name.startsWith(SCRIPT + "$")
        || PACKAGES.stream().anyMatch(name::startsWith);
  }
}
