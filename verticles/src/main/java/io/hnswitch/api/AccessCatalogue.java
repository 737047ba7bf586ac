package io.hnswitch.api;

import static io.hnswitch.api.Define.secret;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Role;
import java.util.List;

/** Operations about who may what. */
final class AccessCatalogue {

  private static final Parameter TOKEN = text("name", true, "name of the token, like ci");

  private static final Parameter USER = text("name", true, "name of the user, like ann");

  private static final Shape A_TOKEN = object("name", TEXT, "role", TEXT, "made", TEXT);

  private static final Shape A_USER = object("name", TEXT, "role", TEXT, "made", TEXT);

  static final List<Operation> ALL =
      List.of(
          new Operation(
                  "token.list",
                  Kind.READ,
                  Role.ADMIN,
                  Method.GET,
                  "/tokens",
                  "The named tokens, without their secrets.",
                  List.of(),
                  "{}")
              .replies(list(A_TOKEN)),
          new Operation(
                  "token.create",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/tokens",
                  "Makes a token; its secret is in this answer only.",
                  List.of(
                      TOKEN, text("role", false, "viewer, operator or admin; viewer when absent")),
                  "{\"name\":\"ci\",\"role\":\"operator\"}")
              .replies(A_TOKEN.with("token", TEXT))
              .refuses(STATE_CONFLICT),
          new Operation(
                  "token.revoke",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/tokens/{name}/actions/revoke",
                  "Makes a token worthless and cuts its connections off.",
                  List.of(TOKEN),
                  "{\"name\":\"ci\"}")
              .replies(A_TOKEN.with("revoked", FLAG, "cut", WHOLE))
              .refuses(NOT_FOUND),
          new Operation(
                  "user.list",
                  Kind.READ,
                  Role.ADMIN,
                  Method.GET,
                  "/users",
                  "The users, without their passwords.",
                  List.of(),
                  "{}")
              .replies(list(A_USER)),
          new Operation(
                  "user.create",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/users",
                  "Makes a user, who can sign in at the page.",
                  List.of(
                      USER,
                      text("role", false, "viewer, operator or admin; viewer when absent"),
                      secret("password", true)),
                  "{\"name\":\"ann\",\"role\":\"operator\",\"password\":\"four words are enough\"}")
              .replies(A_USER)
              .refuses(STATE_CONFLICT),
          new Operation(
                  "user.set",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.PATCH,
                  "/users/{name}",
                  "Changes role or password of a user and ends the user's sessions.",
                  List.of(
                      USER,
                      text("role", false, "viewer, operator or admin; as before when absent"),
                      secret("password", false)),
                  "{\"name\":\"ann\",\"role\":\"admin\"}")
              .replies(A_USER.with("ended", WHOLE))
              .refuses(NOT_FOUND),
          new Operation(
                  "user.delete",
                  Kind.CHANGE,
                  Role.ADMIN,
                  Method.POST,
                  "/users/{name}/actions/delete",
                  "Takes a user away and ends the user's sessions.",
                  List.of(USER),
                  "{\"name\":\"ann\"}")
              .replies(A_USER.with("deleted", FLAG, "ended", WHOLE))
              .refuses(NOT_FOUND));

  private AccessCatalogue() {}
}
