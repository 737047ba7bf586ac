package io.hnswitch.console;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Tokens and users that several nodes have in common. What is shared are the texts that are kept on
 * the disk, without secrets; of two the later one holds.
 */
public interface SharedRosters {

  /** A node that has them for itself. */
  SharedRosters NONE =
      new SharedRosters() {
        @Override
        public Future<Void> share(String sort, Kept kept) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Optional<Kept>> find(String sort) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void onChange(Runnable told) {}
      };

  /**
   * A text as it is kept.
   *
   * @param millis when it was made, since 1970
   * @param text empty when there is none in it
   */
  record Kept(long millis, String text) {}

  /**
   * Shares what has changed here.
   *
   * @param sort {@code tokens} or {@code users}
   * @return fails when it cannot be shared now
   */
  Future<Void> share(String sort, Kept kept);

  /** What is shared of a sort. */
  Future<Optional<Kept>> find(String sort);

  /** Told that something may be another, or can be shared again; on any thread. */
  void onChange(Runnable told);
}
