package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.vertx.core.Future;

/**
 * Who may come in, and who is in: tokens, users, sessions, and what each holds open.
 *
 * @param tokenFile where tokens are kept
 * @param userFile where users are kept
 */
record Accounts(
    Tokens tokens,
    Users users,
    Sessions sessions,
    Connections connections,
    SecretFile tokenFile,
    SecretFile userFile) {

  /** Reads what was kept; fails when that is not possible. */
  Future<Void> load() {
    return tokenFile.load(tokens::load).compose(done -> userFile.load(users::load));
  }

  Future<Void> saveTokens() {
    return tokenFile.save(tokens.text());
  }

  Future<Void> saveUsers() {
    return userFile.save(users.text());
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
