package io.hnswitch.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps hashes of secrets in a file that its owner alone can read; or nowhere. */
final class SecretFile {

  private final Vertx vertx;
  private final Optional<Path> file;
  private final ConsoleError unreadable;

  /**
   * @param file empty when they end with the node
   * @param unreadable what a failure to read it is
   */
  SecretFile(Vertx vertx, Optional<Path> file, ConsoleError unreadable) {
    this.vertx = vertx;
    this.file = file;
    this.unreadable = unreadable;
  }

  /**
   * Reads what was kept; fails when it cannot be read, rather than to forget it.
   *
   * @param take throws when the text is not what was kept
   */
  Future<Void> load(Consumer<String> take) {
    return file.isEmpty()
        ? Future.succeededFuture()
        : vertx
            .executeBlocking(() -> read(file.get()))
            .<Void>map(
                text -> {
                  if (!text.isEmpty()) {
                    take.accept(text);
                  }
                  return null;
                })
            .recover(
                cause ->
                    Future.failedFuture(
                        new ConsoleException(
                            unreadable, "cannot read " + file.get() + ": " + cause)));
  }

  /** When it was last written, in milliseconds since 1970; 0 when there is none. */
  Future<Long> writtenMillis() {
    return file.isEmpty()
        ? Future.succeededFuture(0L)
        : vertx.executeBlocking(
            () -> Files.exists(file.get()) ? Files.getLastModifiedTime(file.get()).toMillis() : 0L);
  }

  private static String read(Path from) throws IOException {
    try {
      return Files.readString(from);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /**
   * Keeps a text instead of the last, in one step.
   *
   * @param text when empty there is no file
   */
  Future<Void> save(String text) {
    return file.isEmpty()
        ? Future.succeededFuture()
        : vertx.executeBlocking(() -> write(file.get(), text), true);
  }

  private static Void write(Path to, String text) throws IOException {
    if (text.isEmpty()) {
      Files.deleteIfExists(to);
      return null;
    }
    // Temporary files are readable by their owner alone, and so is the file then.
    var next = Files.createTempFile(to.toAbsolutePath().getParent(), "secrets", ".next");
    Files.writeString(next, text);
    Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return null;
  }
}
