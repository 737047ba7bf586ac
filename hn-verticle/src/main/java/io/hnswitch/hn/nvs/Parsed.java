package io.hnswitch.hn.nvs;

/**
 * The result of reading bytes of a peer: what they say, or what is wrong with them.
 *
 * @param <M> what well-formed bytes become
 */
public sealed interface Parsed<M> {

  /** The bytes were accepted. */
  record Ok<M>(M message) implements Parsed<M> {}

  /**
   * The bytes were not accepted.
   *
   * @param fault the kind of mistake
   * @param field the name of the field, as in the layout
   * @param value its value; unsigned fields are not negative
   */
  record Malformed<M>(Fault fault, String field, long value) implements Parsed<M> {

    /** One line for logs and counters' detail: {@code bad-value: allocated=2}. */
    @Override
    public String toString() {
      return fault.slug() + ": " + field + "=" + value;
    }

    /** The same mistake, where something else was expected. */
    public <T> Parsed<T> as() {
      return new Malformed<>(fault, field, value);
    }
  }

  static <M> Parsed<M> ok(M message) {
    return new Ok<>(message);
  }

  static <M> Parsed<M> malformed(Fault fault, String field, long value) {
    return new Malformed<>(fault, field, value);
  }

  /**
   * The message, where a malformed one would be a bug of ours.
   *
   * @throws IllegalStateException with the mistake
   */
  default M orElseThrow() {
    return switch (this) {
      case Ok<M>(var message) -> message;
      case Malformed<M> malformed -> throw new IllegalStateException(malformed.toString());
    };
  }
}
