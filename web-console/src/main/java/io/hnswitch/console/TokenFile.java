package io.hnswitch.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Keeps the named tokens, as hashes, in a file that its owner alone can read; or nowhere. */
final class TokenFile {

  private final Vertx vertx;
  private final Optional<Path> file;

  /**
   * @param file empty when tokens end with the node
   */
  TokenFile(Vertx vertx, Optional<Path> file) {
    this.vertx = vertx;
    this.file = file;
  }

  /** Reads what was kept; fails when it cannot be read, rather than to forget tokens. */
  Future<Void> load(Tokens tokens) {
    return file.isEmpty()
        ? Future.succeededFuture()
        : vertx
            .executeBlocking(() -> read(file.get()))
            .map(
                text -> {
                  if (!text.isEmpty()) {
                    tokens.load(text);
                  }
                  return (Void) null;
                })
            .recover(
                cause ->
                    Future.failedFuture(
                        new ConsoleException(
                            ConsoleError.TOKENS_UNREADABLE,
                            "cannot read the tokens in " + file.get() + ": " + cause)));
  }

  private static String read(Path from) throws IOException {
    try {
      return Files.readString(from);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Keeps what there is now, in one step; without tokens there is no file. */
  Future<Void> save(Tokens tokens) {
    if (file.isEmpty()) {
      return Future.succeededFuture();
    }
    var text = tokens.isEmpty() ? "" : tokens.text();
    return vertx.executeBlocking(() -> write(file.get(), text), true);
  }

  private static Void write(Path to, String text) throws IOException {
    if (text.isEmpty()) {
      Files.deleteIfExists(to);
      return null;
    }
    // Temporary files are readable by their owner alone, and so is the file then.
    var next = Files.createTempFile(to.toAbsolutePath().getParent(), "tokens", ".next");
    Files.writeString(next, text);
    Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return null;
  }
}
