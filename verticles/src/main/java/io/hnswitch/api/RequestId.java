package io.hnswitch.api;

import io.vertx.core.MultiMap;
import java.util.regex.Pattern;

/**
 * The id of a request. One that the client chose makes a change safe to ask for again.
 *
 * @param isOfClient else it was made up here, to find the request in records
 */
public record RequestId(String text, boolean isOfClient) {

  /** Header of requests and answers on the event bus. */
  public static final String HEADER = "hnswitch-request-id";

  /** Header of a request on the event bus: the id was made up by whoever let it in. */
  public static final String MADE_UP = "hnswitch-request-id-made-up";

  /** Header of a request on the event bus: do not wait for the change. */
  public static final String ASYNC = "hnswitch-async";

  /** Member of a problem. */
  public static final String MEMBER = "requestId";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,100}");

  /**
   * What the headers of a request say.
   *
   * @param otherwise for one that says nothing
   * @throws ProblemException when it is too long or has characters that nobody can read
   */
  static RequestId of(MultiMap headers, RequestId otherwise) {
    var said = headers.get(HEADER);
    if (said == null || said.isEmpty()) {
      return otherwise;
    }
    check(said);
    return new RequestId(said, !headers.contains(MADE_UP));
  }

  /**
   * Checks what a client calls its request.
   *
   * @throws ProblemException when it is too long or has characters that nobody can read
   */
  public static void check(String text) {
    if (!FORM.matcher(text).matches()) {
      throw Names.invalid("", "a request id has 1 to 100 printable ASCII characters, no blanks");
    }
  }
}
