package io.hnswitch.api;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * Who asks for an operation, and from where; travels in headers that are set by whoever lets
 * requests in, and never taken from a client.
 *
 * @param name of a token, user or script; empty when that is not known
 * @param role its slug; empty when that is not known
 * @param from the face and the address there, like {@code rest 127.0.0.1}; empty for the node's own
 *     event bus
 */
public record Caller(String name, String role, String from) {

  /** Somebody on the node's own event bus. */
  public static final Caller UNKNOWN = new Caller("", "", "");

  private static final String NAME = "hnswitch-principal";
  private static final String ROLE = "hnswitch-role";
  private static final String FROM = "hnswitch-from";

  /** What the headers of a request say. */
  public static Caller of(MultiMap headers) {
    return new Caller(text(headers, NAME), text(headers, ROLE), text(headers, FROM));
  }

  private static String text(MultiMap headers, String name) {
    var text = headers.get(name);
    return text == null ? "" : text;
  }

  /** Says it in the headers of a request. */
  public DeliveryOptions addTo(DeliveryOptions options) {
    return options.addHeader(NAME, name).addHeader(ROLE, role).addHeader(FROM, from);
  }
}
