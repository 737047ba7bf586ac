package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in, and who is in: tokens, users, sessions, and what each holds open. Tokens and
 * users may be shared with other nodes.
 *
 * @param tokenFile where tokens are kept
 * @param userFile where users are kept
 * @param shared with other nodes
 */
record Accounts(
    Tokens tokens,
    Users users,
    Sessions sessions,
    Connections connections,
    SecretFile tokenFile,
    SecretFile userFile,
    SharedRosters shared) {

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  private static final String TOKENS = "tokens";
  private static final String USERS = "users";

  /** Reads what was kept; fails when that is not possible. */
  Future<Void> load() {
    return tokenFile.load(tokens::load).compose(done -> userFile.load(users::load));
  }

  Future<Void> saveTokens() {
    return tokenFile.save(tokens.text()).compose(done -> share(TOKENS, tokenFile, tokens.text()));
  }

  Future<Void> saveUsers() {
    return userFile.save(users.text()).compose(done -> share(USERS, userFile, users.text()));
  }

  private Future<Void> share(String sort, SecretFile file, String text) {
    return file.writtenMillis()
        .compose(millis -> shared.share(sort, new SharedRosters.Kept(millis, text)));
  }

  /**
   * Makes tokens and users those that are shared, or shares those of this node when they are later.
   * Whoever is none any more is cut off.
   */
  void sync() {
    sync(TOKENS, tokenFile, tokens::text, this::takeTokens);
    sync(USERS, userFile, users::text, this::takeUsers);
  }

  private void sync(
      String sort, SecretFile file, Supplier<String> own, Function<String, Future<Void>> take) {
    shared
        .find(sort)
        .compose(
            there ->
                file.writtenMillis().compose(millis -> sync(sort, there, millis, own.get(), take)))
        .onFailure(cause -> LOG.debug("{} are not shared now: {}", sort, cause.getMessage()));
  }

  private Future<Void> sync(
      String sort,
      Optional<SharedRosters.Kept> there,
      long millis,
      String own,
      Function<String, Future<Void>> take) {
    if (there.map(SharedRosters.Kept::text).equals(Optional.of(own))) {
      return Future.succeededFuture();
    }
    if (there.isPresent() && there.get().millis() >= millis) {
      return take.apply(there.get().text());
    }
    return there.isEmpty() && own.isEmpty()
        ? Future.succeededFuture()
        : shared.share(sort, new SharedRosters.Kept(millis, own));
  }

  private Future<Void> takeTokens(String text) {
    var before = tokens.list();
    if (text.isEmpty()) {
      tokens.clear();
    } else {
      tokens.load(text);
    }
    var after = tokens.list();
    before.stream()
        .filter(one -> !after.contains(one))
        .forEach(one -> connections.cut(one.principal(), gone("the token was revoked")));
    return tokenFile.save(text);
  }

  private Future<Void> takeUsers(String text) {
    var before = users.list();
    if (text.isEmpty()) {
      users.clear();
    } else {
      users.load(text);
    }
    var after = users.list();
    before.stream()
        .filter(one -> !after.contains(one))
        .forEach(one -> sessions.endAll(one.principal().name(), "the user was changed"));
    return userFile.save(text);
  }

  private static Problem gone(String detail) {
    return Problem.of(ProblemCode.UNAUTHENTICATED, detail);
  }

  /**
   * Refuses a user's name for a token: whoever acts has one name.
   *
   * @throws ProblemException when a user has it
   */
  void requireNoUser(String name) {
    if (users.find(name).isPresent()) {
      throw taken("user", name);
    }
  }

  /**
   * Refuses a token's name for a user.
   *
   * @throws ProblemException when a token has it
   */
  void requireNoToken(String name) {
    if (tokens.has(name)) {
      throw taken("token", name);
    }
  }

  private static ProblemException taken(String by, String name) {
    return Problem.of(ProblemCode.STATE_CONFLICT, "a " + by + " is called \"" + name + "\"")
        .exception();
  }
}
